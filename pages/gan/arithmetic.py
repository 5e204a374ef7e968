"""The fourth tab: adding and subtracting ways of writing."""

import streamlit as st

from ui import code_panel, gan_sums, permalinks
from ui.digit_reading import DIGITS
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show A - B + C and what the forger draws of it."""
    st.markdown(
        "Points can be added and subtracted. A forger that is **asked** for a digit keeps the "
        "digit apart from the hand: its 100 numbers say *how* to write, not *what*. So: take what "
        "hand **A** has and hand **B** has not, and give it to hand **C**, who writes another "
        "digit. Can you see what is carried over?"
    )
    from_digit = permalinks.choice("A and B write a", DIGITS, key="from", default="7")
    to_digit = permalinks.choice("C and the result write a", DIGITS, key="to", default="4")
    places = st.columns(4, vertical_alignment="bottom")
    hands = {}
    for name, digit, place in zip("ABC", (from_digit, from_digit, to_digit), places, strict=False):
        with place:
            hands[name] = gan_sums.hand(name, int(digit))
    result = gan_sums.result(hands, int(to_digit))
    with places[3]:
        gan_sums.show(result, "What the forger draws of the sum", "A − B + C")
    st.markdown(gan_sums.sentence(hands, result))
    st.caption(
        "A sum of three is farther out than any hand that the forger has practised, so it is "
        "pulled back to the usual distance. It does not always come out as one would wish: the "
        "numbers were never told what thick or slanted means."
    )
    code_panel.show_code(code_panel.snippet("gan", *gan_sums.code(hands, int(to_digit))))
