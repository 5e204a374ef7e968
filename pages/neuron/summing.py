"""The second tab: one to six inputs, every number in reach, and the slope by which it learns."""

import streamlit as st

from nnkit import neuron as neurons
from nnkit.activations import activation
from ui import code_panel, neuron_controls, neuron_curve, permalinks, sum_bar
from ui.guard import guard

STARTS = ((1.0, 1.5), (0.5, -2.0), (-1.0, 1.0), (2.0, 0.5), (0.0, 1.0), (1.0, -1.0))


@st.fragment
@guard()
def show() -> None:
    """Show the inputs, the sum, the activation's curve and the chain rule for one example."""
    st.markdown(
        "The same, without the festival. Change any number and follow it through: **inputs times "
        "weights, plus bias, through an activation**."
    )
    count = int(permalinks.slider("Inputs", 1, 6, 3, key="inputs"))
    left, right = st.columns(2, gap="large")
    inputs, weights = [], []
    for number, (value, weight) in enumerate(STARTS[:count], 1):
        with left:
            inputs.append(neuron_controls.dial(f"Input x{number}", f"x{number}", value))
        with right:
            weights.append(neuron_controls.dial(f"Weight w{number}", f"v{number}", weight))
    with left:
        kind = neuron_controls.activation("activation", "sigmoid")
    with right:
        bias = neuron_controls.dial("Bias", "bias", -0.5)
    neuron = neurons.Neuron(tuple(weights), bias, kind)
    total, output = neuron.weighted_sum(inputs), neuron.output(inputs)
    terms = [
        sum_bar.Term(f"x{number}", weight, value)
        for number, (weight, value) in enumerate(zip(weights, inputs, strict=True), 1)
    ]
    sum_bar.sum_bar(terms, bias, key="sum")
    parts = " + ".join(
        f"({weight:g}) × ({value:g})" for weight, value in zip(weights, inputs, strict=True)
    )
    st.markdown(
        f"sum = {parts} + ({bias:g}) = **{total:.3g}**  \n"
        f"output = {activation(kind).title}({total:.3g}) = **{output:.4g}**"
    )
    neuron_curve.curve(activation(kind), total)
    st.caption(activation(kind).sentence)
    st.subheader("How it would learn")
    target = float(permalinks.slider("The output should have been", -1.0, 1.0, 1.0, step=0.1,
                                     key="wanted"))  # fmt: skip
    found = neuron.gradient(inputs, target)
    st.markdown(
        f"Half the squared error is **{found.loss:.4g}**. How it changes with the output: "
        f"**{found.loss_by_output:.4g}**. How the output changes with the sum, the slope of the "
        f"curve: **{found.output_by_sum:.4g}**. Multiplied (the chain rule): "
        f"**{found.loss_by_sum:.4g}**. Times each input, that is the slope of the error for each "
        "weight; beside it what PyTorch's autograd finds, which knows nothing of this sum:"
    )
    auto_weights, auto_bias = neuron.autograd(inputs, target)
    shown = [
        *zip(weights, inputs, found.weights, auto_weights, strict=True),
        (bias, 1.0, found.bias, auto_bias),
    ]
    names = [*(f"w{number}" for number in range(1, count + 1)), "bias"]
    rows = [
        f"| {name} = {weight:g} | {value:g} | {slope:.3g} | {auto:.3g} | {_way(slope)} |"
        for name, (weight, value, slope, auto) in zip(names, shown, strict=True)
    ]
    head = "| weight | input | slope | autograd | go |\n|---|---|---|---|---|"
    st.markdown("\n".join([head, *rows]))
    code_panel.show_code(
        code_panel.snippet(
            "neuron", f"it = neuron.{neuron}", f"inputs = {tuple(inputs)}",
            "print(it.weighted_sum(inputs), it.output(inputs))",
            f"print(it.gradient(inputs, target={target:g}))",
            f"print(it.autograd(inputs, target={target:g}))",
        )
    )  # fmt: skip


def _way(slope: float) -> str:
    return "down" if slope > 0 else "up" if slope < 0 else "nowhere"
