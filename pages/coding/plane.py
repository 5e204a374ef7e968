"""The second tab: two numbers as a map; drag the point and the digit follows."""

import streamlit as st

from nnkit import autoencoder
from ui import autoencoder_digit, autoencoder_plane, autoencoder_story, code_panel, permalinks
from ui.autoencoder_plane import BELOW, BENEATH, TITLES
from ui.guard import guard


@guard()
def show() -> None:
    """Show the map of one of the two networks; its sheet travels once, outside the fragment."""
    st.markdown(
        "Two numbers are a point on a map. Every point **means a picture**: the decoder draws it. "
        "Drag the point: what would be written *there*?"
    )
    with st.container(horizontal=True):
        name = permalinks.choice("Whose map", list(TITLES), key="map", default="vae2",
                                 format_func=TITLES.__getitem__)  # fmt: skip
        beneath = permalinks.choice("On the map", list(BENEATH), key="beneath")
    st.caption(BELOW[beneath])
    plane = autoencoder.load_map(name)
    _explore(plane, autoencoder_plane.source(plane), beneath)
    autoencoder_story.show(name)


@st.fragment
@guard()
def _explore(plane: autoencoder.LatentMap, source: str, beneath: str) -> None:
    map_place = st.container()  # it needs the digit that is drawn below it
    left, right = st.columns([2, 3], gap="large")
    with left:
        given = autoencoder_digit.choose()
    own = None if given is None else autoencoder.encode(given.image, plane.name)
    with map_place:
        autoencoder_plane.show(plane, source, beneath, own)
    with right:
        st.markdown(autoencoder_plane.WORDS[plane.name])
        if given is not None:
            st.markdown(autoencoder_plane.sentence(given.words, own))
    code_panel.show_code(
        code_panel.snippet("autoencoder\nimport torch", *autoencoder_plane.code(plane))
    )
