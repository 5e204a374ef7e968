"""One neuron: a sum, a threshold, a line; and what it takes two of them to do."""

import streamlit as st

from pages.neuron import decision, gates, line, summing
from ui import permalinks, share, warmup

TABS = {
    "A decision": decision.show,
    "The sum": summing.show,
    "A line": line.show,
    "Logic gates": gates.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Neuron Explorer")
with link:
    share.copy_link(key="share")
st.markdown(
    "Networks that see, speak and paint are built of one part, millions of times over. Here is "
    "**one of it**, and you can hold every number in your hand."
)
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
TABS[tab]()
st.page_link(
    "pages/digit_drawing.py",
    label="See one neuron with 576 inputs recognise a 6",
    icon=":material/arrow_forward:",
    query_params={"tab": "One neuron, opened"},
)
