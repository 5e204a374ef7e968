"""The second tab: one neuron, its 576 weights, your ink, and the sum that they make."""

import streamlit as st

from ui import digit_control, digit_neuron, digit_reading, permalinks
from ui.guard import guard

SIX = "Is it a 6?"
QUESTIONS = {SIX: ("six", 0)} | {f"The neuron for {n}": ("ten", n) for n in range(10)}


@st.fragment
@guard()
def show() -> None:
    """Show the neuron's account for the drawing."""
    st.markdown(
        "This is the whole neuron. It has a **weight** for each of the 576 squares: "
        "orange says *ink here speaks for my digit*, blue says *ink here speaks against it*. "
        "It multiplies each weight with your ink (1 or 0, your slant taken out), adds everything "
        "up, adds a **bias**, and that is its answer. Nobody set the weights: it found them in "
        "55,000 digits."
    )
    left, right = st.columns([1, 2], gap="large")
    with left:
        drawing = digit_control.pad()
    with right:
        question = permalinks.selectbox("Neuron", list(QUESTIONS), key="neuron")
        name, answer = QUESTIONS[question]
        seen = digit_reading.look(drawing.strokes, (name,))
        if seen.prepared is None:
            st.markdown(digit_reading.EMPTY)
            return
        digit_neuron.account(seen.prepared, name, answer)
    if name == "six":
        st.markdown(
            "The **sigmoid** squeezes any sum into 0 to 1: a sum of 0 is 50 %, each step up counts "
            "less and less. Try to fool the neuron: it never looks at *shapes*, only at which "
            "squares are inked. A few dots in the orange places are enough."
        )
    else:
        st.markdown(
            "Ten such neurons each make a sum, and **softmax** turns ten sums into ten shares of "
            "100 %: raise e = 2.718… to each sum, then divide by the total."
        )
        digit_neuron.softmax(seen.prepared, answer)
    digit_neuron.code(drawing.strokes, seen.prepared, name, answer)
