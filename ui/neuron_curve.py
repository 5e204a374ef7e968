"""The activation's curve with its slope, and where the neuron stands on it."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

if TYPE_CHECKING:
    from nnkit.activations import Activation

REACH = 6.0
PLACES = 241
CURVE, SLOPE = "output", "slope"


def curve(activation: "Activation", total: float) -> None:
    """Chart an activation and its derivative, with the point of a weighted sum on both."""
    import altair
    import torch

    reach = max(REACH, 1.1 * abs(total))
    sums = torch.linspace(-reach, reach, PLACES, dtype=torch.float64)
    lines = {CURVE: activation.function(sums), SLOPE: activation.derivative(sums)}
    rows = [
        {"sum": x, "what": what, "value": y}
        for what, values in lines.items()
        for x, y in zip(sums.tolist(), values.tolist(), strict=True)
    ]
    place = torch.tensor([total], dtype=torch.float64)
    here = pd.DataFrame(
        [
            {"sum": total, "what": CURVE, "value": activation.function(place).item()},
            {"sum": total, "what": SLOPE, "value": activation.derivative(place).item()},
        ]
    )
    colour = altair.Color("what", title=None, sort=[CURVE, SLOPE],
                          legend=altair.Legend(orient="top"))  # fmt: skip
    base = (
        altair.Chart(pd.DataFrame(rows))
        .mark_line(strokeWidth=3)
        .encode(
            x=altair.X("sum", title="weighted sum"),
            y=altair.Y("value", title=None),
            color=colour,
            strokeDash=altair.StrokeDash("what", sort=[CURVE, SLOPE], legend=None),
        )
    )
    points = (
        altair.Chart(here)
        .mark_point(size=160, filled=True, opacity=1)
        .encode(x="sum", y="value", color=colour,
                tooltip=["what", altair.Tooltip("sum", format=".3f"),
                         altair.Tooltip("value", format=".3f")])
    )  # fmt: skip
    st.altair_chart(
        (base + points).properties(
            height=260, description=f"{activation.title}: its output and its slope at each sum."
        ),
        width="stretch",
    )
