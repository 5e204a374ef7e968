"""Digits side by side, each with a word below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import display

if TYPE_CHECKING:
    from torch import Tensor

WIDTH = 108  # pixels: four fit beside the pad, three on a phone


def decibels(psnr: float) -> str:
    """Return a PSNR in words: infinity is no error."""
    return "no error" if psnr == float("inf") else f"{psnr:.1f} dB"


@dataclass(frozen=True, eq=False)
class Shown:
    """A digit [1, 1, 28, 28], what it is, and the figure beneath it."""

    image: "Tensor"
    title: str
    words: str


def row(shown: Sequence[Shown], width: int = WIDTH) -> None:
    """Show the digits in a row that wraps on a narrow screen."""
    with st.container(horizontal=True):
        for each in shown:
            with st.container(width=width):
                st.markdown(f"**{each.title}**")
                display.pixels(each.image, alt=f"{each.title}: {each.words}", caption=each.words)
