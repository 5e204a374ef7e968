"""The third tab: a neuron with two inputs is a line that one can drag."""

import streamlit as st

from nnkit import neuron as neurons
from ui import code_panel, decision_plane, neuron_controls, permalinks, sum_bar
from ui.guard import guard

KEY = "line_plane"


@st.fragment
@guard()
def show() -> None:
    """Show the plane, the numbers and the task."""
    st.markdown(
        "Two inputs are a place on a map, and the neuron cuts the map in two: on one side its sum "
        "is above 0, on the other below. **Drag the line**: its ends turn it, its middle pushes "
        "it. The weights say which way it faces, the bias how far it lies from the middle."
    )
    sets = {each.title: each for each in neurons.POINT_SETS.values()}
    points = sets[permalinks.choice("Points to keep apart", list(sets), key="points")]
    left, right = st.columns([3, 2], gap="large")
    with right:
        neuron = neuron_controls.two_inputs(("x", "y"), (1.0, -1.0, 0.0))
        found = neurons.separation(neuron, points)
        if found.is_solved:
            st.success(f"All {found.total} points are on their own side.", icon=":material/check:")
        else:
            st.markdown(f"**{found.right} of {found.total}** points are on their own side.")
        st.caption(points.sentence)
        turned = neurons.flipped(neuron)
        st.button("Turn it round", icon=":material/flip:", key="flip", help="Fire on the other "
                  "side: every weight and the bias change their sign.",
                  on_click=neuron_controls.put, args=(turned,))  # fmt: skip
    with left:
        told = decision_plane.plane(
            neuron,
            points.points,
            points.targets,
            box=neurons.POINTS_BOX,
            key=KEY,
            alt=f"A plane with {found.total} points of two kinds and the neuron's line: "
            f"{found.right} points are on their own side.",
            on_drag=lambda: neuron_controls.take(decision_plane.dragged(KEY)),
        )
    if told.picked is not None:
        st.markdown("**The sum at the place you picked**")
        terms = [
            sum_bar.Term(name, weight, round(place, 2))
            for name, weight, place in zip("xy", neuron.weights, told.picked, strict=True)
        ]
        sum_bar.sum_bar(terms, neuron.bias, key="picked_sum")
    code_panel.show_code(
        code_panel.snippet(
            "neuron",
            f"it = neuron.{neuron}",
            f'points = neuron.POINT_SETS["{points.key}"]',
            "print(neuron.separation(it, points).right, neuron.line(it, neuron.POINTS_BOX))",
        )
    )
