"""Dropout: who is off in a step, the thinned network beside the whole one, training and test."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui import permalinks, playground_compare, playground_points, playground_recipe
from ui.playground_changes import Side
from ui.playground_pairs import READY
from ui.written import written

if TYPE_CHECKING:
    from nnkit.playground import PairFrame, PlaygroundFrame

NAMES = ("thinned", "whole")
TITLES = ("a step of training, with holes", "the test, all awake")
FEW, OWN = "Sixty noisy points, many neurons", "My network"
TRAIN, TEST = "points to learn from", "test points"
_OVERFITTER = next(each for each in READY if each.setting == "dropout")


def choose() -> Side:
    """Ask for a network with dropout."""
    whose = permalinks.choice("Network", (FEW, OWN), key="holes")
    if whose == FEW:
        side = _OVERFITTER.pair().first
        st.caption("Enough neurons to learn every single one of the points by heart.")
    else:
        _, origin, network, training = playground_recipe.choose()
        side = Side(playground_points.make(origin), origin, network, training)
    off = permalinks.slider("Chance to be off", 0.1, 0.9, side.network.dropout or 0.3, step=0.1,
                            key="off")  # fmt: skip
    return replace(side, network=replace(side.network, dropout=float(off)))


def show(side: Side, frames: "Sequence[PairFrame]", key: str) -> None:
    """Play the thinned and the whole network on one time line."""
    playground_compare.play((side, side), frames, NAMES, TITLES, key)


def committee(side: Side, frames: "Sequence[PairFrame]") -> str:
    """Say how good the thinned networks of the second half are, and how good the whole one is."""
    late = frames[len(frames) // 2 :]
    thinned, whole = (
        sum(frame.test_accuracy for frame in run) / len(late)
        for run in ([pair.first for pair in late], [pair.second for pair in late])
    )
    end = late[-1].second
    text = "Over the second half of the run the thinned networks, each with other neurons missing,"
    if side.points.classes:
        text += f" get **{thinned:.1%}** of the test points right, the whole one **{whole:.1%}**."
    else:
        text += f" reach an R² of **{written(thinned)}** on the test points, the whole one "
        text += f"**{written(whole)}**."
    return (
        f"{text} After epoch {end.epoch} the whole one has a loss of **{written(end.train_loss)}** "
        f"on the points it learned from and **{written(end.test_loss)}** on the test points."
    )


def switched_off(dropped: Sequence[Sequence[bool]]) -> str:
    """Say which neurons dropout had switched off in the last step."""
    layers = [
        f"in layer {layer} " + ", ".join(str(place) for place, off in enumerate(row, 1) if off)
        for layer, row in enumerate(dropped, 1)
        if any(row)
    ]
    count = sum(len(row) for row in dropped)
    off = sum(sum(row) for row in dropped)
    if not off:
        return f"For the last example of the last step, all {count} neurons happened to be awake."
    return (
        f"For the last example of the last step, **{off} of {count}** neurons were switched off: "
        f"{'; '.join(layers)}."
    )


def losses(frames: "Sequence[PlaygroundFrame]") -> None:
    """Chart the loss on the points that were learned from and on those that were not."""
    import altair

    rows = pd.DataFrame(
        [
            {"epoch": frame.epoch, "which": which, "loss": loss}
            for frame in frames
            for which, loss in ((TRAIN, frame.train_loss), (TEST, frame.test_loss))
        ]
    )
    kinds = [TRAIN, TEST]
    st.altair_chart(
        altair.Chart(rows)
        .mark_line(strokeWidth=3)
        .encode(
            x=altair.X("epoch", title="epoch"),
            y=altair.Y("loss", title="loss"),
            color=altair.Color("which", sort=kinds, title=None, legend=altair.Legend(orient="top")),
            strokeDash=altair.StrokeDash("which", sort=kinds, title=None),
            tooltip=["which", "epoch", altair.Tooltip("loss", format=".4f")],
        )
        .properties(height=260, description="Training loss and test loss by epoch."),
        width="stretch",
    )
