"""The page that test_sum_bar_in_browser.py drives: the festival; Next changes its numbers."""

import streamlit as st

from ui.sum_bar import Term, sum_bar

FESTIVALS = {
    "go": (((0.8, 3), (2, 1), (1.5, 1), (-1.2, 2)), -3.0),
    "stay": (((0.8, 1), (2, 0), (1.5, 1), (-1.2, 2)), -3.0),
    "edge": (((0.1, 1), (0.2, 1), (0.1, -3), (0, 5)), 0.0),
    "for": (((1, 1), (1, 2), (0.01, 1), (3, 1)), 0.5),
    "against": (((-1, 1), (-1, 2), (-2, 1), (-3, 1)), -0.5),
    "large": (((900, 1000), (1, 1), (1, 2), (1, 3)), -10.0),
}
NAMES = ("weather", "<i>music</i>", "company of good old friends", "price")


def show() -> None:
    at = st.session_state.setdefault("at", st.query_params.get("festival", "go"))
    pairs, bias = FESTIVALS[at]
    terms = [Term(name, *pair) for name, pair in zip(NAMES, pairs, strict=True)]
    sum_bar(terms, bias, key="sum", answers=("stay at home", "off to the festival"))
    if st.button("Next"):
        keys = list(FESTIVALS)
        st.session_state["at"] = keys[(keys.index(at) + 1) % len(keys)]
        st.rerun()


if __name__ == "__main__":
    show()
