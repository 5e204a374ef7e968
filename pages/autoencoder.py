"""A picture squeezed through a few numbers, and what those numbers are good for."""

import streamlit as st

from pages.coding import (
    bottleneck,
    denoise,
    fill,
    odd_one,
    photo,
    plane,
    squeeze,
    train_live,
    walk,
)
from ui import permalinks, share, warmup

TABS = {
    "Squeeze": squeeze.show,
    "Latent map": plane.show,
    "Walk": walk.show,
    "Denoise": denoise.show,
    "Spot the odd one": odd_one.show,
    "Fill the hole": fill.show,
    "Why a bottleneck?": bottleneck.show,
    "Train live": train_live.show,
    "Photo": photo.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Autoencoder")
with link:
    share.copy_link(key="share")
st.markdown(
    "Describe a face to a friend in two words, and let them draw it. An **autoencoder** is such a "
    "pair of friends: the *encoder* looks at a picture of 784 pixels and may say a few numbers, "
    "the *decoder* hears only these and draws. Both are trained together, with one aim: the "
    "drawing shall be like the picture. Nobody says what the numbers mean; the two agree on a "
    "language of their own. What is said in it is the picture's **latent code** (*latent*: hidden)."
)
warmup.wait_on_page()
tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
TABS[tab]()
