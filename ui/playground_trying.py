"""How wrong a slope is that was found by trying, with longer and shorter steps."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui.written import written

if TYPE_CHECKING:
    from nnkit.descent import StepError


def chart(curve: "tuple[StepError, ...]") -> None:
    """Chart how wrong a central difference is for each length of its step, if it ever is."""
    import altair

    wrong = [{"step": step, "error": error} for step, error in curve if error > 0]
    if not wrong:
        return
    rows = pd.DataFrame(wrong)
    power = altair.Axis(format="e", tickCount=7)
    chart = (
        altair.Chart(rows)
        .mark_line(strokeWidth=3, point=altair.OverlayMarkDef(size=60))
        .encode(
            x=altair.X("step", scale=altair.Scale(type="log", reverse=True), axis=power,
                       title="step, from long to short"),
            y=altair.Y("error", scale=altair.Scale(type="log"), axis=power,
                       title="error of the slope"),
            tooltip=[altair.Tooltip("step", format=".1e"), altair.Tooltip("error", format=".1e")],
        )
        .properties(height=280, description="The error falls with the step, then rises again.")
    )  # fmt: skip
    st.altair_chart(chart, width="stretch")


def in_words(curve: "tuple[StepError, ...]") -> str:
    """Say what the chart shows."""
    first, last = curve[0], curve[-1]
    best = min(curve, key=lambda each: each.error)
    if first.error == 0:
        return (
            "Whatever the step, the slope comes out as exactly 0: this weight does not touch the "
            "loss of this example at all."
        )
    return (
        f"With a step of {written(first.step, 1)} the slope is off by "
        f"**{written(first.error, 2)}**: on so long a way the loss is no straight line. It is best "
        f"with a step of about {written(best.step, 1)}: off by {written(best.error, 2)}. With "
        f"{written(last.step, 1)} it is off by **{written(last.error, 2)}** again: the two losses "
        "agree in almost all of the 16 digits that a computer keeps, and the few that differ are "
        "mostly rounding."
    )
