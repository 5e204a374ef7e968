"""Your photo, painted with the brush of another picture."""

import streamlit as st

from pages.style import meaning, paint
from ui import permalinks, share, warmup

TABS = {"Paint": paint.show, "What the network keeps": meaning.show}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Style Transfer")
with link:
    share.copy_link(key="share")
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
TABS[tab]()
