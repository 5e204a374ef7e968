"""nnkit's app: ``streamlit run app.py``."""

import streamlit as st

from ui import picture, site, warmup
from ui.guard import guard

st.set_page_config(page_title="nnkit", page_icon="ui/assets/icon.png", layout="wide")

page = site.navigation()
with guard():
    picture.sidebar()
with guard():
    page.run()
warmup.start()
