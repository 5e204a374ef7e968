"""What a finished painting offers: to look at, to understand, to take home."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui import code_panel, display, films, mask_brush, player, style_pictures, style_run
from ui import picture as tray_picture
from ui.display import data_url
from ui.job import Job
from ui.style_pictures import Brush
from ui.style_run import Shot

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.style import StyleFrame, StyleSettings

JOB = "style"


@dataclass(frozen=True)
class Making:
    """What a painting is made with, besides the photo."""

    network: str
    settings: "StyleSettings"
    style: Brush
    second: Brush | None
    is_masked: bool

    @property
    def title(self) -> str:
        """The style's name, or both."""
        return " and ".join(each.title for each in (self.style, self.second) if each is not None)

    def code(self, step: int) -> tuple[str, ...]:
        """Return the lines of Python that make `picture` into the painting's frame `step`."""
        extras = "".join(
            [
                "" if self.second is None else ", second=second",
                ", mask=mask" if self.is_masked else "",
            ]
        )
        return (
            f'network = vision.load("{self.network}")',
            f"brush = {self.style.code}",
            *([] if self.second is None else [f"second = {self.second.code}"]),
            *([f'mask = images.load("{mask_brush.FILE}")[:, :1]'] if self.is_masked else []),
            f"settings = style.{self.settings}",
            f"run = style.transfer(network, picture, brush, settings{extras})",
            f"result = next(frame for frame in run if frame.step == {step}).picture",
        )


def side_by_side(style: Brush, second: Brush | None) -> None:
    """Show the chosen style pictures with the terms on which they may be used."""
    shown = [style] if second is None else [style, second]
    for place, brush in zip(st.columns(2), shown, strict=False):
        place.image(data_url(brush.small), alt=brush.alt, caption=f"{brush.title} · {brush.terms}",
                    width="stretch")  # fmt: skip


def show(job: Job[Shot] | None, start: "Tensor", side: int, making: Making) -> None:
    """Show the painting, or the photo it will begin with, and all that can be done with it."""
    title = tray_picture.current().title
    shot = job.latest if job is not None and job.over else None
    result = None if shot is None else shot.painter.result
    if job is None or shot is None or result is None:
        display.photo(start, alt=f"The photo: {title}.", caption=f"What is painted: {title}")
        return
    display.photo(result, alt=f"{title}, painted in the style of {making.title}.")
    code_panel.show(
        code_panel.Result(result, making.title, _code(side, making, shot.step)),
        key="style_result",
    )
    with st.expander("Watch it being painted", icon=":material/movie:"):
        player.player(style_run.bundle(job.history), key="style_player")
        st.caption(
            "The curves jump where the painting goes on in a larger size: there is new detail to "
            "paint, and everything is measured anew."
        )
        films.downloads([each.picture for each in job.history], "style", key="style_film")
    if shot.painter.last is not None:
        _distances(job.history[0].styles, shot.painter.last.whole)


def _code(side: int, making: Making, step: int) -> str:
    return code_panel.snippet(
        "images, patterns, resizing, samples, style, vision",
        style_pictures.photo_code(side),
        *making.code(step),
    )


def _distances(photo: dict[str, float], painting: "StyleFrame") -> None:
    """Chart how far each layer is from the style, before and after; both in full size."""
    import altair

    st.markdown("**How close is it?** Each layer of the network compares in its own way.")
    rows = [
        {"layer": layer, "when": when, "distance": value}
        for when, found in (("the photo", photo), ("the painting", painting.style_losses))
        for layer, value in found.items()
    ]
    layers = list(photo)
    chart = (
        altair.Chart(pd.DataFrame(rows))
        .mark_bar()
        .encode(
            y=altair.Y("layer", sort=layers, title=None, axis=altair.Axis(labelLimit=200)),
            yOffset=altair.YOffset("when", sort=["the photo", "the painting"]),
            x=altair.X("distance", title="distance from the style"),
            color=altair.Color(
                "when",
                sort=["the photo", "the painting"],
                title=None,
                scale=altair.Scale(range=["#999999", "#0072B2"]),
                legend=altair.Legend(orient="top"),
            ),
            tooltip=["layer", "when", altair.Tooltip("distance", format=".3f")],
        )
        .properties(
            height=44 * len(layers) + 40,
            description="For each layer, how far photo and painting are from the style.",
        )
    )
    st.altair_chart(chart, width="stretch")
    st.caption(
        "0 is the style itself. The first layers see colours and fine grain, the later ones larger "
        f"strokes. What is on the photo has moved, too: {painting.content_loss:.2f} away, where 0 "
        "is the photo and 2 would be no likeness at all."
    )
