"""Sixteen runs at once: their maps as one picture, and the spread of their losses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from nnkit import colours
from nnkit.playground.frames import SIDE
from ui import encoding, playground_plane
from ui.display import data_url

if TYPE_CHECKING:
    from nnkit.playground import ManyFrame, Points

SEEDS, ROW = 16, 8
GAP, ZOOM = 2, 3


@dataclass(frozen=True)
class Shot:
    """One moment of all runs: a picture of their maps, and how each fares on the test points.

    diverged: which of them have flown apart.
    """

    epoch: int
    picture: bytes
    losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    diverged: tuple[bool, ...]
    is_regression: bool

    def whole(self, figures: Sequence[float]) -> npt.NDArray[np.float64]:
        """Return those of one figure for each run that are of runs that hold together."""
        pairs = zip(figures, self.diverged, strict=True)
        return np.array([figure for figure, is_lost in pairs if not is_lost])


class Painter:
    """Turns frames into shots."""

    def __init__(self, points: "Points") -> None:
        """Take what the runs learn."""
        self.is_regression = points.classes == 0

    def encode(self, frame: "ManyFrame") -> Shot:
        """Paint what each run answers, eight in a row; one that flew apart is grey."""
        rows = -(-len(frame.maps) // ROW)
        step = SIDE + GAP
        sheet = np.full((rows * step - GAP, ROW * step - GAP, 3), 128, np.uint8)
        for place, maps in enumerate(frame.maps):
            if frame.diverged[place]:
                continue
            top, left = place // ROW * step, place % ROW * step
            sheet[top : top + SIDE, left : left + SIDE] = playground_plane.paint(maps)
        picture = encoding.png(Image.fromarray(colours.enlarge(sheet, ZOOM)))
        return Shot(frame.epoch, picture, frame.test_losses, frame.test_accuracies,
                    frame.diverged, self.is_regression)  # fmt: skip


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one moment."""
    lost = sum(shot.diverged)
    caption = f"Epoch {shot.epoch}: sixteen networks that differ in their seed alone."
    place.image(
        data_url(shot.picture),
        alt="Sixteen maps of the plane, one for each run: what each network answers where"
        + (f"; {lost} of them grey, for they flew apart." if lost else "."),
        caption=caption + (" Grey: flew apart." if lost else ""),
        width="stretch",
    )


def sentence(shot: Shot) -> str:
    """Say how far the runs lie apart, and how many flew apart."""
    lost, count = sum(shot.diverged), len(shot.diverged)
    if lost == count:
        return (
            f"All {count} runs flew apart: their weights grew beyond all bounds. No luck helps "
            "against a learning rate that is too large."
        )
    told = ""
    if lost:
        told = f"**{lost} of {count} runs flew apart**: their weights grew beyond all bounds. "
        told += f"What follows is of the other {count - lost}. "
    losses, accuracies = shot.whole(shot.losses), shot.whole(shot.accuracies)
    if shot.is_regression:
        return (
            f"{told}After {shot.epoch} epochs the test losses lie between **{losses.min():.4g}** "
            f"and **{losses.max():.4g}**, half of them under {np.median(losses):.4g}."
        )
    return (
        f"{told}After {shot.epoch} epochs the luckiest run gets **{accuracies.max():.1%}** of the "
        f"test points right and the unluckiest **{accuracies.min():.1%}**; half of the runs get "
        f"{np.median(accuracies):.1%} or more. One run alone would have told you only one of these "
        "numbers."
    )


def spread(shots: Sequence[Shot]) -> None:
    """Chart the losses of all runs, and their median."""
    import altair

    rows = [
        {"epoch": shot.epoch, "run": f"seed {seed}", "loss": loss}
        for shot in shots
        for seed, loss in enumerate(shot.losses)
        if not shot.diverged[seed]
    ]
    base = altair.Chart(pd.DataFrame(rows)).encode(
        x=altair.X("epoch", title="epoch"), y=altair.Y("loss", title="test loss")
    )
    runs = base.mark_line(opacity=0.35, strokeWidth=1.5).encode(
        detail="run", tooltip=["run", "loss"]
    )
    median = base.mark_line(strokeWidth=4, color="#D55E00").encode(y="median(loss)")
    st.altair_chart(
        (runs + median).properties(height=260, description="Test loss of all runs by epoch."),
        width="stretch",
    )
    st.caption("Thin lines: one run each. Thick line: their median.")
