"""The doctor beside the curves: what it saw, and a button that mends it."""

import streamlit as st

from ui import playground_controls
from ui.playground_run import Run

ENOUGH = 6  # frames, before which the doctor has nothing to say


def show(run: Run) -> None:
    """Show what ails the run as far as it has gone, each with its cure."""
    from nnkit.playground import diagnose

    if len(run.frames) < ENOUGH and not run.is_over:
        return
    findings = diagnose(run.frames, run.points, run.network, run.training)
    for finding in findings:
        st.warning(f"**The training doctor:** {finding.sentence}", icon=":material/stethoscope:")
        if playground_controls.can_mend(finding.setting):
            words = finding.setting.replace("_", " ")
            shown = f"{finding.value:g}" if isinstance(finding.value, float) else f"{finding.value}"
            st.button(
                f"Mend it: {words} {shown}",
                key=f"mend_{finding.kind}",
                on_click=playground_controls.mend,
                args=(finding.setting, finding.value),
            )
    if not findings and run.is_over:
        st.caption("The training doctor: nothing to complain about in this run.")
