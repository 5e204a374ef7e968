"""Build a small network and watch it learn, with every number in reach."""

import streamlit as st

from pages.playground import (
    backpropagation,
    compare,
    downhill,
    dropout,
    luck,
    train,
    vanishing,
)
from ui import lesson, permalinks, playground_recipe, share, warmup

TABS = {
    "Train": train.show,
    "Compare": compare.show,
    "Was it luck?": luck.show,
    "Backpropagation": backpropagation.show,
    "Going downhill": downhill.show,
    "Vanishing gradients": vanishing.show,
    "Dropout": dropout.show,
}

heading, link = st.columns([5, 1], vertical_alignment="bottom")
with heading:
    st.title("Network Playground")
with link:
    share.copy_link(key="share")
warmup.wait_on_page()
story, teachers = st.container(), st.container()
with teachers:
    lesson.teach([*playground_recipe.HIDEABLE, "Tabs"])
with story:
    lesson.task()
    with lesson.place("Tabs"):
        tab = permalinks.choice("Tab", list(TABS), key="tab", label_visibility="collapsed")
    TABS[tab]()
