"""The last tab: which digits each network takes for which, on the test digits."""

import streamlit as st

from ui import digit_data, digit_mixups, gallery, permalinks
from ui.guard import guard


@guard()
def show() -> None:
    """Show a network's confusion matrix and the digits behind a cell."""
    st.markdown(
        "10,000 more digits, kept apart until the very end, are the exam. Each row is what people "
        "wrote, each column is what the network read. A perfect reader has numbers on the diagonal "
        "only; the rest are its mix-ups. **Touch a cell** to see such digits."
    )
    name = permalinks.choice(
        "Network", list(digit_mixups.TITLES), key="reader", default="ten",
        format_func=digit_mixups.TITLES.__getitem__,
    )  # fmt: skip
    left, right = st.columns([3, 2], gap="large")
    with left:
        cell = digit_mixups.matrix(name)
    with right:
        st.markdown(digit_mixups.summary(name))
        st.markdown(f"**{digit_mixups.describe(name, cell)}**")
        if not digit_data.offer_mnist():
            return
        shown = digit_mixups.examples(name, cell)
        gallery.gallery(shown, selected=None, key="mixups")
        st.caption(digit_mixups.count(name, cell, len(shown)))
