"""Digits that nobody wrote: a forger, its critic, and the game that taught them both."""

import streamlit as st

from pages.gan import arithmetic, lab, live, my_digit, sample, sliders, story, walk
from ui import permalinks, share, warmup

TABS = {
    "Sample": sample.show,
    "Walk": walk.show,
    "Latent sliders": sliders.show,
    "Arithmetic": arithmetic.show,
    "My digit": my_digit.show,
    "The story": story.show,
    "GAN lab": lab.show,
    "Train live": live.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("GAN Sampler")
with link:
    share.copy_link(key="share")
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
TABS[tab]()
