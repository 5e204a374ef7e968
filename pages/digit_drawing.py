"""Draw a digit, and see what one neuron, ten, a small network and a ConvNet make of it."""

import streamlit as st

from pages.digits import confusions, convnet, correct, draw, one_neuron, teach
from ui import permalinks, share, warmup

TABS = {
    "Draw": draw.show,
    "One neuron, opened": one_neuron.show,
    "The ConvNet, opened": convnet.show,
    "Teach it": teach.show,
    "Correct it": correct.show,
    "Mix-ups": confusions.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Digit Drawing")
with link:
    share.copy_link(key="share")
st.markdown(
    "Your bank reads cheques and your post reads postcodes with networks like these. They learned "
    "from 55,000 digits that people wrote by hand. Now they read *yours*, while you write: draw, "
    "then open them up and see **why** they say what they say."
)
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
TABS[tab]()
