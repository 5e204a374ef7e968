"""The pad of the Digit Drawing page: one drawing for all its tabs, with examples to begin with."""

import streamlit as st

from nnkit.strokes import Stroke
from ui import digit_examples, digit_pad, permalinks
from ui.digit_reading import DIGITS

KEY = "digit_pad"
DEFAULT = "6"


def pad(key: str = KEY, link: str = "example", default: str = DEFAULT) -> digit_pad.Drawing:
    """Show a pad and, below it, the row of examples; return what is on it.

    link: the query parameter that names the example.
    """
    place = st.container()
    chosen = permalinks.choice("Or take an example", DIGITS, key=link, default=default)
    with place:
        return digit_pad.pad(key=key, example=digit_examples.example(int(chosen)))


def code(strokes: tuple[Stroke, ...]) -> str:
    """Return the Python that makes this drawing."""
    lines = ", ".join(f"strokes.Stroke({_numbers(stroke)}, {stroke.width:g})" for stroke in strokes)
    return f"drawing = strokes.paint([{lines}])"


def _numbers(stroke: Stroke) -> str:
    points = ", ".join(f"({x:g}, {y:g})" for x, y in stroke.points)
    return f"({points},)" if len(stroke.points) == 1 else f"({points})"
