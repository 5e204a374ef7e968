"""The one example that is followed: chosen, drawn among the others, and judged."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from nnkit.playground.points import REACH
from ui import permalinks
from ui.guard import plain
from ui.written import written

if TYPE_CHECKING:
    from nnkit.playground import Backpropagation, Points

_WIDTH, _HEIGHT = 300, 366  # with axes and legend: a circle shall look like one
SHAPES = ("circle", "square", "triangle-up", "diamond")


def choose(points: "Points") -> int:
    """Ask for a point to learn from; return its number among all points."""
    learned = points.is_train.nonzero()[:, 0].tolist()
    number = permalinks.slider("Training point", 1, len(learned), 1, key="example")
    return int(learned[int(number) - 1])


def answer(points: "Points", example: int) -> str:
    """Return the right answer in words, for Markdown."""
    target = points.targets[example].item()
    if points.classes:
        return f"“{plain(points.target_names[int(target)])}”"
    real = target * points.scale.target_spread + points.scale.target_centre
    return f"{plain(' '.join(points.target_names))} {written(real)}".strip()


def place(points: "Points", example: int) -> str:
    """Return where the point lies, in real units if it has any; for Markdown."""
    x, y = points.inputs[example].tolist()
    names = tuple(plain(name) for name in points.input_names)
    shown = f"x = {written(x)}, y = {written(y)}"
    if names == ("x", "y"):
        return shown
    first, second = points.scale.real(x, y)
    return f"{names[0]} {written(first)}, {names[1]} {written(second)}; on the plane {shown}"


def show(points: "Points", example: int) -> None:
    """Draw the training points with the chosen one ringed."""
    import altair

    answers = points.targets[points.is_train].tolist()
    rows = pd.DataFrame(points.inputs[points.is_train].tolist(), columns=["x", "y"])
    legend = altair.Legend(orient="top", title=None)
    if points.classes:
        titles = list(points.target_names)
        rows["answer"] = [titles[target] for target in answers]
        shapes = altair.Scale(domain=titles, range=SHAPES[: len(titles)])
        looks = [altair.Color("answer:N", sort=titles, legend=legend),
                 altair.Shape("answer:N", sort=titles, scale=shapes)]  # fmt: skip
    else:
        rows["answer"] = answers
        looks = [altair.Color("answer:Q", scale=altair.Scale(scheme="cividis"), legend=legend)]
    scale = altair.Scale(domain=[-REACH, REACH], nice=False)
    axes = [altair.X("x", scale=scale), altair.Y("y", scale=scale)]
    cloud = altair.Chart(rows).mark_point(filled=True, size=28, opacity=0.8).encode(*axes, *looks)
    x, y = points.inputs[example].tolist()
    here = altair.Chart(pd.DataFrame([{"x": x, "y": y}])).encode(*axes)
    # Black within white is seen on every colour and in both themes.
    outer = here.mark_point(size=300, strokeWidth=7, color="white", opacity=1)
    inner = here.mark_point(size=300, strokeWidth=3, color="black", opacity=1)
    st.altair_chart(
        (cloud + outer + inner).properties(
            width=_WIDTH, height=_HEIGHT, description="The training points, one ringed."
        ),
        width="content",
    )
    st.caption(
        f"The ringed point: {place(points, example)}. Right answer: {answer(points, example)}."
    )


def judged(points: "Points", example: int, told: "Backpropagation", loss: str) -> str:
    """Say what the network answers, what was wanted and what that costs."""
    right = answer(points, example)
    given = told.answer.tolist()
    if points.classes > 2:
        shares = ", ".join(
            f"{name} {written(share)}"
            for name, share in zip(points.target_names, given, strict=True)
        )
        said = f"The loss reads the outputs as {shares}"
    elif not points.classes:
        said = f"It answers {written(given[0])} where {written(told.wanted.item())} was wanted"
    elif loss == "cross_entropy":
        share = (given[0] + 1) / 2
        said = (
            f"The loss reads the output as a chance of **{share:.2%}** for "
            f"“{plain(points.target_names[1])}”"
        )
    else:
        said = f"The loss reads the output as {written(given[0])}, between −1 and 1"
    return f"{said}. The right answer is {right}. Loss L = **{written(told.loss)}**."
