"""The second tab: zoom in, dream, zoom in, dream: a video that never ends."""

import streamlit as st

from nnkit import dream
from ui import (
    cores,
    dream_controls,
    dream_estimate,
    dream_pictures,
    dream_presets,
    dream_zoom,
    job_view,
    network_choice,
    permalinks,
    picture,
)
from ui.guard import guard

START = "Take off"


@guard()
def show() -> None:
    """Show the tab; the job's view stands last because it follows the run."""
    st.markdown(
        "Zoom into a dream a little and let the network dream again; and again. Soon nothing of "
        "the photo is left, and you travel through pictures that **only the network** made up."
    )
    network = network_choice.choose()
    recipes = st.container()
    canvas, controls = st.columns([3, 2], gap="large")  # on a phone the picture comes first
    with controls:
        goal = dream_controls.goal(network, with_guide=False)
        frames = permalinks.slider("Frames", 12, 240, 48, key="frames", step=12,
                                   help="Twelve of them are a second of the film.")  # fmt: skip
        zoom = permalinks.slider("Zoom from frame to frame", 0.9, 1.15, 1.03, key="zoom",
                                 step=0.01, help="Over 1 flies in, under 1 backs out.")  # fmt: skip
        rotation = permalinks.slider("Turn in degrees", -10.0, 10.0, 0.0, key="turn", step=0.5)
        with permalinks.expander("Expert settings", key="expert", icon=":material/tune:"):
            side = permalinks.selectbox("Size in pixels", dream_controls.SIDES[:3],
                                        key="film_size", default=256)  # fmt: skip
            steps = permalinks.slider("Dream steps a frame", 1, 10, 2, key="frame_steps")
            goal = dream_controls.mixed(network, goal)
            numbers = dream_controls.numbers(dream_controls.OF_A_FILM)
    settings = dream.DreamSettings(**goal, **numbers)
    with recipes:
        dream_presets.choose(network, settings, numbers, START)
    travel = dream.ZoomSettings(frames=frames, zoom=zoom, rotation=rotation, steps=steps)
    start = dream_pictures.start(side)
    with canvas:
        st.caption(dream_estimate.zoom_sentence(network, start, settings, travel))
        job = job_view.run_job(
            "dream_zoom",
            (picture.current().title, side, network.name, settings, travel),
            lambda: cores.on_all_cores(dream.zoom(network, start, travel, settings)),
            dream_zoom.encode,
            frames,
            dream_zoom.show_shot,
            start_label=START,
            keep_picture=False,
        )
        dream_zoom.show(job, start, side, network.name, settings, travel)
