"""Charts, all drawn with Altair: it comes with Streamlit and follows its theme."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

if TYPE_CHECKING:
    from torch import Tensor


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
