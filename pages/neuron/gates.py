"""The fourth tab: logic gates, and the one that a single neuron cannot be."""

import streamlit as st

from nnkit import neuron as neurons
from nnkit.box import Box
from ui import code_panel, decision_plane, neuron_controls, neuron_gates, permalinks
from ui.guard import guard

KEY = "gate_plane"
BOX = Box(-0.5, 1.5, -0.5, 1.5)


@st.fragment
@guard()
def show() -> None:
    """Show the gate, the plane with its four corners, the table, and XOR's story."""
    st.markdown(
        "A computer is built of gates: little parts that look at two bits and answer with one. "
        "**Make the neuron into each of them**: by dragging the line, or by thinking."
    )
    gates = {gate.title: gate for gate in neurons.GATES.values()}
    gate = gates[permalinks.choice("Gate", list(gates), key="gate")]
    st.markdown(f"**{gate.title}**: {gate.sentence}")
    left, right = st.columns([3, 2], gap="large")
    with right:
        neuron = neuron_controls.two_inputs(("the first bit", "the second bit"), (1.0, -1.0, 0.0))
        check = neurons.solves(neuron, gate)
        (st.success if check.is_solved else st.markdown)(neuron_gates.verdict(check, gate))
        neuron_gates.table(check, neuron)
    with left:
        decision_plane.plane(
            neuron,
            neurons.CORNERS,
            gate.targets,
            box=BOX,
            key=KEY,
            names=("first bit", "second bit"),
            answers=("0", "1"),
            alt=f"The four corners of {gate.title} and the neuron's line: {check.right} are right.",
            on_drag=lambda: neuron_controls.take(decision_plane.dragged(KEY)),
        )
    if not gate.one_neuron_can:
        neuron_gates.proof(neuron)
        neuron_gates.two_layers()
    code_panel.show_code(
        code_panel.snippet(
            "neuron",
            f"it = neuron.{neuron}",
            f'check = neuron.solves(it, neuron.GATES["{gate.key}"])',
            "print(check.right, check.is_solved)",
        )
    )
