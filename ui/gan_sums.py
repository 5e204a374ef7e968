"""A − B + C with latents of the forger that is asked for a digit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import display, gan_sheet, permalinks
from ui.gan_forgery import Forgery, forger

if TYPE_CHECKING:
    from torch import Tensor

_USUAL = {"A": 40, "B": 17, "C": 15}  # a slant that carries over


@dataclass(frozen=True)
class Hand:
    """A forgery and the picture [1, 1, 28, 28] of it."""

    forgery: Forgery
    picture: "Tensor"


def hand(name: str, digit: int) -> Hand:
    """Ask for a hand by its seed, and show how it writes a digit."""
    seed = int(permalinks.slider(f"Hand {name}", 0, 99, _USUAL[name], key=f"hand_{name.lower()}"))
    forgery = Forgery(seed, 0, 1.0, digit)
    picture = forgery.picture()
    show(picture, f"How hand {name} writes a {digit}", name)
    return Hand(forgery, picture)


def show(picture: "Tensor", alt: str, caption: str) -> None:
    """Show a digit, on a phone too no larger than need be."""
    with st.container(width=200):
        display.show_array(gan_sheet.sheet(picture, 1), alt=alt, caption=caption)


def result(hands: Mapping[str, Hand], digit: int) -> "Tensor":
    """Return what the forger draws of A − B + C, [1, 1, 28, 28]."""
    from nnkit import gan

    latent = gan.arithmetic([(1, hands["A"].forgery.latent()), (-1, hands["B"].forgery.latent()),
                             (1, hands["C"].forgery.latent())])  # fmt: skip
    return forger(digit).generate(latent[None], digit)


def sentence(hands: Mapping[str, Hand], result: "Tensor") -> str:
    """Say in measured strokes what A has and B has not, and what the result has and C has not."""
    from nnkit.gan import handwriting

    strokes = {name: handwriting.strokes(each.picture) for name, each in hands.items()}
    made = handwriting.strokes(result)
    wanted, got = (
        ", ".join(
            f"{name} {float(one[name] - other[name]):+.1f} {handwriting.UNITS[name]}"
            for name in handwriting.UNITS
        )
        for one, other in ((strokes["A"], strokes["B"]), (made, strokes["C"]))
    )
    return f"A against B: {wanted}.\n\nThe result against C: {got}."


def code(hands: Mapping[str, Hand], digit: int) -> list[str]:
    """Return the Python that leads to the result."""
    return [
        *(f"{name.lower()} = {each.forgery.code()}" for name, each in hands.items()),
        "latent = gan.arithmetic([(1, a), (-1, b), (1, c)])",
        f'picture = gan.load("conditional").generate(latent[None], label={digit})',
    ]
