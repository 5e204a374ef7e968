"""Open a network that knows 1000 kinds of things, with the visitor's own picture."""

import streamlit as st

from ui import network_choice, tabs

TABS = {
    "Top five": "pages.inside.top_five",
    "First filters": "pages.inside.first_filters",
    "Feature maps": "pages.inside.feature_maps",
    "What it looked at": "pages.inside.saliency",
    "Why so many dogs?": "pages.inside.dogs",
}

tabs.heading("Inside a ConvNet")
st.markdown(
    "Your phone finds “dog” among your photos with a network like this one. It learned 1000 kinds "
    "of things from 1.3 million pictures, and nobody told it *how* to see. Here is one, opened: "
    "follow **your own picture** from pixels to edges, to textures, to parts, to a name."
)
tab = tabs.choose(TABS)
network_choice.choose()
tab()
