"""The first tab: a photo dreams."""

import streamlit as st

from nnkit import dream
from ui import (
    cores,
    dream_controls,
    dream_estimate,
    dream_files,
    dream_pictures,
    dream_presets,
    dream_run,
    dream_trail,
    dream_view,
    job_view,
    mask_brush,
    network_choice,
    permalinks,
)
from ui.guard import guard

START = "Dream"


@guard()
def show() -> None:
    """Show the tab; the job's view stands last because it follows the run."""
    st.markdown(
        "Ask a network what it sees in a photo, then **change the photo so that it sees more of "
        "it**. Where a cloud reminds it a little of an eye, make the cloud a little more like an "
        "eye; look again, and repeat. It is the sum that trains a network, only that here the "
        "network stays as it is and the *picture* learns."
    )
    with st.container(horizontal=True):
        network = network_choice.choose()
        dream_files.take_back()
    dream_files.say_what_is_missing()
    recipes = st.container()
    canvas, controls = st.columns([3, 2], gap="large")  # on a phone the picture comes first
    with controls:
        goal = dream_controls.goal(network)
        numbers = dream_controls.numbers(dream_controls.UP_FRONT)
        with permalinks.expander("Expert settings", key="expert", icon=":material/tune:"):
            side = permalinks.selectbox(
                "Size in pixels", dream_controls.SIDES, key="size", default=512
            )
            goal = dream_controls.mixed(network, goal)
            numbers |= dream_controls.numbers(dream_controls.FOLDED)
        settings = dream.DreamSettings(**goal, **numbers)
        with recipes:
            dream_presets.choose(network, settings, numbers, START)
        trail = dream_trail.trail(side)
        start, guide = dream_trail.start(trail), dream_controls.guide()
        mask = mask_brush.paint(start, trail.origin[0], "Dream only in a part")
    making = dream_view.Making(network.name, settings, guide, mask is not None, len(trail.stops))
    with canvas:
        st.caption(dream_estimate.sentence(network, start, settings))
        painter = dream_run.Painter()
        job = job_view.run_job(
            dream_view.JOB,
            (trail.key, making, mask_brush.digest(mask)),
            lambda: cores.on_all_cores(
                dream.dream(
                    network,
                    start,
                    settings,
                    guide=None if guide is None else dream_pictures.guide(guide),
                    mask=mask_brush.tensor(mask),
                )
            ),
            painter.encode,
            settings.octaves * settings.steps,
            dream_run.show,
            start_label=START,
            keep_picture=False,
        )
        dream_view.show(job, trail, making)
