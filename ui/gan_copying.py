"""Is the forger copying? The nearest real digits, and what was measured of the shipped forgers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import gallery, gan_sheet, permalinks

if TYPE_CHECKING:
    from torch import Tensor

NEIGHBOURS = 5


def show(picture: "Tensor", name: str) -> None:
    """Offer to look for the training digits nearest to a forgery [1, 1, 28, 28] of a shipped pair.

    name: of the pair, one of `gan.NAMES`.
    """
    from nnkit import digits, gan

    if not permalinks.toggle("Is it a copy? Find the nearest real digits", key="copying"):
        return
    if not digits.dataset.is_on_disk():
        st.caption(
            "The 60,000 digits that it learned from are not on this server: the page Digit "
            "Drawing, under Confusions, can fetch them."
        )
        return
    found = gan.nearest_training(picture, NEIGHBOURS)
    distances = found.distances[0].tolist()
    words = [f"distance {distance:.2f}" for distance in distances]
    pictures = found.pictures[0][:, None]
    alts = [f"Training digit {place + 1}, {word}" for place, word in enumerate(words)]
    gallery.gallery(gan_sheet.items(pictures, words, alts), selected=None, key="nearest")
    figures = _figures(name)
    st.caption(
        "The nearest of 60,000. Distance: root mean square difference of the pixels. Half of this "
        f"forger's works are nearer than {figures['novelty']:.2f} to a training digit; of real "
        f"digits that it never saw, half are nearer than "
        f"{figures['of_test_digits']['novelty']:.2f}. A copier would be far nearer than they."
    )


def quality(name: str) -> str:
    """Return a sentence with the measured quality of a shipped forger."""
    figures = _figures(name)
    return (
        f"Measured on 10,000 forgeries: Fréchet distance {figures['frechet']:.2f} to real digits "
        f"(0 is perfect), {figures['precision']:.0%} look like real ones, "
        f"{figures['recall']:.0%} of the ways to write a digit are covered, and "
        f"{figures['unreadable']:.1%} cannot be read."
    )


def _figures(name: str) -> Mapping[str, Any]:
    from nnkit import weights

    return weights.manifest()[f"gan_{name}"].metrics
