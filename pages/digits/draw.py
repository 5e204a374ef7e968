"""The first tab: the pad, four networks side by side, and what they are given to see."""

import streamlit as st

from ui import (
    code_panel,
    digit_bars,
    digit_control,
    digit_pictures,
    digit_reading,
    display,
    number_grids,
)
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the pad and everything that follows the pen."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        drawing = digit_control.pad()
    seen = digit_reading.look(drawing.strokes)
    with right:
        st.markdown(digit_reading.sentence(seen))
        digit_bars.bars(digit_reading.readings(seen), key="bars", mark=str(drawing.number))
    if seen.prepared is None:
        return

    st.subheader("What the networks see")
    st.markdown(
        "Not your drawing: numbers. Every digit is first brought into the form in which the "
        "networks learned, the way MNIST's digits were made in 1998."
    )
    with st.container(horizontal=True):
        for pixels, words in digit_pictures.steps(seen.prepared):
            with st.container(width=165):
                display.show_array(pixels, alt=words, caption=words)
    st.markdown(
        "And this is all that the ConvNet gets: 28 × 28 numbers, 0 for paper and 1 for ink. "
        "Point at one."
    )
    number_grids.grids(
        [number_grids.Grid("Your digit, as the ConvNet gets it",
                           seen.prepared.image[0, 0].numpy(), "ink", "Your digit on 28 × 28 "
                           "squares, bright where there is ink.", limit=1.0)],
        key="numbers",
    )  # fmt: skip
    if not drawing.is_final:
        return
    code = code_panel.snippet(
        "digits, strokes",
        digit_control.code(drawing.strokes),
        'seen = digits.recognise(drawing, "cnn")',
        "print(seen.digit, seen.confidence, seen.is_digit)",
        "result = seen.prepared.image",
    )
    result = code_panel.Result(seen.prepared.image, "digit", code)
    code_panel.show(result, key="digit", origin="My drawing")
