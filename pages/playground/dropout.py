"""Dropout on the graph: who is switched off in a step, and what the whole network makes of it."""

from functools import partial

import streamlit as st

from nnkit import playground
from ui import code_panel, job_view, playground_compare, playground_dropout
from ui.guard import guard

JOB = "dropout"


@guard()
def show() -> None:
    """Show the thinned networks of training beside the whole one that is tested."""
    st.markdown(
        "A network can learn its examples by heart: neurons lean on each other in ways that fit "
        "just these points and no others. **Dropout** makes them independent in a rough way: in "
        "every step of training, each hidden neuron is switched off by the throw of a die, another "
        "choice for every example. Nobody can rely on a neighbour who may be missing. For the test "
        "all are awake again."
    )
    side = playground_compare.paced(playground_dropout.choose())
    if not side.network.hidden:
        st.info("This network has no hidden neurons, so there is no one to switch off.")
        return
    chance = side.network.dropout
    st.markdown(
        f"Each hidden neuron is off with a chance of **{chance:.0%}**; those that stay count "
        f"1 / (1 − {chance:g}) = **{1 / (1 - chance):.3g} times** as much, so that sums keep their "
        "size."
    )
    settings = side.candidate
    job = job_view.run_job(
        JOB,
        side,
        lambda: playground.watch_dropout(settings.points, settings.network, settings.training),
        lambda frame: frame,
        settings.training.epochs,
        partial(playground_compare.preview, names=playground_dropout.NAMES),
        start_label="Train with dropout",
        keep_picture=False,
    )
    frames = job.history if job is not None and job.over else None
    if not frames:
        return
    playground_dropout.show(side, frames, "network_holes")
    st.caption(
        "On the left, crossed out, the neurons that were off for one example of the last step of "
        "each epoch, and what the network answers without them. On the right the same weights with "
        "everybody awake. Solid lines: thinned; dashed ones: whole."
    )
    st.markdown(playground_dropout.switched_off(frames[-1].first.dropped))
    st.markdown(
        f"{playground_dropout.committee(side, frames)} A network with holes is a rough draft; the "
        "whole one is like the average of all its drafts, and averages err less."
    )
    playground_dropout.losses([frame.second for frame in frames])
    st.markdown(
        "If the second line climbs far above the first, the network over-fits. What dropout does "
        "against it, **Compare** shows: choose *Without dropout against with it*."
    )
    code_panel.show_code(
        code_panel.snippet(
            "playground",
            *playground_compare.lines(side),
            "for pair in playground.watch_dropout(points, network, training):",
            "    print(pair.step, pair.first.dropped, pair.first.test_loss, pair.second.test_loss)",
        )
    )
