"""A page's title and its tabs; a tab's code is loaded when it is first shown, after the networks.

Most tabs import torch, which takes seconds on a cold machine. Were they imported at the top of a
page, a visitor who comes by a deep link would look at nothing until it is there.
"""

import importlib
from collections.abc import Callable, Mapping

import streamlit as st

from ui import permalinks, share, warmup


def heading(title: str) -> None:
    """Show a page's title, and beside it the link to copy."""
    words, link = st.columns([5, 1], vertical_alignment="bottom")
    with words:
        st.title(title)
    with link:
        share.copy_link(key="share")


def choose(modules: Mapping[str, str]) -> Callable[[], None]:
    """Show the tabs, each with the module that tells it, once all is loaded; return its `show`."""
    warmup.wait_on_page()
    tab = permalinks.choice("Tab", list(modules), key="tab", label_visibility="collapsed")
    show: Callable[[], None] = importlib.import_module(modules[tab]).show
    return show
