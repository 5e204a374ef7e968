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

    from nnkit.attacks import CurveFrame, Goal, PGDSettings
    from nnkit.vision import VisionNetwork

EPSILONS = (1, 2, 3, 4, 6, 8)
STEPS = 20
ATTACK, NOISE = "attacked", "as much noise"


@dataclass(frozen=True)
class Point:
    """One epsilon: how many photos are fooled, and how sure the network is, by attack and noise.

    success, noise: shares of the photos. confidence, noise_confidence: the network's in the wish,
    on average.
    """

    epsilon: float
    success: float
    noise: float
    confidence: float
    noise_confidence: float
    is_single: bool

    @property
    def heights(self) -> tuple[float, float]:
        """What the chart shows of attack and noise: one photo alone has no share to be fooled."""
        if self.is_single:
            return self.confidence, self.noise_confidence
        return self.success, self.noise


def encode(frame: "CurveFrame") -> Point:
    """Read one point of the curve."""
    return Point(frame.epsilon, frame.success, frame.noise_success, frame.mean_confidence,
                 frame.noise_confidence.mean().item(), len(frame.fooled) == 1)  # fmt: skip


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
    yield from attacks.epsilon_curve(network, shown, goal, EPSILONS, settings(len(shown) == 1))


def settings(is_single: bool) -> "PGDSettings":
    """Return the attack: of one photo the chart shows how sure it gets, so that goes on."""
    from nnkit import attacks

    return attacks.PGDSettings(steps=STEPS, early_stop=not is_single)


def show(points: tuple[Point, ...], place: "DeltaGenerator") -> None:
    """Draw the curve so far."""
    import altair

    rows = [
        {"epsilon": point.epsilon, "what": what, "share": share}
        for point in points
        for what, share in zip((ATTACK, NOISE), point.heights, strict=True)
    ]
    title = "how sure it is of what it shall say" if points[0].is_single else "photos that fool it"
    chart = (
        altair.Chart(pd.DataFrame(rows))
        .mark_line(strokeWidth=3, point=altair.OverlayMarkDef(size=80))
        .encode(
            x=altair.X("epsilon", title="largest change of a colour value (of 255)",
                       scale=altair.Scale(domain=[0, EPSILONS[-1]])),
            y=altair.Y("share", title=title, axis=altair.Axis(format="%"),
                       scale=altair.Scale(domain=[0, 1])),
            color=altair.Color("what", title=None, sort=[ATTACK, NOISE],
                               legend=altair.Legend(orient="top")),
            strokeDash=altair.StrokeDash("what", title=None, sort=[ATTACK, NOISE]),
            tooltip=["what", "epsilon", altair.Tooltip("share", format=".0%", title=title)],
        )
        .properties(height=300, description=f"For each epsilon: {title}.")
    )  # fmt: skip
    place.altair_chart(chart, width="stretch")


def sentence(points: tuple[Point, ...]) -> str:
    """Say what the curve shows."""
    is_single, last = points[0].is_single, points[-1]
    first = next((point.epsilon for point in points if point.success >= 0.5), None)
    if first == 0:
        who = "the network says so" if is_single else "of half of the photos it says so"
        return f"Nothing has to be changed: {who} already. Wish for another class."
    return _single(points, first) if is_single else _many(last, first)


def _single(points: tuple[Point, ...], first: float | None) -> str:
    last = points[-1]
    noisy = next((point.epsilon for point in points if point.noise), None)
    noise = "As much random noise " + (
        f"never does it, up to epsilon {last.epsilon:g}."
        if noisy is None
        else f"first does it at epsilon {noisy:g}."
    )
    if first is None:
        return (
            f"Not even epsilon {last.epsilon:g} is enough for this photo: the network comes to "
            f"**{last.confidence:.1%}** for what it shall say, from {points[0].confidence:.1%}. "
            f"{noise}"
        )
    return f"This photo falls at epsilon **{first:g}** of 255. {noise}"


def _many(last: Point, first: float | None) -> str:
    noise = f"As much random noise does it to {last.noise:.0%} of them at epsilon "
    noise += f"{last.epsilon:g}."
    if first is None:
        return (
            f"Not even epsilon {last.epsilon:g} is enough for half of the photos: it is enough for "
            f"**{last.success:.0%}** of them. {noise}"
        )
    return f"Half of the photos, or more, fall at epsilon **{first:g}** of 255. {noise}"


def table(points: tuple[Point, ...]) -> None:
    """Show the figures for those who read rather than look."""
    with st.expander("The figures", icon=":material/table:"):
        lines = [
            f"| {point.epsilon:g} | {_figure(attacked, point.success, point)} | "
            f"{_figure(noisy, point.noise, point)} |"
            for point in points
            for attacked, noisy in [point.heights]
        ]
        st.markdown("\n".join(["| epsilon | attacked | noise |", "|---|---|---|", *lines]))
        if points[0].is_single:
            st.caption("How sure the network is of what it shall say; ✔ where it is its answer.")


def _figure(height: float, fooled: float, point: Point) -> str:
    return f"{height:.1%}{' ✔' if fooled else ''}" if point.is_single else f"{height:.0%}"
