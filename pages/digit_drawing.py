"""Draw a digit, and see what one neuron, ten, a small network and a ConvNet make of it."""

import streamlit as st

from ui import tabs

TABS = {
    "Draw": "pages.digits.draw",
    "One neuron, opened": "pages.digits.one_neuron",
    "The ConvNet, opened": "pages.digits.convnet",
    "Teach it": "pages.digits.teach",
    "Correct it": "pages.digits.correct",
    "Mix-ups": "pages.digits.confusions",
}

tabs.heading("Digit Drawing")
st.markdown(
    "Your bank reads cheques and your post reads postcodes with networks like these. They learned "
    "from 55,000 digits that people wrote by hand. Now they read *yours*, while you write: draw, "
    "then open them up and see **why** they say what they say."
)
tab = tabs.choose(TABS)
tab()
