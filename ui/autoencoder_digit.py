"""The digit that goes into an autoencoder: drawn by the visitor, or one that nobody wrote."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import digit_control, digit_reading, display, permalinks
from ui.digit_reading import DIGITS

if TYPE_CHECKING:
    from torch import Tensor

DRAWN, SAMPLE = "Draw it", "Take a sample"
OF_EACH = 10  # samples of each kind


@dataclass(frozen=True, eq=False)
class Given:
    """A digit.

    image: [1, 1, 28, 28], 0..1. words: what it is. code: the Python that makes `image`. identity:
    tells it from any other. is_final: False while the pen is down.
    """

    image: "Tensor"
    words: str
    code: tuple[str, ...]
    identity: Hashable
    is_final: bool = True


@dataclass(frozen=True)
class Place:
    """Where a digit is chosen: the pad's key, the names of its controls in a link, an example."""

    pad: str
    example: str
    source: str
    kind: str
    number: str
    default: str
    label: str = "The digit"


FIRST = Place(digit_control.KEY, "example", "from", "kind", "nth", digit_control.DEFAULT)
SECOND = Place("digit_pad_2", "example_2", "from_2", "kind_2", "nth_2", "3", "The other digit")


def choose(place: Place = FIRST) -> Given | None:
    """Show pad or samples; return the digit, or None where the pad is empty."""
    source = permalinks.choice(place.label, [DRAWN, SAMPLE], key=place.source)
    return _drawn(place) if source == DRAWN else _sample(place)


def _drawn(place: Place) -> Given | None:
    drawing = digit_control.pad(place.pad, place.example, place.default)
    prepared = digit_reading.look(drawing.strokes, ()).prepared
    if prepared is None:
        st.markdown("**Draw a digit**, or take one.")
        return None
    code = (digit_control.code(drawing.strokes), "image = digits.prepare(drawing).image")
    return Given(prepared.image, "your drawing", code, drawing.strokes, drawing.is_final)


def _sample(place: Place) -> Given:
    from nnkit import autoencoder

    kind = int(permalinks.choice("Which digit", DIGITS, key=place.kind, default=place.default))
    number = int(permalinks.slider("Which of its ten", 1, OF_EACH, 1, key=place.number))
    row = OF_EACH * kind + number - 1
    image = autoencoder.sample_digits().images()[row : row + 1]
    words = f"sample {number} of the {kind}s"
    with st.container(width=200):
        display.pixels(
            image,
            alt=f"A {kind} that a network drew.",
            caption=f"{words.capitalize()}, drawn by the forger of GAN Sampler.",
        )
    code = (f"image = autoencoder.sample_digits().images()[{row}:{row + 1}]",)
    return Given(image, words, code, row)
