"""A picture squeezed through a few numbers, and what those numbers are good for."""

import streamlit as st

from ui import tabs

TABS = {
    "Squeeze": "pages.coding.squeeze",
    "Latent map": "pages.coding.plane",
    "Walk": "pages.coding.walk",
    "Denoise": "pages.coding.denoise",
    "Spot the odd one": "pages.coding.odd_one",
    "Fill the hole": "pages.coding.fill",
    "Why a bottleneck?": "pages.coding.bottleneck",
    "Train live": "pages.coding.train_live",
    "Photo": "pages.coding.photo",
}

tabs.heading("Autoencoder")
st.markdown(
    "Describe a face to a friend in two words, and let them draw it. An **autoencoder** is such a "
    "pair of friends: the *encoder* looks at a picture of 784 pixels and may say a few numbers, "
    "the *decoder* hears only these and draws. Both are trained together, with one aim: the "
    "drawing shall be like the picture. Nobody says what the numbers mean; the two agree on a "
    "language of their own. What is said in it is the picture's **latent code** (*latent*: hidden)."
)
tab = tabs.choose(TABS)
tab()
