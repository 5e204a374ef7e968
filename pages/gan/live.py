"""The last tab: a small forger and its critic learn while you watch."""

import streamlit as st

from nnkit.gan import small
from ui import code_panel, gan_live, job_view, permalinks, player
from ui.guard import guard

JOB = "small_gan"
KINDS = {"as it should go": "healthy", "collapse, on purpose": "collapse"}


@guard()
def show() -> None:
    """Train the small pair in the background and play what happened."""
    st.markdown(
        "The big pair took half an hour to train. This small one learns from 1,797 digits of "
        "8 × 8 pixels, and you can watch it. Two things can come of it: a forger that draws all "
        "ten digits, or a **collapse**: it finds one drawing that passes and makes nothing else."
    )
    kind = KINDS[permalinks.choice("Let it go", list(KINDS), key="goes")]
    seed = permalinks.slider("Seed", 0, 50, 0, key="live_seed")
    settings = gan_live.settings(kind, int(seed))
    job = job_view.run_job(
        JOB,
        settings,
        lambda: small.train(settings),
        gan_live.encode,
        settings.steps,
        gan_live.show,
        start_label="Train",
        keep_picture=False,
    )
    shots = job.history if job is not None and job.over else None
    if not shots:
        return
    player.player(gan_live.film(shots), key="small_gan", fps=8, pixelated=True, autoplay=True)
    st.markdown(gan_live.verdict(shots[-1]))
    code_panel.show_code(
        "from nnkit.gan import small\n\n"
        f"for frame in small.train(small.{settings}):\n"
        "    print(frame.step, frame.covered, frame.variety)"
    )
