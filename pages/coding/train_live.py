"""The eighth tab: train an autoencoder from nothing and watch its map form."""

import streamlit as st

from nnkit.autoencoder import small
from ui import autoencoder_small, code_panel, job_view, permalinks, player
from ui.guard import guard

JOB = "small_autoencoder"


@guard()
def show() -> None:
    """Show the settings and the run; the job's view stands last because it follows it."""
    st.markdown(
        "Here nothing is prepared: a network with random weights, 1,500 small digits of 8 × 8 "
        "pixels, two numbers in the middle. At first all codes lie in one heap. Then the ones that "
        "must be *drawn* differently push each other apart, and the map unfolds."
    )
    with st.container(horizontal=True):
        kind = permalinks.selectbox(
            "Kind", [autoencoder_small.PLAIN, autoencoder_small.VARIATIONAL], key="small_kind"
        )
        rate = permalinks.selectbox("Learning rate", autoencoder_small.RATES, key="small_rate",
                                    default=0.005)  # fmt: skip
    with st.container(horizontal=True):
        epochs = permalinks.slider("Epochs (times through all digits)", 10, 400, 150,
                                   key="small_epochs", step=10)  # fmt: skip
        noise = permalinks.slider("Noise on what it sees", 0.0, 0.5, 0.0, key="small_noise",
                                  step=0.05)  # fmt: skip
        seed = permalinks.slider("Seed of the random start", 0, 20, 0, key="small_seed")
    settings = small.SmallSettings(
        is_variational=kind == autoencoder_small.VARIATIONAL,
        epochs=epochs,
        learning_rate=rate,
        noise=noise,
        seed=seed,
    )
    job = job_view.run_job(
        JOB,
        settings,
        lambda: small.train(settings),
        autoencoder_small.encode,
        epochs,
        autoencoder_small.show,
        start_label="Train it",
        can_pause=True,
        keep_picture=False,
    )
    if job is None or not job.over or job.latest is None:
        return
    player.player(autoencoder_small.bundle(job.history), key="small_film", autoplay=True)
    st.caption(autoencoder_small.ALT)
    st.markdown(autoencoder_small.verdict(job.history))
    code_panel.show_code(
        code_panel.snippet(
            "autoencoder",
            f"settings = autoencoder.small.{settings}",
            "for frame in autoencoder.small.train(settings):",
            "    print(frame.step, frame.error, frame.unseen_error)",
        )
    )
