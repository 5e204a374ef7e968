"""nnkit's app: ``streamlit run app.py``."""

from pathlib import Path

import streamlit as st

from ui import notes, picture, site, warmup
from ui.guard import guard

ICON = Path(__file__).parent / "ui" / "assets" / "icon.png"
st.set_page_config(page_title="nnkit", page_icon=str(ICON), layout="wide")

page = site.navigation()
with guard():
    picture.sidebar()
with guard():
    page.run()
    notes.show()
warmup.start()
