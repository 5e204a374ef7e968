"""The seventh tab: without a bottleneck a network learns to copy, and nothing else."""

import streamlit as st

from nnkit.autoencoder import copying
from ui import autoencoder_copying, code_panel, job_view, permalinks, player
from ui.guard import guard

JOB = "copying"


@guard()
def show() -> None:
    """Show the little network; the job's view stands last because it follows the run."""
    st.markdown(
        "Why squeeze at all? Here is the smallest experiment that shows it. A network gets **four "
        "numbers** and has to give back the same four. Between them lie two layers of four "
        "neurons: 4-4-4-4. Watch what it learns. Then put **two neurons in the middle** and let it "
        "learn again."
    )
    with st.container(horizontal=True):
        middle = permalinks.selectbox(
            "In the middle", list(autoencoder_copying.MIDDLES), key="middle"
        )
        examples = permalinks.selectbox(
            "Its examples", list(autoencoder_copying.EXAMPLES), key="examples",
            help="Four numbers made from only two, with noise on top; or four that have nothing "
            "to do with one another.",
        )  # fmt: skip
    with st.container(horizontal=True):
        noise = permalinks.slider(
            "Noise on the examples", 0.0, 0.5, 0.2, key="copy_noise", step=0.05,
            disabled=autoencoder_copying.EXAMPLES[examples] == "anything",
            help="On top of what is made from two numbers; *anything* has no pattern to disturb.",
        )  # fmt: skip
        seed = permalinks.slider("Seed of the random start", 0, 20, 0, key="seed")
    settings = copying.CopySettings(
        middle=autoencoder_copying.MIDDLES[middle],
        examples=autoencoder_copying.EXAMPLES[examples],
        noise=noise,
        seed=seed,
    )
    job = job_view.run_job(
        JOB,
        settings,
        lambda: copying.copy(settings),
        autoencoder_copying.encode,
        settings.steps,
        autoencoder_copying.show,
        start_label="Let it learn",
        keep_picture=False,
    )
    if job is None or not job.over or job.latest is None:
        return
    player.player(autoencoder_copying.bundle(job.history), key="copying_film", autoplay=True)
    st.markdown(autoencoder_copying.verdict(job.latest, settings))
    earlier = autoencoder_copying.before(job.latest, settings)
    if earlier is not None:
        with st.container(border=True):
            autoencoder_copying.recall(*earlier)
    st.markdown(
        "The same holds for pictures. 784 pixels through 784 neurons could simply be copied. "
        "Through 2, 8 or 32 numbers they cannot: the network must find out what *digits* are."
    )
    code_panel.show_code(
        code_panel.snippet(
            "autoencoder",
            f"settings = autoencoder.copying.{settings}",
            "for frame in autoencoder.copying.copy(settings):",
            "    print(frame.step, frame.loss, frame.copied, frame.noise_kept)",
        )
    )
