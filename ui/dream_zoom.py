"""The endless dream as a film."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from streamlit.delta_generator import DeltaGenerator

from ui import code_panel, display, dream_pictures, films, player
from ui import picture as tray_picture
from ui.display import data_url
from ui.job import Job

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.dream import DreamSettings, ZoomFrame, ZoomSettings

ALT = "A flight through the network's dream."


@dataclass(frozen=True)
class Shot:
    """One frame of the film as a JPEG."""

    picture: bytes
    size: tuple[int, int]
    step: int


def encode(frame: "ZoomFrame") -> Shot:
    """Paint one frame."""
    from nnkit import images

    height, width = frame.picture.shape[-2:]
    return Shot(images.to_jpeg(frame.picture), (width, height), frame.step)


def show_shot(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one frame while the job runs."""
    place.image(data_url(shot.picture), alt=ALT, caption=f"Frame {shot.step}", width="stretch")


def show(
    job: Job[Shot] | None,
    start: "Tensor",
    side: int,
    network: str,
    settings: "DreamSettings",
    travel: "ZoomSettings",
) -> None:
    """Show the film of a run that is over, its downloads and its code; else where it starts."""
    if job is None or not job.over or job.latest is None:
        title = tray_picture.current().title
        display.photo(
            start, alt=f"The start: {title}.", caption=f"Where the flight starts: {title}"
        )
        return
    shots = job.history
    player.player(_bundle(shots), key="film", autoplay=True, loop=True)
    films.downloads([shot.picture for shot in shots], "dream", key="film_file")
    code_panel.show_code(
        code_panel.snippet(
            "dream, films, images, resizing, samples, vision",
            f"picture = {dream_pictures.code(tray_picture.current(), side)}",
            f'network = vision.load("{network}")',
            f"settings = dream.{settings}",
            f"travel = dream.{travel}",
            "film = [frame.picture for frame in dream.zoom(network, picture, travel, settings)]",
            "with open('dream.mp4', 'wb') as file:",
            "    file.write(films.to_mp4(film, fps=12))",
            "result = film[-1]",
        )
    )


def _bundle(shots: Sequence[Shot]) -> player.Bundle:
    return player.Bundle(
        kind="jpeg",
        width=shots[-1].size[0],
        height=shots[-1].size[1],
        pictures=[shot.picture for shot in shots],
        alt=ALT,
    )
