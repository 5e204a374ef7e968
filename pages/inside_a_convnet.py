"""Open a network that knows 1000 kinds of things, with the visitor's own picture."""

import streamlit as st

from pages.inside import dogs, feature_maps, first_filters, saliency, top_five
from ui import network_choice, permalinks, share, warmup

TABS = {
    "Top five": top_five.show,
    "First filters": first_filters.show,
    "Feature maps": feature_maps.show,
    "What it looked at": saliency.show,
    "Why so many dogs?": dogs.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Inside a ConvNet")
with link:
    share.copy_link(key="share")
st.markdown(
    "Your phone finds “dog” among your photos with a network like this one. It learned 1000 kinds "
    "of things from 1.3 million pictures, and nobody told it *how* to see. Here is one, opened: "
    "follow **your own picture** from pixels to edges, to textures, to parts, to a name."
)
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
network_choice.choose()
TABS[tab]()
