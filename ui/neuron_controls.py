"""A neuron's numbers as sliders with a field beside each; both live in the URL by the slider."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui import permalinks

if TYPE_CHECKING:
    from nnkit.neuron import Neuron
    from ui.decision_plane import Dragged

MOST, MOST_BIAS = 5.0, 10.0
STEP = 0.05


def dial(
    label: str,
    key: str,
    default: float,
    *,
    most: float = MOST,
    step: float = STEP,
    low: float | None = None,
) -> float:
    """Show a slider and, beside it, the same number to type; return it."""
    lowest, field = -most if low is None else low, f"{key}_typed"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        value = float(
            permalinks.slider(label, lowest, most, default, step=step, key=key,
                              on_change=partial(_copy, key, field))
        )  # fmt: skip
        if st.session_state.get(field) != value:
            st.session_state[field] = value
        st.number_input(
            f"{label} as a number", lowest, most, step=step, key=field, width=130,
            label_visibility="collapsed", on_change=partial(_copy, field, key),
        )  # fmt: skip
    return value


def two_inputs(names: tuple[str, str], defaults: tuple[float, float, float]) -> "Neuron":
    """Show two weights, the bias and the activation; return the neuron."""
    from nnkit import neuron

    first = dial(f"w₁, the weight of {names[0]}", "w1", defaults[0])
    second = dial(f"w₂, the weight of {names[1]}", "w2", defaults[1])
    bias = dial("b, the bias", "b", defaults[2], most=MOST_BIAS)
    return neuron.Neuron((first, second), bias, activation("two_activation"))


def activation(key: str, default: str = "step") -> str:
    """Ask for an activation that works on one sum; return its key."""
    from nnkit.activations import ACTIVATIONS

    known = {each.title: each.key for each in ACTIVATIONS.values() if each.is_elementwise}
    titles = list(known)
    chosen = permalinks.selectbox("Activation", titles, key=key, default=ACTIVATIONS[default].title)
    return known[chosen]


def take(dragged: "Dragged | None") -> None:
    """Put a dragged line's numbers into the sliders; for callbacks."""
    if dragged is not None:
        _put((*dragged.weights, dragged.bias))


def put(neuron: "Neuron") -> None:
    """Put a neuron's numbers into the sliders; for callbacks."""
    _put((*neuron.weights, neuron.bias))


def _put(numbers: tuple[float, ...]) -> None:
    """Write two weights and the bias, in the sliders' steps and limits.

    What is too large makes all three smaller by one factor: the line stays where it was.
    """
    limits = (MOST, MOST, MOST_BIAS)
    excess = max(abs(value) / most for value, most in zip(numbers, limits, strict=True))
    for key, value in zip(("w1", "w2", "b"), numbers, strict=True):
        st.session_state[key] = round(round(value / max(1.0, excess) / STEP) * STEP, 2)


def _copy(source: str, target: str) -> None:
    st.session_state[target] = st.session_state[source]
