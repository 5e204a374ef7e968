"""What a network sees, painted into the photo until we see it too."""

import streamlit as st

from pages.dream import dream as dream_tab
from pages.dream import zoom
from ui import permalinks, share, warmup

TABS = {"Dream": dream_tab.show, "Endless zoom": zoom.show}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Deep Dream")
with link:
    share.copy_link(key="share")
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
TABS[tab]()
