"""The loss around the visitor's own network as a picture with axes."""

from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image, ImageDraw

from ui import display, encoding, relief
from ui.written import written

if TYPE_CHECKING:
    from nnkit.playground import Landscape

SIDE = 480
_ARM = 12


def show(land: "Landscape") -> None:
    """Show the landscape from above, with a cross where the network stands."""
    reach = land.ticks[-1]
    upwards = land.losses.flip(0).numpy()  # rows run upwards along the second direction
    picture = Image.fromarray(relief.relief(upwards, SIDE, SIDE))
    pen, middle = ImageDraw.Draw(picture), SIDE / 2
    for width, colour in ((9, "black"), (4, "white")):
        pen.line([(middle - _ARM, middle), (middle + _ARM, middle)], fill=colour, width=width)
        pen.line([(middle, middle - _ARM), (middle, middle + _ARM)], fill=colour, width=width)
    st.image(
        display.data_url(encoding.png(picture)),
        alt="The loss around the network: dark where it is low; a cross marks the network.",
        caption=f"Across: −{reach:g} to {reach:g} along the first direction; upwards the same "
        f"along the second. Dark: loss {written(land.losses.min().item())}. Yellow: "
        f"{written(land.losses.max().item())}. The cross is your network.",
        width="stretch",
    )


def in_words(land: "Landscape") -> str:
    """Say how the network stands in its landscape."""
    middle = len(land.ticks) // 2
    here, lowest = land.losses[middle, middle].item(), land.losses.min().item()
    text = f"Where your network stands, the loss is **{written(here)}**. "
    if here <= lowest * 1.001 + 1e-12:
        return text + "No place on this map is lower: in these two directions it is at the bottom."
    row, column = divmod(int(land.losses.argmin()), len(land.ticks))
    return text + (
        f"The lowest place on this map, at {written(land.ticks[column])} across and "
        f"{written(land.ticks[row])} up, has **{written(lowest)}**: there is still a way down."
    )
