"""Charts, all drawn with Altair: it comes with Streamlit and follows its theme."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.attacks import Walk


def response_cuts(response: "Tensor") -> None:
    """Chart a frequency response [n, n] along its two axes, from no wave to the finest one."""
    import altair

    middle = response.shape[0] // 2
    across, down = response[middle, middle:].tolist(), response[middle:, middle].tolist()
    directions = {"waves across (left-right)": across, "waves down (up-down)": down}
    rows = [
        {"waves": name, "frequency": index / response.shape[0], "gain": gain}
        for name, gains in directions.items()
        for index, gain in enumerate(gains)
    ]
    chart = (
        altair.Chart(pd.DataFrame(rows))
        .mark_line(strokeWidth=3)
        .encode(
            x=altair.X("frequency", title="fineness (waves per pixel)"),
            y=altair.Y("gain", title="let through (times)"),
            color=altair.Color("waves", title=None, legend=altair.Legend(orient="top")),
            strokeDash=altair.StrokeDash("waves", title=None),
            tooltip=[
                "waves",
                altair.Tooltip("frequency", format=".3f"),
                altair.Tooltip("gain", format=".3f"),
            ],
        )
        .properties(height=240, description="How much of each wave the kernel lets through.")
    )
    st.altair_chart(chart, width="stretch")


def softmax(sums: list[float], chosen: int) -> None:
    """Chart ten sums as bars with the share of 100 % that softmax gives to each."""
    import altair
    import numpy as np

    powers = np.exp(np.asarray(sums) - max(sums))
    rows = pd.DataFrame(
        {
            "digit": [str(digit) for digit in range(len(sums))],
            "sum": sums,
            "share": powers / powers.sum(),
            "chosen": [digit == chosen for digit in range(len(sums))],
        }
    )
    base = altair.Chart(rows).encode(
        x=altair.X("digit:N", title="the neuron for", axis=altair.Axis(labelAngle=0)),
        y=altair.Y("sum:Q", title="its sum"),
        tooltip=[
            "digit",
            altair.Tooltip("sum:Q", format=".2f"),
            altair.Tooltip("share:Q", format=".1%"),
        ],
    )
    colour = altair.condition("datum.sum >= 0", altair.value("#D55E00"), altair.value("#0072B2"))
    bars = base.mark_bar().encode(
        color=colour, opacity=altair.condition("datum.chosen", altair.value(1), altair.value(0.6))
    )
    shares = base.mark_text(dy=-8, baseline="bottom").encode(
        text=altair.Text("share", format=".1%")
    )
    chart = (bars + shares).properties(
        height=260, description="The sums of the ten neurons, and the share that each gets."
    )
    st.altair_chart(chart, width="stretch")


def walks(walk: "Walk", first: tuple[str, int], last: tuple[str, int], height: int = 260) -> None:
    """Chart two classes, each a name and a number, along an attack and along chance."""
    import altair

    ways = {"along the attack": walk.attack, "by chance, as far": walk.chance}
    rows = [
        {"way": way, "class": label, "share": share, "probability": probability}
        for way, probabilities in ways.items()
        for label, number in dict([first, last]).items()
        for share, probability in zip(
            walk.shares.tolist(), probabilities[:, number].tolist(), strict=True
        )
    ]
    chart = (
        altair.Chart(pd.DataFrame(rows))
        .mark_line(strokeWidth=3, point=True)
        .encode(
            x=altair.X("share", title="way from the photo (1: the attacked one)"),
            y=altair.Y("probability", title="how sure", axis=altair.Axis(format="%"),
                       scale=altair.Scale(domain=[0, 1])),
            color=altair.Color("class", title=None, legend=altair.Legend(orient="top")),
            strokeDash=altair.StrokeDash("way", sort=list(ways), legend=None),
            tooltip=["way", "class", altair.Tooltip("probability", format=".1%")],
        )
        .properties(
            height=height,
            description="Along the attack the answer tips over; by chance it hardly moves.",
        )
    )  # fmt: skip
    st.altair_chart(chart, width="stretch")
    st.caption("Solid lines: straight along the attack. Dotted lines: just as far, by chance.")
