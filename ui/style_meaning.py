"""Pictures grown from noise: what content alone, or style alone, means to a network."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import code_panel, permalinks, player, style_pictures
from ui import picture as tray_picture
from ui.display import data_url
from ui.job import Job
from ui.painting import KeepsLast
from ui.style_pictures import Brush

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.style import ReconstructionFrame

JOB = "style_meaning"
CONTENT, STYLE = "What is on it", "How it is painted"
KINDS = (CONTENT, STYLE)
SIDE, STEPS = 320, 160
_ALT = "A picture growing from noise, step by step."
_DEEPER = ("block 10", "block 13")  # beyond what paints: here colours and places get lost
_LATER = {
    CONTENT: "The first layer keeps nearly every pixel. Later ones let go of the colours first, "
    "then of the fine grain, then of the exact places; what a layer does not look at stays as wild "
    "as the noise it grew from. Near the end only hints of the thing's shape come back.",
    STYLE: "No layer is told **where** anything was, only how strongly its maps answer, and which "
    "of them answer together. One layer gives back colours and grain; with more of them come "
    "larger and larger strokes, in new places each time: try another seed.",
}


@dataclass(frozen=True)
class Asked:
    """What is asked of which layers, of which picture."""

    kind: str
    layers: tuple[str, ...]
    title: str
    code: str
    small: bytes
    picture: "Callable[[], Tensor]" = field(repr=False, compare=False)  # for the worker's thread


@dataclass(frozen=True)
class Shot:
    """One frame made small for the way to the browser; `painter` knows the last one whole."""

    picture: bytes
    size: tuple[int, int]
    step: int
    distance: float
    painter: "Painter" = field(repr=False, compare=False)


class Painter(KeepsLast):
    """Turns frames into shots."""

    def encode(self, frame: "ReconstructionFrame") -> Shot:
        """Paint one frame as a JPEG."""
        return Shot(*self.jpeg(frame.picture), frame.step, frame.loss, self)


def asked(kind: str, network_name: str) -> Asked:
    """Show what can be chosen for one kind; return the choice."""
    from nnkit.style import recipes

    recipe = recipes.recipe(network_name)
    if kind == CONTENT:
        deeper = _DEEPER if network_name.startswith("efficientnet_lite") else ()
        layers = list(dict.fromkeys([*recipe.style, recipe.content, *deeper]))
        if st.session_state.get("kept_by", layers[0]) not in layers:
            st.session_state["kept_by"] = recipe.content
        layer = permalinks.selectbox("By this layer", layers, key="kept_by", default=recipe.content)
        own = tray_picture.current()
        content = style_pictures.photo(SIDE)
        found = Asked("content", (layer,), own.title, style_pictures.photo_code(SIDE),
                      own.thumbnail(style_pictures.SMALL), lambda: content)  # fmt: skip
    else:
        brush = style_pictures.choose("Of this picture", key="style_of", default="Mosaic")
        count = permalinks.slider("First layers", 1, len(recipe.style), len(recipe.style),
                                  key="layers_deep")  # fmt: skip
        loaded = f"images.load(images.to_pil({brush.code}), max_side={SIDE})"
        lines = f"picture = resizing.at_least({loaded}, {style_pictures.SMALLEST})"
        found = Asked("style", tuple(recipe.style[:count]), brush.title, lines, brush.small,
                      partial(_small, brush))  # fmt: skip
        st.caption("Asked: " + ", ".join(found.layers))
    st.image(data_url(found.small), alt=f"The picture itself: {found.title}.",
             caption=f"The picture itself: {found.title}", width="stretch")  # fmt: skip
    st.markdown(_LATER[kind])
    return found


def show_shot(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot while the job runs."""
    place.image(
        data_url(shot.picture),
        alt="A picture growing from noise.",
        caption=f"Step {shot.step}: {shot.distance:.2f} away",
        width="stretch",
    )


def show(job: Job[Shot] | None, wish: Asked, network_name: str, seed: int) -> None:
    """Show what grew, as a film and as code."""
    shot = job.latest if job is not None and job.over else None
    result = None if shot is None else shot.painter.result
    if job is None or shot is None or result is None:
        return
    distances = [each.distance for each in job.history]
    film = player.bundle_of(job.history, {"distance": distances}, alt=_ALT)
    player.player(film, key="meaning_player", autoplay=True)
    code = code_panel.snippet(
        "images, patterns, resizing, samples, style, vision",
        wish.code,
        f'network = vision.load("{network_name}")',
        f"layers = {list(wish.layers)}",
        f'run = style.reconstruct(network, picture, layers, "{wish.kind}", steps={STEPS}, '
        f"seed={seed})",
        f"result = next(frame for frame in run if frame.step == {shot.step}).picture",
    )
    code_panel.show(
        code_panel.Result(result, f"{wish.kind} alone", code), key="meaning", origin=wish.title
    )


def _small(brush: Brush) -> "Tensor":
    from nnkit import images, resizing

    loaded = images.load(images.to_pil(brush.tensor()), max_side=SIDE)
    return resizing.at_least(loaded, style_pictures.SMALLEST)
