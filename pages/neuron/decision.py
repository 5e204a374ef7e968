"""The first tab: shall I go to the festival? A neuron as everybody knows it."""

import streamlit as st

from nnkit import neuron as neurons
from ui import code_panel, neuron_controls, sum_bar
from ui.guard import guard

# Name, what is known about it (0 bad, 10 good), and how much it matters.
ASPECTS = (
    ("weather", "The weather (10: all sun)", 6.0, 1.0),
    ("music", "The bands (10: your favourites)", 8.0, 2.0),
    ("company", "Friends who come (10: all)", 5.0, 3.0),
    ("money", "What it costs (10: a fortune)", 7.0, -1.5),
)


@st.fragment
@guard()
def show() -> None:
    """Show what speaks for it, what against, and the threshold that becomes the bias."""
    st.markdown(
        "Shall I go to the festival? You know how good each thing looks, from 0 to 10, and **how "
        "much it matters to you**: a weight, below 0 for what speaks against it. Multiply, add up, "
        "and go if the sum passes your threshold. That is a neuron: all of it."
    )
    inputs, weights = st.columns(2, gap="large")
    values, importance = [], []
    with inputs:
        st.markdown("**How it looks**")
        for name, label, value, _ in ASPECTS:
            values.append(neuron_controls.dial(label, f"{name}_is", value, low=0.0, most=10.0,
                                               step=0.5))  # fmt: skip
    with weights:
        st.markdown("**How much it matters**")
        for name, _, _, weight in ASPECTS:
            importance.append(
                neuron_controls.dial(f"Weight of {name}", f"{name}_matters", weight, step=0.5)
            )
    threshold = neuron_controls.dial(
        "Threshold: how much must speak for it", "threshold", 20.0, low=0.0, most=60.0, step=1.0
    )
    neuron = neurons.Neuron(tuple(importance), -threshold, "step")
    terms = [
        sum_bar.Term(name, weight, value)
        for (name, *_), weight, value in zip(ASPECTS, importance, values, strict=True)
    ]
    goes = neuron.fires(values)
    st.markdown(f"### {'You go to the festival.' if goes else 'You stay at home.'}")
    sum_bar.sum_bar(
        terms, neuron.bias, key="decision_sum",
        answers=("stay at home", "go"), bias_name="bias (minus the threshold)",
    )  # fmt: skip
    st.markdown(
        f"“The sum passes {threshold:g}” is the same as “the sum **minus {threshold:g}** is above "
        "0”. So the threshold moves over to the other side and becomes one more number to add: "
        "the **bias**, a weight whose input is always 1. A lazy person has a very negative bias; "
        "one who is always in for it, a positive one."
    )
    code_panel.show_code(
        code_panel.snippet(
            "neuron", f"it = neuron.{neuron}", f"inputs = {tuple(values)}",
            "print(it.terms(inputs), it.weighted_sum(inputs), it.fires(inputs))",
        )
    )  # fmt: skip
