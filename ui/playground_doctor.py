"""The doctor beside the curves: what it saw, and a button that mends it."""

from typing import TYPE_CHECKING

import streamlit as st

from ui import playground_controls, playground_run
from ui.playground_run import Run

if TYPE_CHECKING:
    from nnkit.playground import Finding

ENOUGH = 6  # frames, before which the doctor has nothing to say
_TITLES = {
    "learning_rate": "learning rate",
    "initialisation": "first weights",
    "activations": "activation",
    "hidden": "hidden neurons",
    "residual": "residual connections",
    "l2": "L2",
    "loss": "loss",
}


def show(run: Run) -> None:
    """Show what ails the run as far as it has gone, each with its cure."""
    from nnkit.playground import diagnose

    if len(run.frames) < ENOUGH and not run.is_over:
        return
    findings = diagnose(run.frames, run.points, run.network, run.training)
    for finding in findings:
        st.warning(f"**The training doctor:** {finding.sentence}", icon=":material/stethoscope:")
        values = playground_controls.cure(finding.setting, finding.value)
        if values:
            st.button(
                f"Mend it: {_said(finding, values)}",
                key=f"mend_{finding.kind}",
                on_click=_mend,
                args=(values,),
            )
    if not findings and run.is_over:
        st.caption("The training doctor: nothing to complain about in this run.")


def _mend(values: dict[str, object]) -> None:
    """Put the cure into the controls and begin anew: a run that is ill does not recover."""
    playground_controls.mend(values)
    playground_run.forget()


def _said(finding: "Finding", values: dict[str, object]) -> str:
    """Return the cure as "learning rate 0.01"."""
    if finding.setting == "hidden":
        shown = str(finding.value)[1:-1]
    else:
        texts = ("on" if value is True else str(value) for value in values.values())
        shown = ", ".join(dict.fromkeys(texts))
    return f"{_TITLES[finding.setting]} {shown}"
