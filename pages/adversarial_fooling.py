"""Pictures that look the same to us, and like something else to a network."""

import streamlit as st

from pages.adversarial import carry_over, defend, fool, noise, strength
from ui import network_choice, permalinks, share, warmup

TABS = {
    "Fool": fool.show,
    "From noise": noise.show,
    "How strong must it be?": strength.show,
    "Does it carry over?": carry_over.show,
    "Defend": defend.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Adversarial Fooling")
with link:
    share.copy_link(key="share")
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
network_choice.choose()
TABS[tab]()
