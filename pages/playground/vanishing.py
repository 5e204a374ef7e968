"""Vanishing gradients: what is left of the slope after many layers; and dropout."""

import streamlit as st

from nnkit import playground
from ui import code_panel, permalinks, playground_depth, playground_run
from ui.guard import guard


def show() -> None:
    """Show the gradient by layer, then dropout."""
    _vanishing()
    st.divider()
    _dropout()


@st.fragment
@guard()
def _vanishing() -> None:
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
    run = playground_run.current()
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


@st.fragment
@guard()
def _dropout() -> None:
    run = playground_run.current()
    dropout = run.network.dropout
    st.markdown(
        "#### Dropout: learn with holes\nA network can learn its examples by heart: neurons lean "
        "on each other in ways that fit just these points and no others. **Dropout** makes them "
        "independent in a rough way: in every step of training, each hidden neuron is switched off "
        "by the throw of a die, another choice for every example. Nobody can rely on a "
        "neighbour who may be missing. For the test all are awake again."
    )
    if not run.network.hidden:
        st.markdown("Your network has no hidden neurons, so there is no one to switch off.")
    elif dropout:
        st.markdown(
            f"In your network each hidden neuron is off with a chance of **{dropout:.0%}**; those "
            f"that stay count 1 / (1 − {dropout:g}) = **{1 / (1 - dropout):.3g} times** as much, "
            f"so that sums keep their size. {playground_depth.switched_off(run.shown.dropped)} "
            "Under **Train** you see them crossed out, epoch by epoch."
        )
    else:
        st.markdown(
            "In your network dropout is **off**. Give it 20 % under **Train, Network**, take few "
            "points with much noise and many neurons, and compare the two curves below before and "
            "after."
        )
    playground_depth.losses(run.frames)
    st.markdown(
        f"{playground_depth.gap(run.shown)} If the second stays far above the first, the network "
        "over-fits. Dropout makes training harder, so its curve falls more slowly, and what we "
        "hope for is that the two stay together."
    )
