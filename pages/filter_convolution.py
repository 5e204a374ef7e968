"""What a convolution is: nine numbers sliding over a picture."""

import streamlit as st

from pages.convolution import filter as filter_tab
from pages.convolution import find_pattern, frequencies, learn_kernel, neuron
from ui import permalinks, share, warmup

TABS = {
    "Filter": filter_tab.show,
    "Find the pattern": find_pattern.show,
    "Convolutional neuron": neuron.show,
    "Learn the kernel": learn_kernel.show,
    "Frequencies": frequencies.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Filter Convolution")
with link:
    share.copy_link(key="share")
st.markdown(
    "Lay a small grid of numbers, a **kernel**, on a corner of a picture. Multiply each pixel by "
    "the number on top of it, add everything up, and you have made *one* pixel of a new picture. "
    "Slide one step on and do it again. That is all a convolution is, and it is how networks see."
)
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
TABS[tab]()
