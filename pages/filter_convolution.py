"""What a convolution is: nine numbers sliding over a picture."""

import streamlit as st

from ui import tabs

TABS = {
    "Filter": "pages.convolution.filter",
    "Find the pattern": "pages.convolution.find_pattern",
    "Convolutional neuron": "pages.convolution.neuron",
    "Learn the kernel": "pages.convolution.learn_kernel",
    "Frequencies": "pages.convolution.frequencies",
}

tabs.heading("Filter Convolution")
st.markdown(
    "Lay a small grid of numbers, a **kernel**, on a corner of a picture. Multiply each pixel by "
    "the number on top of it, add everything up, and you have made *one* pixel of a new picture. "
    "Slide one step on and do it again. That is all a convolution is, and it is how networks see."
)
tab = tabs.choose(TABS)
tab()
