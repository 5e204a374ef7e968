"""The second tab: what content alone, and style alone, mean to the network."""

import streamlit as st

from nnkit import style
from ui import cores, job_view, network_choice, permalinks, style_meaning
from ui.guard import guard


@guard()
def show() -> None:
    """Show the tab; the job's view stands last because it follows the run."""
    st.markdown(
        "What does the network still know of a picture, some layers in? Begin with **noise** and "
        "change it until those layers cannot tell it from the picture. What comes back is what "
        "they keep; what does not, they have thrown away."
    )
    kind = permalinks.choice("Bring back", style_meaning.KINDS, key="meaning_of")
    network = network_choice.choose(tuple(style.recipes.RECIPES), key="painter")
    canvas, controls = st.columns([3, 2], gap="large")
    with controls:
        asked = style_meaning.asked(kind, network.name)
        seed = permalinks.slider("Seed of the noise", 0, 50, 0, key="noise_seed")
    with canvas:
        painter = style_meaning.Painter()
        job = job_view.run_job(
            style_meaning.JOB,
            (asked, network.name, seed),
            lambda: cores.on_all_cores(
                style.reconstruct(
                    network,
                    asked.picture(),
                    asked.layers,
                    asked.kind,
                    steps=style_meaning.STEPS,
                    seed=seed,
                )
            ),
            painter.encode,
            style_meaning.STEPS,
            style_meaning.show_shot,
            start_label="Grow it from noise",
            keep_picture=False,
        )
        style_meaning.show(job, asked, network.name, seed)
