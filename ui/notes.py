"""Short notes to the visitor that survive a rerun.

A run that is cut short by ``st.rerun`` may lose what it has not yet sent to the browser; a note
waits for a run that reaches its end.
"""

import streamlit as st

_WAITING, _TOLD = "_notes_waiting", "_notes_told"


def say(message: str, *, icon: str, once: bool = False) -> None:
    """Tell this at the end of the next whole run; with ``once`` only once a visit."""
    told: set[str] = st.session_state.setdefault(_TOLD, set())
    if once and message in told:
        return
    told.add(message)
    st.session_state.setdefault(_WAITING, []).append((message, icon))


def show() -> None:
    """Show what waits; call it when a page has run to its end."""
    for message, icon in st.session_state.pop(_WAITING, []):
        st.toast(message, icon=icon, duration="long")
