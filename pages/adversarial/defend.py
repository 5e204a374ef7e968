"""The fifth tab: what helps."""

import streamlit as st

from ui import attack_defence, attack_digits, permalinks
from ui.guard import guard

DIGITS, DETECTOR = "Train against it", "Catch it"


@guard()
def show() -> None:
    """Show one of the two defences."""
    kind = permalinks.choice("A defence", [DIGITS, DETECTOR], key="defence")
    if kind == DIGITS:
        st.markdown(
            "Two networks read **your digit**. One learned from MNIST's digits; the other was "
            "hardened: at every step of its training it got digits that had just been attacked, "
            "each pixel by up to about a third of the way from paper to ink. Move the slider: the "
            "same attack is made for each of them."
        )
        attack_digits.show()
    else:
        st.markdown(
            "An attack hides in the finest detail. So take that detail away, by fewer colours or "
            "a light blur, and ask again: of a plain photo the network says the same, of an "
            "attacked one mostly not. That is a **detector** (feature squeezing)."
        )
        attack_defence.show()
