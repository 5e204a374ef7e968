"""A teacher's link: a page with a task written over it and without the controls that distract."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import permalinks

LONGEST = 300  # letters of a task
RECIPE, POINTS, NETWORK, LEARNING, TABS = "Recipe", "Points", "Network", "Learning", "Tabs"
PLAYGROUND = (RECIPE, POINTS, NETWORK, LEARNING, TABS)  # what its link may leave out
_HIDE, _TASK, _UNSEEN = "hide", "task", "unseen"


def teach(hideable: Sequence[str]) -> None:
    """Show, folded away, what a teacher writes and leaves out; the page's address carries both."""
    # A link opens with the box closed, and what is in it must be in the address all the same.
    with st.expander("For teachers: a link with a task", icon=":material/school:"):
        st.markdown(
            "Write a task, choose what your class shall not see, set everything else as it shall "
            "begin, and copy the link at the top of the page."
        )
        permalinks.text(
            "Task", key=_TASK, max_chars=LONGEST, is_valid=lambda text: len(text) <= LONGEST
        )
        permalinks.several("Leave out", list(hideable), key=_HIDE, default=[])


def task() -> None:
    """Show the task of the link, if it has one, as plain text: anybody may have written it."""
    if text := str(st.session_state.get(_TASK, "")).strip():
        with st.container(border=True):
            st.caption(":material/school: Task")
            st.text(text)


def place(
    name: str, make: Callable[..., DeltaGenerator] | None = None, **settings: Any
) -> DeltaGenerator:
    """Return where the control goes: what `make` makes, or nowhere to be seen.

    A control that is left out still holds the value that the link gives it.
    """
    if name in st.session_state.get(_HIDE, []):
        unseen = f"[class*='st-key-{_UNSEEN}']"
        st.html(
            f"<style>{unseen}, [data-testid='stLayoutWrapper']:has(> {unseen}) "
            "{ display: none }</style>"
        )
        return st.container(key=f"{_UNSEEN}_{name.lower()}")
    return st.container() if make is None else make(name, **settings)
