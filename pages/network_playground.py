"""Build a small network and watch it learn, with every number in reach."""

import streamlit as st

from ui import lesson, tabs

TABS = {
    "Train": "pages.playground.train",
    "Compare": "pages.playground.compare",
    "Was it luck?": "pages.playground.luck",
    "Backpropagation": "pages.playground.backpropagation",
    "Going downhill": "pages.playground.downhill",
    "Vanishing gradients": "pages.playground.vanishing",
    "Dropout": "pages.playground.dropout",
}

tabs.heading("Network Playground")
story, teachers = st.container(), st.container()
with teachers:
    lesson.teach(lesson.PLAYGROUND)
with story:
    lesson.task()
    with lesson.place(lesson.TABS):
        tab = tabs.choose(TABS)
    tab()
