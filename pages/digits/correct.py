"""The fifth tab: tell the ConvNet what you meant, and see what it forgets."""

import streamlit as st

from nnkit.digits import correction
from ui import (
    digit_control,
    digit_correction,
    digit_pad,
    digit_reading,
    gallery,
    job_view,
    permalinks,
)
from ui.guard import guard


@guard()
def show() -> None:
    """Show pad, collected drawings and the run; the job's view follows it."""
    st.markdown(
        "Misread? Draw a digit your way, say what you **meant** and add it. A few of them are "
        "enough to bend the ConvNet to your hand in a second. But look at the digits it knew "
        "before: a network that learns only your drawings **forgets**. Rehearsing old digits "
        "alongside is the cure."
    )
    _collect()
    if not digit_correction.own():
        st.caption("No drawing added yet.")
        return
    before = digit_correction.readings()
    a, b, c = st.columns(3, vertical_alignment="bottom")
    with a:
        steps = permalinks.slider("Steps", 5, 60, 30, key="corrections", step=5)
    with b:
        rate = permalinks.selectbox("Learning rate", (0.0001, 0.0003, 0.001), key="pace",
                                    default=0.0003)  # fmt: skip
    with c:
        rehearses = permalinks.toggle("Rehearse old digits", key="rehearse")
    test, old, name, known = digit_correction.old_digits()
    drawings, labels = digit_correction.pictures()
    settings = correction.CorrectionSettings(
        steps=steps, learning_rate=rate, rehearse=0.9 if rehearses else 0.0
    )
    job = job_view.run_job(
        "correct",
        (tuple(digit_correction.own()), settings),
        lambda: correction.correct(
            digit_correction.network(), drawings, labels, test, settings,
            old if rehearses else None, accuracy_before=known,
        ),
        digit_correction.encode,
        steps,
        digit_correction.show,
        start_label="Correct the ConvNet",
        keep_picture=False,
    )  # fmt: skip
    if job is None or not job.over or job.latest is None:
        gallery.gallery(digit_correction.items(before), selected=None, key="own_digits")
        return
    shot = job.latest
    gallery.gallery(digit_correction.items(before, shot.shares), selected=None, key="own_digits")
    if shot.after is not None:
        st.metric(
            f"Right on {name}",
            f"{100 * shot.after:.2f} %",
            f"{100 * (shot.after - shot.before):+.2f} points, from {100 * shot.before:.2f} %",
        )
    st.markdown(digit_correction.corrected(shot, digit_pad.current(digit_control.KEY).strokes))


@st.fragment
def _collect() -> None:
    left, right = st.columns([1, 2], gap="large")
    with left:
        drawing = digit_control.pad()
    with right:
        seen = digit_reading.look(drawing.strokes, ("cnn",))
        st.markdown(digit_reading.EMPTY if seen.prepared is None else digit_reading.short(seen))
        meant = permalinks.choice("I meant a", digit_reading.DIGITS, key="meant")
        with st.container(horizontal=True):
            if st.button("Add this drawing", type="primary", disabled=seen.prepared is None):
                digit_correction.add(drawing.strokes, int(meant))
                st.rerun()
            if st.button("Forget my drawings", disabled=not digit_correction.own()):
                digit_correction.forget()
                st.rerun()
        count, most = len(digit_correction.own()), digit_correction.MOST
        st.caption(f"Drawings added: {count} (of at most {most}).")
