"""One neuron: a sum, a threshold, a line; and what it takes two of them to do."""

import streamlit as st

from ui import tabs

TABS = {
    "A decision": "pages.neuron.decision",
    "The sum": "pages.neuron.summing",
    "A line": "pages.neuron.line",
    "Logic gates": "pages.neuron.gates",
}

tabs.heading("Neuron Explorer")
st.markdown(
    "Networks that see, speak and paint are built of one part, millions of times over. Here is "
    "**one of it**, and you can hold every number in your hand."
)
tab = tabs.choose(TABS)
tab()
st.page_link(
    "pages/digit_drawing.py",
    label="See one neuron with 576 inputs recognise a 6",
    icon=":material/arrow_forward:",
    query_params={"tab": "One neuron, opened"},
)
