"""Vanishing gradients: what is left of the slope after many layers."""

import streamlit as st

from nnkit import playground
from ui import code_panel, permalinks, playground_depth, playground_recipe
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the gradient by layer."""
    st.markdown(
        "Backpropagation multiplies on its way back: one slope for every layer. Multiply many "
        "numbers below 1 and nothing is left. For years this kept **deep** networks from learning: "
        "the layers next to the inputs hardly heard what had gone wrong."
    )
    depth = int(permalinks.slider("Hidden layers", 2, 20, 10, key="depth"))
    sizes = playground.gradient_sizes(depth)
    left, right = st.columns([3, 2], gap="large")
    with left:
        playground_depth.chart(sizes)
        st.caption(
            "Root mean square of the slopes of a layer's weights, before any training; the mean of "
            "32 networks with 12 neurons a layer, on the circle. Each line on the axis is a power "
            "of ten."
        )
    with right:
        st.markdown("\n".join(f"- {playground_depth.sentence(*each)}" for each in sizes.items()))
        st.markdown(
            "The sigmoid's slope is at most ¼, so that with weights of a usual size each layer "
            "takes three quarters away, or more. The others' slopes reach 1. **Residual** layers "
            "add their inputs to what they put out: past every layer runs a road on which nothing "
            "is multiplied at all. It made networks of 152 layers possible in 2015."
        )
    playground_depth.table(sizes)
    run = playground_recipe.follow()
    st.markdown(
        f"In **your network**, after epoch {run.shown.epoch}: {playground_depth.own(run.shown)}."
    )
    code_panel.show_code(
        code_panel.snippet(
            "playground",
            f"for kind, sizes in playground.gradient_sizes({depth}).items():",
            "    print(kind, sizes)",
        )
    )
