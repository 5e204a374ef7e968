"""How the gradient shrinks on its way back through a deep network."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ui.written import written

if TYPE_CHECKING:
    from nnkit.playground import PlaygroundFrame

TITLES = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU (He start)",
          "residual": "tanh, residual"}  # fmt: skip

Sizes = Mapping[str, Sequence[float]]


def chart(sizes: Sizes) -> None:
    """Chart the gradient's size in each layer, for each kind of network."""
    import altair

    rows = pd.DataFrame(
        [
            {"layer": layer, "size": size, "kind": TITLES[kind]}
            for kind, layers in sizes.items()
            for layer, size in enumerate(layers, 1)
        ]
    )
    order = list(TITLES.values())
    depth = len(next(iter(sizes.values())))
    st.altair_chart(
        altair.Chart(rows)
        .mark_line(strokeWidth=3, point=altair.OverlayMarkDef(size=60))
        .encode(
            x=altair.X("layer", title="hidden layer, 1 next to the inputs",
                       axis=altair.Axis(tickMinStep=1, format="d"),
                       scale=altair.Scale(domain=[1, depth], nice=False)),
            y=altair.Y("size", title="size of the gradient", scale=altair.Scale(type="log"),
                       axis=altair.Axis(format="~e", tickCount=8)),
            color=altair.Color("kind", sort=order, title=None,
                               legend=altair.Legend(orient="top", columns=2)),
            strokeDash=altair.StrokeDash("kind", sort=order, legend=None),
            shape=altair.Shape("kind", sort=order, title=None),
            tooltip=["kind", "layer", altair.Tooltip("size", format=".2e")],
        )
        .properties(height=360, description="Gradient by layer, on a logarithmic scale."),
        width="stretch",
    )  # fmt: skip


def sentence(kind: str, layers: Sequence[float]) -> str:
    """Say in numbers what becomes of the gradient between the last hidden layer and the first."""
    first, last, steps = layers[0], layers[-1], len(layers) - 1
    share = (first / last) ** (1 / steps)
    name = f"**{TITLES[kind][0].upper()}{TITLES[kind][1:]}**"
    began = (
        f"{name}: from {written(last, 2)} in layer {len(layers)} to {written(first, 2)} in layer 1"
    )
    if first < last / 2:
        return (
            f"{began}, **{written(last / first, 2)} times smaller**; "
            f"each layer lets {share:.0%} through."
        )
    if first > last * 2:
        return (
            f"{began}, {written(first / last, 2)} times *larger*; each layer adds {share - 1:.0%}."
        )
    return f"{began}: about the same all the way."


def table(sizes: Sizes) -> None:
    """Show the figures for those who read rather than look."""
    head = "| layer | " + " | ".join(TITLES[kind] for kind in sizes) + " |"
    rows = [head, "|---|" + "---|" * len(sizes)]
    rows += [
        f"| {layer} | " + " | ".join(written(size) for size in row) + " |"
        for layer, row in enumerate(zip(*sizes.values(), strict=True), 1)
    ]
    with st.expander("The figures", icon=":material/table:"):
        st.markdown("\n".join(rows))


def own(frame: "PlaygroundFrame") -> str:
    """Say how large the gradient is in each layer of the visitor's network."""
    *hidden, output = frame.gradient_sizes
    parts = [f"layer {number} **{written(size, 2)}**" for number, size in enumerate(hidden, 1)]
    return ", ".join([*parts, f"output **{written(output, 2)}**"])
