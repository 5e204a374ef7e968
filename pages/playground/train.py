"""The first tab: build a network, play its training, scrub back, branch, edit a weight."""

import streamlit as st

from nnkit import playground
from ui import (
    code_panel,
    network_graph,
    playground_challenge,
    playground_doctor,
    playground_mixups,
    playground_recipe,
    playground_run,
    playground_snippet,
)
from ui.guard import guard

KEY = "network_graph"


@st.fragment
@guard()
def show() -> None:
    """Show the controls, the network at work and what the doctor says."""
    begin, origin, network, training = playground_recipe.choose()
    run = playground_run.of(origin, network, training)
    event = network_graph.next_event(KEY, run.name)
    if event is not None:
        run = playground_run.obey(run, event, training)
    if run.training != training:
        st.markdown(
            "You changed how it learns. **Branch from here**, below the network, goes on with "
            "the new settings from any epoch; or"
        )
        if st.button("train anew with them", icon=":material/restart_alt:"):
            run = playground_run.begin(run.points, network, training, origin)
    network_graph.show(
        network_graph.Bundle.of(
            run.frames, run.points, run.network, run=run.name, is_complete=run.is_over
        ),
        key=KEY,
        begin=run.frames[0].epoch,
    )
    playground_challenge.show(begin, run)
    playground_doctor.show(run)
    playground_mixups.show(run)
    shown, row = run.shown, st.container(horizontal=True)  # shown may be another at the click
    row.download_button(
        "Export as a PyTorch script",
        lambda: playground.export(
            run.points, run.network, run.training, run.start
        ).encode(),
        "nnkit-playground.py", "text/x-python", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    row.download_button(
        f"Weights as JSON, epoch {shown.epoch}",
        lambda: playground.weights_json(run.network, shown).encode(),
        "nnkit-weights.json", "application/json", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    code_panel.show_code(
        code_panel.snippet(
            "playground",
            *playground_snippet.leading(run),
            f"for frame in {playground_snippet.training_call(run)}:",
            "    print(frame.epoch, frame.train_loss, frame.test_accuracy)",
        )
    )
