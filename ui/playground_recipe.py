"""The row of controls for a whole run: a recipe, and what differs from it."""

from typing import TYPE_CHECKING

import streamlit as st

from ui import playground_controls, playground_points, playground_run
from ui.lesson import LEARNING, NETWORK, POINTS, RECIPE, place

if TYPE_CHECKING:
    from nnkit.playground import NetworkSettings, Preset, TrainingSettings
    from ui.playground_points import Origin
    from ui.playground_run import Run


def choose() -> "tuple[Preset, Origin, NetworkSettings, TrainingSettings]":
    """Show the controls; return the recipe and what has become of it."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row, place(RECIPE):
        begin = playground_controls.preset()
    st.caption(begin.sentence)
    own = st.container()
    with row, place(POINTS, st.popover, icon=":material/scatter_plot:"):
        origin = playground_controls.data(begin, own)
    with row, place(NETWORK, st.popover, icon=":material/account_tree:"):
        network = playground_controls.network(begin, origin.seed)
    with row, place(LEARNING, st.popover, icon=":material/tune:"):
        is_regression = playground_points.make(origin).classes == 0
        training = playground_controls.training(begin, origin.seed, is_regression)
    return begin, origin, network, training


def follow() -> "Run":
    """Show the controls; return the visitor's run of them, begun if there is none."""
    _, origin, network, training = choose()
    return playground_run.of(origin, network, training)
