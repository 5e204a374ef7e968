"""Build a small network and watch it learn, with every number in reach."""

import streamlit as st

from pages.playground import backpropagation, downhill, luck, train, vanishing
from ui import permalinks, share, warmup

TABS = {
    "Train": train.show,
    "Was it luck?": luck.show,
    "Backpropagation": backpropagation.show,
    "Going downhill": downhill.show,
    "Vanishing gradients": vanishing.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Network Playground")
with link:
    share.copy_link(key="share")
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
TABS[tab]()
