"""The tab "GAN lab": forger and critic in the plane, live, step by step, and four games at once."""

import streamlit as st

from ui import (
    code_panel,
    gan_lab,
    gan_lab_cloud,
    gan_lab_controls,
    gan_lab_games,
    gan_lab_run,
    job_view,
    permalinks,
)
from ui.guard import guard

KEY, JOB = "gan_lab", "gan_lab_games"
ONE, FOUR = "One game, live", "Losses side by side"


@guard()
def show() -> None:
    """Show the story, and then one game to play or four to compare."""
    st.markdown(
        "A picture has hundreds of pixels; here it has **two numbers**, so that you can see "
        "everything. A **forger** (the *generator*) turns random numbers into points. A **critic** "
        "(the *discriminator*) looks at points, real ones and forgeries, and says how real each "
        "seems. The forger never sees a real point: all it hears is which way the critic would "
        "rather have its forgeries lie."
    )
    view = permalinks.choice("View", [ONE, FOUR], key="lab_view", label_visibility="collapsed")
    if view == ONE:
        _play_one()
    else:
        _compare_four()


@st.fragment
@guard()
def _play_one() -> None:
    origin, settings = gan_lab_controls.choose()
    run = gan_lab_run.ongoing()
    reason = "" if run is None else gan_lab_run.why_anew(run, origin, settings)
    if run is None or reason:
        run = gan_lab_run.begin(origin, settings, reason)
    event = gan_lab.next_event(KEY, run.name)
    if event is not None:
        run = gan_lab_run.obey(run, event, settings)
    gan_lab.show(
        gan_lab_run.bundle(run), key=KEY, begin=run.shown, is_pending=run.settings != settings
    )
    st.caption(
        "Blue is real, orange is forged, and so is the critic's map: it paints a place blue where "
        "it would believe a point. Arrows: where it pushes each forgery, the longer the harder. "
        "The forger's grid: where an even net of random numbers lands, shaded where it is crowded. "
        "**KL** and **JS divergence** measure how far the forgeries are from the real points, in "
        "bits: 0 is a perfect forgery; at a JS of 1 the two have nothing in common."
    )
    code_panel.show_code(
        "from nnkit.gan import lab\n\n"
        f"{gan_lab_cloud.code(origin)}\n"
        f"settings = lab.{settings!r}\n"
        "for frame in lab.train(cloud, settings):\n"
        "    print(frame.step, frame.figures.js, frame.figures.coverage, frame.alarm)"
    )


def _compare_four() -> None:
    origin, settings = gan_lab_controls.choose()
    st.markdown(
        "The **loss** is the rule of the game: what each of the two wants. Here are four rules, "
        "played with the same real points, seed and first weights; all else is as you set it."
    )
    cloud = gan_lab_cloud.make(origin)
    job = job_view.run_job(
        JOB,
        (origin, settings),
        lambda: gan_lab_games.play(cloud, settings),
        gan_lab_games.Painter(cloud).encode,
        settings.rounds,
        gan_lab_games.show,
        start_label="Play all four",
    )
    if job is None or not job.over or job.latest is None:
        return
    st.markdown(gan_lab_games.sentence(job.latest))
    st.caption(
        "One seed is one throw of the dice: try others. And no rule likes every setting; the "
        "Wasserstein game, for one, asks for a critic that learns faster than the forger."
    )
    code_panel.show_code(
        "from dataclasses import replace\n\nfrom nnkit.gan import lab\n\n"
        f"{gan_lab_cloud.code(origin)}\n"
        f"settings = lab.{settings!r}\n"
        "for loss in lab.LOSSES:\n"
        "    *_, last = lab.train(cloud, replace(settings, loss=loss))\n"
        "    print(loss, last.figures.js, last.figures.coverage)"
    )
