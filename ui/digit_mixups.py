"""Confusion matrices of the shipped networks, and the test digits in one of their cells."""

from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from ui import digit_pictures, encoding, gallery, number_grids
from ui.digit_reading import DIGITS, TITLES

if TYPE_CHECKING:
    from torch import Tensor

MOST = 24  # digits shown of a cell
_SIX = ("not a 6", "a 6")


def matrix(name: str) -> number_grids.Cell:
    """Show the confusion matrix; return the chosen cell, at first the most frequent mix-up."""
    counts, labels = _counts(name), _labels(name)
    shown = number_grids.Grid(
        f"{TITLES[name]}: 10,000 test digits", counts, "counts",
        "Rows: the digit that was written. Columns: what the network read. Numbers: how often.",
        name="times", digits=0, row_labels=labels, column_labels=labels,
        row_title="written", column_title="read",
    )  # fmt: skip
    chosen = number_grids.grids([shown], key=f"matrix_{name}", can_choose=True)
    return chosen or _worst(counts)


def summary(name: str) -> str:
    """Say how well the network does, as its manifest entry has it."""
    figures = _figures(name)
    words = f"**{100 * figures['accuracy']:.2f} %** of the 10,000 test digits are read rightly."
    if "f1" in figures:
        words += (
            f" As nine in ten are no 6, that flatters: its F1 score, which counts only sixes, "
            f"is **{figures['f1']:.3f}**."
        )
    error = 100 * figures["expected_calibration_error"]
    return (
        f"{words} When it says how sure it is, it is off by **{error:.1f}** percentage points on "
        "average (expected calibration error)."
    )


def describe(name: str, cell: number_grids.Cell) -> str:
    """Say in words what a cell counts."""
    written, read = (_labels(name)[place] for place in cell)
    times = int(_counts(name)[cell])
    end = "" if written == read else " by mistake"
    return f"{written} read as {read}{end}: {times:,} of 10,000"


def count(name: str, cell: number_grids.Cell, shown: int) -> str:
    """Say how many of a cell's digits are shown."""
    times = int(_counts(name)[cell])
    if not times:
        return "This never happened: choose another cell."
    return f"All {times} of them." if times == shown else f"The first {shown} of {times:,}."


def examples(name: str, cell: number_grids.Cell) -> list[gallery.Item]:
    """Return up to 24 test digits that belong to a cell; DatasetError without MNIST."""
    from nnkit.digits import dataset, training

    digits = dataset.mnist(train=False)
    labels = training.wanted(name, digits.labels)
    found = ((labels == cell[0]) & (_answers(name) == cell[1])).nonzero()[:MOST, 0].tolist()
    return [
        gallery.Item(
            id=str(number),
            label=f"no. {number}",
            picture=encoding.jpeg(digit_pictures.thumbnail(digits.pictures[number].numpy() / 255)),
            alt=f"Test digit {number}, written as {int(digits.labels[number])}.",
        )
        for number in found
    ]


@st.cache_data(show_spinner="Reading the 10,000 test digits once…")
def _answers(name: str) -> "Tensor":
    from nnkit import digits
    from nnkit.digits import dataset, evaluation

    test = dataset.mnist(train=False)
    return evaluation.answers(evaluation.logits(digits.load(name).module, test))


def _figures(name: str) -> Any:
    from nnkit import weights

    return weights.manifest()[f"digits_{name}"].metrics


def _counts(name: str) -> "np.ndarray[Any, np.dtype[np.int64]]":
    return np.asarray(_figures(name)["confusion"], np.int64)


def _labels(name: str) -> tuple[str, ...]:
    return _SIX if name == "six" else DIGITS


def _worst(counts: "np.ndarray[Any, np.dtype[np.int64]]") -> number_grids.Cell:
    wrong = counts - np.diag(np.diag(counts))
    row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
    return int(row), int(column)
