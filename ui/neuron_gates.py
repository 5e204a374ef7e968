"""Logic gates for one neuron: the truth table, the proof that XOR cannot be, and how two can."""

from typing import TYPE_CHECKING

import streamlit as st

from nnkit import neuron as neurons

if TYPE_CHECKING:
    from nnkit.neuron import Check, Gate, Neuron

FIRES, SILENT = "1", "0"


def table(check: "Check", neuron: "Neuron") -> None:
    """Show what is asked and what is answered at each corner."""
    rows = ["| inputs | sum | answers | asked | |", "|---|---|---|---|---|"]
    for row in check.rows:
        total = neuron.weighted_sum(row.inputs)
        answer, target = FIRES if row.answer else SILENT, FIRES if row.target else SILENT
        mark = "✔" if row.answer == row.target else "✘"
        shown = f"({row.inputs[0]:g}, {row.inputs[1]:g})"
        rows.append(f"| {shown} | {total:.2f} | **{answer}** | {target} | {mark} |")
    st.markdown("\n".join(rows))


def verdict(check: "Check", gate: "Gate") -> str:
    """Say how far the visitor has come."""
    if check.is_solved:
        return f"**{gate.title} solved!** All four corners are right."
    if not gate.one_neuron_can:
        return (
            f"{check.right} of 4 corners are right. Three is the most that one neuron can do: "
            "read on for why."
        )
    return f"{check.right} of 4 corners are right. Move the line, or the sliders."


def proof(neuron: "Neuron") -> None:
    """Show why no line solves XOR, with the visitor's own numbers."""
    st.markdown("#### Why it cannot be")
    st.markdown(
        "\n".join(
            f"{number}. `{claim.formula}`: {claim.words}"
            for number, claim in enumerate(neurons.XOR_PROOF, 1)
        )
    )
    sums = neurons.diagonals(neuron)
    st.markdown(
        f"Try any numbers: with yours, the sums at (0, 1) and (1, 0) add up to **{sums.on:.2f}**, "
        f"and those at (0, 0) and (1, 1) to **{sums.off:.2f}**. They are always the same."
    )
    st.markdown(
        "In 1969 Marvin Minsky and Seymour Papert wrote a whole book about what single layers "
        "cannot do. Many took it as the end of neural networks and money went elsewhere for over "
        "a decade, although it was known that **more layers** can do it. What was missing was a "
        "way to train them: backpropagation became widely known only in 1986."
    )


def two_layers() -> None:
    """Show how two hidden neurons and one after them solve XOR."""
    network = neurons.XOR_NETWORK
    st.markdown("#### How two hidden neurons do it")
    st.markdown(
        "One asks **“at least one?”** (OR), the other **“not both?”** (NAND), and a third fires "
        "when both say yes (AND). The hidden neurons move the four corners to new places, and "
        "there a single line is enough."
    )
    rows = [
        "| inputs | at least one? | not both? | both yes? |",
        "|---|---|---|---|",
    ]
    for corner in neurons.CORNERS:
        first, second = network.hidden_outputs(corner)
        answer = FIRES if network.fires(corner) else SILENT
        rows.append(f"| ({corner[0]:g}, {corner[1]:g}) | {first:g} | {second:g} | **{answer}** |")
    st.markdown("\n".join(rows))
