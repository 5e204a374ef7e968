"""How strong an attack must be: the curve while it grows, and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from nnkit import samples

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from torch import Tensor

    from nnkit.attacks import CurveFrame, Goal
    from nnkit.vision import VisionNetwork

EPSILONS = (1, 2, 3, 4, 6, 8)
STEPS = 20
ATTACK, NOISE = "attacked", "as much noise"


@dataclass(frozen=True)
class Point:
    """One epsilon: shares of the photos that are fooled, by attack and by noise."""

    epsilon: float
    success: float
    noise: float


def encode(frame: "CurveFrame") -> Point:
    """Read one point of the curve."""
    return Point(frame.epsilon, frame.success, frame.noise_success)


def photos(network: "VisionNetwork") -> "Tensor":
    """Return all sample photos as the network sees them, [N, 3, side, side]."""
    import torch

    return torch.cat([network.middle(samples.load(key)) for key in samples.SAMPLES])


def frames(
    network: "VisionNetwork", pictures: "Tensor | None", goal: "Goal"
) -> "Iterator[CurveFrame]":
    """Yield the curve for these pictures, or for all samples."""
    from nnkit import attacks

    shown = photos(network) if pictures is None else pictures
    settings = attacks.PGDSettings(steps=STEPS)
    yield from attacks.epsilon_curve(network, shown, goal, EPSILONS, settings)


def show(points: tuple[Point, ...], place: "DeltaGenerator") -> None:
    """Draw the curve so far."""
    import altair

    rows = [
        {"epsilon": point.epsilon, "what": what, "fooled": share}
        for point in points
        for what, share in ((ATTACK, point.success), (NOISE, point.noise))
    ]
    chart = (
        altair.Chart(pd.DataFrame(rows))
        .mark_line(strokeWidth=3, point=altair.OverlayMarkDef(size=80))
        .encode(
            x=altair.X("epsilon", title="largest change of a colour value (of 255)",
                       scale=altair.Scale(domain=[0, EPSILONS[-1]])),
            y=altair.Y("fooled", title="photos that fool it", axis=altair.Axis(format="%"),
                       scale=altair.Scale(domain=[0, 1])),
            color=altair.Color("what", title=None, sort=[ATTACK, NOISE],
                               legend=altair.Legend(orient="top")),
            strokeDash=altair.StrokeDash("what", title=None, sort=[ATTACK, NOISE]),
            tooltip=["what", "epsilon", altair.Tooltip("fooled", format=".0%")],
        )
        .properties(height=300, description="Photos fooled for each epsilon.")
    )  # fmt: skip
    place.altair_chart(chart, width="stretch")


def sentence(points: tuple[Point, ...], is_single: bool) -> str:
    """Say what the curve shows."""
    first = next((point.epsilon for point in points if point.success >= 0.5), None)
    noise = f"As much random noise fools {points[-1].noise:.0%} at epsilon "
    noise += f"{points[-1].epsilon:g}."
    if first is None:
        return f"Not even epsilon {points[-1].epsilon:g} was enough. {noise}"
    if is_single:
        own = next((point.epsilon for point in points if point.noise), None)
        noise = "As much random noise does nothing" + (
            " at any of them." if own is None else f" below epsilon {own:g}."
        )
        return f"This photo falls at epsilon **{first:g}** of 255. {noise}"
    return f"Half of the photos, or more, fall at epsilon **{first:g}** of 255. {noise}"


def table(points: tuple[Point, ...]) -> None:
    """Show the figures for those who read rather than look."""
    with st.expander("The figures", icon=":material/table:"):
        lines = [f"| {p.epsilon:g} | {p.success:.0%} | {p.noise:.0%} |" for p in points]
        st.markdown("\n".join(["| epsilon | attacked | noise |", "|---|---|---|", *lines]))
