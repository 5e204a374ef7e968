"""One painting as the page shows it: small pictures on the way, the true one at the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streamlit.delta_generator import DeltaGenerator

from ui import player
from ui.display import data_url

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.style import ReconstructionFrame, StyleFrame

ALT = "The photo being painted anew, in the brush of the style picture."


@dataclass(frozen=True)
class Shot:
    """One frame made small for the way to the browser; `painter` knows the last one whole."""

    picture: bytes
    size: tuple[int, int]
    step: int
    scale: float
    content: float
    styles: dict[str, float] = field(compare=False)
    painter: "Painter" = field(repr=False, compare=False)

    @property
    def style(self) -> float:
        """The mean distance from the style over the layers."""
        return sum(self.styles.values()) / len(self.styles)


class Painter:
    """Turns frames into shots and keeps the last frame's picture: only one at full quality."""

    def __init__(self) -> None:
        """Begin without a picture."""
        self.result: Tensor | None = None

    def encode(self, frame: "StyleFrame") -> Shot:
        """Paint one frame as a JPEG."""
        from nnkit import images

        self.result = frame.picture
        height, width = frame.picture.shape[-2:]
        return Shot(images.to_jpeg(frame.picture), (width, height), frame.step, frame.scale,
                    frame.content_loss, frame.style_losses, self)  # fmt: skip

    def encode_grown(self, frame: "ReconstructionFrame") -> Shot:
        """Paint one frame of a picture that grows from noise."""
        from nnkit import images

        self.result = frame.picture
        height, width = frame.picture.shape[-2:]
        return Shot(images.to_jpeg(frame.picture), (width, height), frame.step, 1.0,
                    frame.loss, {"all": frame.loss}, self)  # fmt: skip


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot while the job runs."""
    place.image(
        data_url(shot.picture),
        alt=ALT,
        caption=f"Painted at {shot.scale:.0%} of its size, step {shot.step}: "
        f"{shot.style:.2f} away from the style",
        width="stretch",
    )


def show_grown(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot of a picture that grows from noise."""
    place.image(
        data_url(shot.picture),
        alt="A picture growing from noise.",
        caption=f"Step {shot.step}: {shot.content:.2f} away",
        width="stretch",
    )


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the whole run for the player."""
    return player.bundle_of(
        shots,
        {
            "away from the style": [shot.style for shot in shots],
            "away from the photo": [shot.content for shot in shots],
        },
        alt=ALT,
    )
