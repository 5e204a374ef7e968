"""The page that test_decision_plane_in_browser.py drives.

?w1=, ?w2=, ?b=, ?activation=, ?points= choose what it begins with; ?round= rounds what was
dragged to so many decimals, ?delay= makes every answer that late (seconds). ?part=all shows one
plane for each activation.
"""

import time

import streamlit as st

from nnkit.activations import ACTIVATIONS
from nnkit.box import Box
from nnkit.neuron import CORNERS, GATES, POINT_SETS, POINTS_BOX, Neuron
from ui.decision_plane import dragged, picked_point, plane

ONE_BY_ONE = [key for key, each in ACTIVATIONS.items() if each.is_elementwise]
PICKED = ((1.5, -0.5), (-1.0, 0.5), (0.5, 0.5))
BOXES = {"and": Box(-0.5, 1.5, -0.5, 1.5), "wide": Box(0.0, 10.0, 0.0, 5.0)}


def box_of(points: str) -> Box:
    return BOXES.get(points, POINTS_BOX)


def take_over() -> None:
    time.sleep(float(st.query_params.get("delay", 0)))
    made = dragged("plane")
    assert made is not None
    digits = int(st.query_params.get("round", 20))
    w1, w2, b = (round(value, digits) for value in (*made.weights, made.bias))
    st.session_state.update(w1=w1, w2=w2, b=b)


@st.fragment
def show() -> None:
    query = st.query_params
    for name, default in (("w1", 0.8), ("w2", -1.2), ("b", 0.35)):
        st.session_state.setdefault(name, float(query.get(name, default)))
    kind = query.get("points", "strays")
    points, targets = (), ()
    if kind in GATES:
        points, targets = CORNERS, GATES[kind].targets
    elif kind in POINT_SETS:
        points, targets = POINT_SETS[kind].points, POINT_SETS[kind].targets
    state = st.session_state
    told = plane(
        Neuron((state["w1"], state["w2"]), state["b"], query.get("activation", "step")),
        points,
        targets,
        box=box_of(kind),
        names=("<b>weather</b>", "music") if kind == "wide" else ("x", "y"),
        answers=("stay", "go"),
        alt="A plane.",
        key="plane",
        on_drag=take_over,
    )
    st.text(f"W {[state['w1'], state['w2'], state['b']]}")
    st.text(f"MESSAGE {told.dragged.number if told.dragged else 0}")
    st.text(f"PICKED {picked_point('plane', box_of(kind))}")
    if st.button("Set"):
        st.session_state.update(w1=1.0, w2=1.0, b=-1.5)
        st.rerun(scope="fragment")
    if st.button("Flat"):
        st.session_state.update(w1=0.0, w2=0.0, b=0.5)
        st.rerun(scope="fragment")


def show_all() -> None:
    for at, activation in enumerate(ONE_BY_ONE):
        neuron, picked = Neuron((0.8, -1.2), 0.35, activation), PICKED[at % len(PICKED)]
        plane(neuron, box=POINTS_BOX, alt="A plane.", key=activation, picked=picked)


if __name__ == "__main__":
    st.set_page_config(layout="wide" if st.query_params.get("wide") else "centered")
    if st.query_params.get("part") == "all":
        show_all()
    else:
        show()
