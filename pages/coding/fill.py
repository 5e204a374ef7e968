"""The sixth tab: erase a part of a digit; the network guesses what was there."""

from functools import partial

import streamlit as st

from nnkit import autoencoder
from ui import autoencoder_digit, autoencoder_hole, autoencoder_pictures, code_panel, job_view
from ui import player as film
from ui.autoencoder_pictures import Shown
from ui.guard import guard

JOB = "fill_hole"


@guard()
def show() -> None:
    """Show the digit, its hole and the search; the job's view comes before its result."""
    st.markdown(
        "Tear a hole into a digit. The network may not look at what was there. It begins with the "
        "digit it knows that fits *the rest* best, and then changes **that digit's code**, a small "
        "step at a time, downhill on the error *around* the hole. In the end it copies its drawing "
        "into the hole."
    )
    again = partial(job_view.ask_to_start, JOB)
    left, right = st.columns([1, 2], gap="large")
    with left:
        given = autoencoder_digit.choose()
    with right:
        hole = autoencoder_hole.sliders(again)
        if given is None:
            return
        with st.container(width=230):
            autoencoder_hole.place(given.image, hole, again)
        settings = autoencoder.InpaintingSettings()
        job = job_view.run_job(
            JOB,
            (given.identity, hole),
            lambda: autoencoder.inpaint(given.image, hole.mask(), settings),
            autoencoder_hole.encode,
            settings.steps,
            autoencoder_hole.show,
            start_label="Fill the hole",
            keep_picture=False,
        )
        shot = job.latest if job is not None and job.over else None
        if job is None or shot is None:
            return
        off = autoencoder_hole.distance(given.image, hole, shot)
        autoencoder_pictures.row(
            [
                Shown(given.image, "It was", given.words),
                Shown(shot.filled, "It guessed", f"error in the hole {off:.4f}"),
                Shown(shot.drawn, "Drawn whole", "from 8 numbers"),
            ]
        )
    st.markdown(
        "Is it wrong? Then look at the hole only: might *you* have guessed the same? Where what is "
        "left fits several digits, nobody can know, and the network takes the one it finds."
    )
    with st.expander("Watch the search", icon=":material/movie:"):
        film.player(autoencoder_hole.bundle(job.history), key="hole_film", pixelated=True)
    code = code_panel.snippet(
        "autoencoder, digits, strokes\nimport torch",
        *given.code,
        *hole.code(),
        "*_, last = autoencoder.inpaint(image, mask)",
        "result = last.pictures",
    )
    code_panel.show(
        code_panel.Result(shot.filled, "hole filled", code), key="filled",
        origin=given.words.capitalize(),
    )  # fmt: skip
