"""The fifth tab: your own digit before the critic, and the forger's version of it."""

import streamlit as st

from nnkit import gan
from ui import code_panel, digit_control, digit_reading, gan_finding, job_view, permalinks
from ui.guard import guard

JOB, STEPS = "find_latent", 150


@guard()
def show() -> None:
    """Show the pad, the verdict, the search for the drawing's latent and a walk from it."""
    st.markdown(
        "Draw a digit. Would the critic take it for one of MNIST's, or for a forgery? And could "
        "the forger have drawn it: is there a point in its latent space that looks like **your** "
        "hand?"
    )
    left, right = st.columns([2, 3], gap="large")
    with left:
        drawing = digit_control.pad()
    prepared = digit_reading.look(drawing.strokes, ()).prepared
    with right:
        if prepared is None:
            st.markdown(digit_reading.EMPTY)
            return
        gan_finding.judge(prepared.image)
        seed = permalinks.slider("Then walk to the forgery of seed", 0, 99, 4, key="walk_goal")
    job = job_view.run_job(
        JOB,
        drawing.strokes,
        lambda: gan.find_latent(prepared.image, STEPS),
        gan_finding.encode,
        STEPS,
        gan_finding.show,
        start_label="Find my digit in latent space",
        keep_picture=False,
    )
    found = job.latest if job is not None and job.over else None
    if found is None:
        return
    gan_finding.compare(prepared.image, found)
    gan_finding.walk(found, int(seed))
    code_panel.show_code(
        code_panel.snippet(
            "digits, gan, strokes",
            digit_control.code(drawing.strokes),
            "picture = digits.prepare(drawing).image",
            "print(gan.discriminate(picture))",
            f"*_, frame = gan.find_latent(picture, {STEPS})",
            f"goal = gan.draw(1, seed={seed})[0]",
            "walk = gan.load().generate(gan.interpolate(frame.latent, goal, 33))",
        )
    )
