"""What a finished dream offers: to look at, to go on, to go back, to take home."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import (
    code_panel,
    display,
    dream_pictures,
    dream_run,
    dream_trail,
    films,
    job_view,
    mask_brush,
    player,
)
from ui import picture as tray_picture
from ui.dream_trail import Stop, Trail
from ui.job import Job
from ui.tray import TrayPicture

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.dream import DreamSettings

JOB = "dream"


@dataclass(frozen=True)
class Making:
    """What a dream was made with, besides the picture it started from."""

    network: str
    settings: "DreamSettings"
    guide: TrayPicture | None
    is_masked: bool
    earlier: int = 0  # how many dreams it started from

    def png(self, result: "Tensor") -> bytes:
        """Return a dream as a file that remembers its settings."""
        from nnkit.dream import export

        return export.to_png(
            result,
            self.settings,
            self.network,
            guide=None if self.guide is None else self.guide.title,
            is_masked=self.is_masked,
            earlier=self.earlier,
        )

    def code(self, step: int) -> tuple[str, ...]:
        """Return the lines of Python that make `picture` into the dream's frame `step`."""
        extras = "".join(
            [
                "" if self.guide is None else ", guide=guide",
                ", mask=mask" if self.is_masked else "",
            ]
        )
        guide = self.guide and dream_pictures.code(self.guide, dream_pictures.GUIDE_SIDE)
        return (
            f'network = vision.load("{self.network}")',
            *([] if guide is None else [f"guide = {guide}"]),
            *([f'mask = images.load("{mask_brush.FILE}")[:, :1]'] if self.is_masked else []),
            f"settings = dream.{self.settings}",
            f"run = dream.dream(network, picture, settings{extras})",
            f"picture = next(frame for frame in run if frame.step == {step}).picture",
        )


def show(job: Job[dream_run.Shot] | None, trail: Trail, making: Making) -> None:
    """Show the dream, or where the next one starts, and all that can be done with it."""
    shot = job.latest if job is not None and job.over else None
    result = None if shot is None else shot.painter.result
    if job is None or shot is None or result is None:
        display.photo(dream_trail.start(trail), alt=f"The start: {_origin(trail)}.",
                      caption=f"Where it starts: {_origin(trail)}")  # fmt: skip
        _ways(trail, None)
        return
    lines = making.code(shot.step)
    display.photo(result, alt=f"The dream of {_origin(trail)}.")
    _ways(trail, Stop(result, lines))
    with st.expander("Watch it grow", icon=":material/movie:"):
        player.player(dream_run.bundle(job.history), key="dream_player")
        films.downloads([shot.picture for shot in job.history], "dream", key="dream_file")
    modules = "dream, images, resizing, samples, vision"
    code = code_panel.snippet(modules, *dream_trail.code(trail), *lines, "result = picture")
    code_panel.show(
        code_panel.Result(result, "dream", code),
        key="dream_result",
        png=lambda: making.png(result),
    )


def _origin(trail: Trail) -> str:
    times = len(trail.stops)
    title = tray_picture.current().title
    return title if times == 0 else f"{title}, after {times} dream{'s' if times > 1 else ''}"


def _ways(trail: Trail, stop: Stop | None) -> None:
    """Show the buttons that go on from a result, back, and to the beginning."""
    with st.container(horizontal=True):
        if stop is not None:
            st.button("Dream on from here", key="dream_on", icon=":material/fast_forward:",
                      on_click=_go_on, args=(trail, stop))  # fmt: skip
        if stop is not None or trail.stops:
            st.button("Undo", key="dream_undo", icon=":material/undo:",
                      on_click=trail.undo, args=(stop is not None,))  # fmt: skip
        if trail.stops:
            st.button("Back to the photo", key="dream_reset", icon=":material/restart_alt:",
                      on_click=trail.begin_again)  # fmt: skip


def _go_on(trail: Trail, stop: Stop) -> None:
    trail.go_on(stop)
    job_view.ask_to_start(JOB)
