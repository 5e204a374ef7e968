"""Questions that a visitor answers before seeing the answer."""

import random
from collections.abc import Mapping

import streamlit as st

CHOICES = 4


def hidden_kernel(number: int) -> str:
    """Return the preset hidden in riddle ``number``; the same number always hides the same one."""
    from nnkit import kernels

    names = [name for name in kernels.PRESETS if name != "identity"]
    chosen: str = random.Random(number).choice(names)
    return chosen


def guess(answer: str, titles: Mapping[str, str], *, key: str) -> bool:
    """Ask which of four kernels it was; return whether the visitor has answered."""
    others = sorted(title for title, name in titles.items() if name != answer)
    shuffle = random.Random(key)
    right = next(title for title, name in titles.items() if name == answer)
    options = [right, *shuffle.sample(others, CHOICES - 1)]
    shuffle.shuffle(options)
    chosen = st.radio("Which kernel made the right picture?", options, index=None, key=key)
    if chosen == right:
        st.success(f"Yes, it was {right}.", icon=":material/check_circle:")
    elif chosen is not None:
        st.info(f"It was {right}. Look at the two pictures again: can you see why?")
    return chosen is not None
