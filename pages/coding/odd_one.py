"""The fifth tab: what it cannot draw again is not a digit."""

import streamlit as st

from nnkit import autoencoder
from ui import autoencoder_digit, autoencoder_odd, code_panel, permalinks
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the pad, the score and the histogram."""
    st.markdown(
        "A network that has only ever seen digits has words for digits, and for nothing else. "
        "Show it an A and it will draw the digit that looks most like an A: **what comes back is "
        "not what went in**. That is how machines look for the odd one out, a cracked part on a "
        "belt or a strange heartbeat, without ever having seen one before. Draw something that is "
        "*not* a digit: a letter, a star, a face. Can you find one that slips through?"
    )
    left, right = st.columns([1, 2], gap="large")
    with left:
        given = autoencoder_digit.choose()
    with right:
        low, high = autoencoder_odd.LOWEST, autoencoder_odd.HIGHEST
        threshold = permalinks.slider(
            "Threshold: call it odd from this score on", low, high,
            autoencoder_odd.usual_threshold(), key="threshold", step=0.1,
        )  # fmt: skip
        found = None if given is None else autoencoder.judge(given.image)
        if given is not None and found is not None:
            autoencoder_odd.show(given.image, found, threshold)
    with st.spinner("Drawing a hundred doodles to compare with ..."):
        autoencoder_odd.known()
    autoencoder_odd.histogram(threshold, None if found is None else found.score.item())
    st.markdown(autoencoder_odd.sentence(threshold))
    st.caption(autoencoder_odd.measured())
    if given is None or not given.is_final:
        return
    code_panel.show_code(
        code_panel.snippet(
            "autoencoder, digits, strokes",
            *given.code,
            "found = autoencoder.judge(image)",
            "print(found.score, found.residual, found.unfamiliarity)",
            f"print(found.score > {threshold})",
            'result = autoencoder.reconstruct(image, "ae8")',
        )
    )
