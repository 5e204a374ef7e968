"""Sixteen runs at once: their maps as one picture, and the spread of their losses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from nnkit import colours
from ui import encoding
from ui.display import data_url

if TYPE_CHECKING:
    from nnkit.playground import ManyFrame, Points

SEEDS, ROW = 16, 8
SIDE, GAP, ZOOM = 32, 2, 3


@dataclass(frozen=True)
class Shot:
    """One moment of all runs: a picture of their maps, and how each fares on the test points."""

    epoch: int
    picture: bytes
    losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    is_regression: bool


class Painter:
    """Turns frames into shots."""

    def __init__(self, points: "Points") -> None:
        """Take what the runs learn."""
        self.is_regression = points.classes == 0

    def encode(self, frame: "ManyFrame") -> Shot:
        """Paint the output map of each run, eight in a row."""
        rows = -(-len(frame.maps) // ROW)
        step = SIDE + GAP
        sheet = np.full((rows * step - GAP, ROW * step - GAP, 3), 128, np.uint8)
        for place, content in enumerate(frame.maps):
            outputs = np.frombuffer(content, np.uint8).reshape(-1, SIDE, SIDE).astype(np.float32)
            top, left = place // ROW * step, place % ROW * step
            sheet[top : top + SIDE, left : left + SIDE] = colours.signed((outputs[0] - 128) / 127)
        picture = encoding.png(Image.fromarray(colours.enlarge(sheet, ZOOM)))
        return Shot(frame.epoch, picture, frame.test_losses, frame.test_accuracies,
                    self.is_regression)  # fmt: skip


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one moment."""
    place.image(
        data_url(shot.picture),
        alt="Sixteen maps of the plane, one for each run: what each network answers where.",
        caption=f"Epoch {shot.epoch}: sixteen networks that differ in their seed alone.",
        width="stretch",
    )


def sentence(shot: Shot) -> str:
    """Say how far the runs lie apart."""
    best, worst = max(shot.accuracies), min(shot.accuracies)
    middle = np.median(shot.accuracies)
    losses = np.asarray(shot.losses)
    if shot.is_regression:
        return (
            f"After {shot.epoch} epochs the test losses lie between **{losses.min():.4g}** and "
            f"**{losses.max():.4g}**, half of them under {np.median(losses):.4g}."
        )
    return (
        f"After {shot.epoch} epochs the luckiest run gets **{best:.1%}** of the test points right "
        f"and the unluckiest **{worst:.1%}**; half of the runs get {middle:.1%} or "
        "more. One run alone would have told you only one of these numbers."
    )


def spread(shots: Sequence[Shot]) -> None:
    """Chart the losses of all runs, and their median."""
    import altair

    rows = [
        {"epoch": shot.epoch, "run": f"seed {seed}", "loss": loss}
        for shot in shots
        for seed, loss in enumerate(shot.losses)
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
    st.caption("Thin lines: one run each. Thick line: the median of the sixteen.")
