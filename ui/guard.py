"""Turns whatever goes wrong on a page into one sentence; the visitor never sees a traceback."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from nnkit.errors import NnkitError

_log = logging.getLogger("nnkit.pages")

APOLOGY = (
    "Sorry, something went wrong here. Your pictures and settings are kept: "
    "change a setting or reload the page to go on."
)


@contextmanager
def guard() -> Iterator[None]:
    """Use it as a context or as a decorator around a page or a fragment's body."""
    try:
        yield
    except NnkitError as error:
        st.warning(plain(str(error)), icon=":material/info:")
    except Exception:
        _log.exception("A page failed.")
        st.error(APOLOGY, icon=":material/error:")


def plain(sentence: str) -> str:
    """Return the sentence with Markdown's signs escaped: an error may quote what was typed."""
    return re.sub(r"([\\`*_\[\]<>$~|#!])", r"\\\1", sentence)
