"""A hole in a digit, where the visitor puts it, and the search that fills it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nnkit import colours
from ui import display, encoding, gan_sheet, permalinks, player, pointer

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.autoencoder import InpaintingFrame

SIDE = 28
LARGEST = 20
_GREY = (120, 140, 165)  # of the hole
_KEY = "hole_place"
_ZOOM = 10


@dataclass(frozen=True)
class Hole:
    """A square hole: its side, and its upper left pixel."""

    side: int
    row: int
    column: int

    def mask(self) -> "Tensor":
        """Return where a pixel is missing, [1, 1, 28, 28]."""
        import torch

        mask = torch.zeros(1, 1, SIDE, SIDE, dtype=torch.bool)
        mask[..., self.row : self.row + self.side, self.column : self.column + self.side] = True
        return mask

    def code(self) -> tuple[str, ...]:
        """Return the Python that makes the mask."""
        rows, columns = (f"{at}:{at + self.side}" for at in (self.row, self.column))
        return (
            "mask = torch.zeros(1, 1, 28, 28, dtype=torch.bool)",
            f"mask[..., {rows}, {columns}] = True",
        )


def sliders(on_change: Callable[[], None]) -> Hole:
    """Let the visitor set the hole by numbers; the picture sets the same ones."""
    side = permalinks.slider("Size of the hole", 4, LARGEST, 10, key="hole", on_change=on_change)
    last = SIDE - side
    with st.container(horizontal=True):
        row = permalinks.slider("From the top", 0, last, min(14, last), key="hole_row",
                                on_change=on_change)  # fmt: skip
        column = permalinks.slider("From the left", 0, last, min(10, last), key="hole_column",
                                   on_change=on_change)  # fmt: skip
    return Hole(side, row, column)


def place(image: "Tensor", hole: Hole, on_change: Callable[[], None]) -> None:
    """Show the digit with its hole, which can be dragged."""
    pointer.pick_region(
        _png(image, hole),
        (SIDE, SIDE),
        region_size=hole.side,
        region=(hole.row, hole.column),
        key=_KEY,
        alt="The digit with a hole in it; drag the square",
        on_region_change=lambda: _move(hole.side, on_change),
    )


@dataclass(frozen=True, eq=False)
class Shot:
    """One step of the search: the filled digit, what is drawn whole, and how well it fits."""

    filled: "Tensor"
    drawn: "Tensor"
    step: int
    error: float


def encode(frame: "InpaintingFrame") -> Shot:
    """Take what is shown of a frame."""
    return Shot(frame.pictures, frame.drawn, frame.step, frame.error.item())


def show(shot: Shot, slot: DeltaGenerator) -> None:
    """Draw one step while the search runs."""
    slot.image(
        display.data_url(gan_sheet.png(shot.filled, zoom=_ZOOM)),
        alt="The digit with its hole filled so far.",
        caption=f"Step {shot.step}: error around the hole {shot.error:.4f}",
        width=SIDE * _ZOOM,
    )


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the search for the player: the filled digit, and what the network draws whole."""
    import torch

    sheets = [gan_sheet.sheet(torch.cat([shot.filled, shot.drawn]), 2) for shot in shots]
    return gan_sheet.bundle(
        sheets,
        "Left the digit with its hole filled, right the whole digit that the network draws.",
        [f"step {shot.step}" for shot in shots],
        {"step": [shot.step for shot in shots], "error": [shot.error for shot in shots]},
    )


def distance(image: "Tensor", hole: Hole, shot: Shot) -> float:
    """Return the mean squared error inside the hole against what was really there."""
    inside = hole.mask()
    return (shot.filled - image)[inside].square().mean().item()


def _move(side: int, on_change: Callable[[], None]) -> None:
    if found := pointer.picked(_KEY, (SIDE, SIDE), side):
        st.session_state["hole_row"], st.session_state["hole_column"] = found
        on_change()


def _png(image: "Tensor", hole: Hole) -> bytes:
    from PIL import Image

    from nnkit import images

    pixels = images.to_uint8(image.expand(1, 3, SIDE, SIDE)).copy()
    rows, columns = (slice(at, at + hole.side) for at in (hole.row, hole.column))
    pixels[rows, columns] = _GREY
    return encoding.png(Image.fromarray(colours.enlarge(pixels, 1)))
