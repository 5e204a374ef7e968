"""The third tab: what every layer of the ConvNet makes of the drawing, and which ink mattered."""

import streamlit as st

from ui import digit_control, digit_ink, digit_layers, digit_reading, permalinks
from ui.guard import guard

MAPS, INK = "Every layer's maps", "Which ink mattered"


@st.fragment
@guard()
def show() -> None:
    """Show the pad and, beside it, the network's inside."""
    st.markdown(
        "A ConvNet does not weigh squares. It slides small **kernels** over your digit and keeps "
        "**maps** of where it found an edge, a bend, an end. The next layer slides over those maps "
        "and finds combinations, and only the last step weighs. So it minds far less than a single "
        "neuron where exactly a stroke lies."
    )
    left, right = st.columns([1, 2], gap="large")
    with left:
        drawing = digit_control.pad()
        seen = digit_reading.look(drawing.strokes, ("cnn",))
        if seen.prepared is not None:
            st.markdown(digit_reading.short(seen))
    with right:
        if seen.prepared is None:
            st.markdown(digit_reading.EMPTY)
            return
        view = permalinks.choice("Show", [MAPS, INK], key="view", label_visibility="collapsed")
        if view == MAPS:
            digit_layers.show(seen.prepared)
        else:
            digit_ink.show(seen.prepared, drawing)
