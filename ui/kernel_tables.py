"""Two kernels side by side with their numbers, tinted by sign and size."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from nnkit import colours

Cells = Sequence[Sequence[float]]


def compare(first: Cells, second: Cells, *, names: tuple[str, str]) -> None:
    """Show both kernels and how far apart their furthest numbers are."""
    for cells, name, column in zip((first, second), names, st.columns(2), strict=True):
        with column:
            st.markdown(f"**The {name}**")
            st.table(_tinted(cells))
    gaps = [abs(a - b) for one, two in zip(first, second, strict=True)
            for a, b in zip(one, two, strict=True)]  # fmt: skip
    st.caption(f"No number is further off than {max(gaps):.3f}.")


def _tinted(cells: Cells) -> "pd.io.formats.style.Styler":
    frame = pd.DataFrame(cells)
    frame.columns = [" " * (column + 1) for column in frame.columns]  # st.table shows the header
    painted = colours.signed(cells)
    styles = [
        [f"background-color: rgb{tuple(pixel)}; color: {_ink(pixel)}" for pixel in row]
        for row in painted.tolist()
    ]
    return (
        frame.style.format(lambda cell: f"{round(cell, 3) + 0.0:.3f}")  # no minus before zero
        .hide(axis="index")
        .hide(axis="columns")
        .apply(lambda shown: pd.DataFrame(styles, columns=shown.columns), axis=None)
    )


def _ink(pixel: Sequence[int]) -> str:
    """Choose black or white, whichever can be read on the colour (Rec. 601 luma)."""
    red, green, blue = pixel
    return "#000" if 0.299 * red + 0.587 * green + 0.114 * blue > 130 else "#fff"
