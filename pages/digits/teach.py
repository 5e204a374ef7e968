"""The fourth tab: train a network from nothing and watch its weights form."""

import streamlit as st

from nnkit import digits
from ui import digit_data, digit_pad, digit_teaching, job_view, permalinks, player
from ui.digit_control import KEY
from ui.guard import guard

SOURCES = [digit_teaching.SMALL, digit_teaching.MNIST]
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)


@guard()
def show() -> None:
    """Show the settings and the run; the job's view stands last because it follows it."""
    st.markdown(
        "Start with random weights, show the network a handful of digits, see how wrong it is, "
        "nudge every weight a little in the direction that makes it less wrong, and take the next "
        "handful. That is all. Watch the shape of a 6 appear in the weights of a neuron that "
        "nobody ever told what a 6 looks like."
    )
    a, b = st.columns(2)
    with a:
        title = permalinks.selectbox("Network", list(digit_teaching.NETWORKS), key="network")
    with b:
        source = permalinks.selectbox("Digits", SOURCES, key="digits")
    a, b, c = st.columns(3)
    with a:
        epochs = permalinks.slider("Epochs (times through all digits)", 1, 40, 15, key="epochs")
    with b:
        rate = permalinks.selectbox("Learning rate", RATES, key="rate", default=0.01)
    with c:
        seed = permalinks.slider("Seed of the random start", 0, 20, 0, key="seed")
    if source == digit_teaching.MNIST and not digit_data.offer_mnist():
        return

    name = digit_teaching.NETWORKS[title]
    learning, checking = digit_teaching.digits_of(source)
    settings = digits.TrainingSettings(
        epochs=epochs, batch=32, learning_rate=rate, augmentation=0.0, seed=seed,
        frames=max(1, digit_teaching.FRAMES // epochs),
    )  # fmt: skip
    st.caption(f"{len(learning):,} digits to learn from, {len(checking):,} others to check with.")
    job = job_view.run_job(
        "teach",
        (name, source, settings),
        lambda: digits.train(name, learning, checking, settings),
        digit_teaching.encode,
        epochs * -(-len(learning) // settings.batch),
        digit_teaching.show,
        start_label="Teach it",
        can_pause=True,
        keep_picture=False,
    )
    if job is None or not job.over or job.latest is None:
        return
    run = digit_teaching.bundle(job.history)
    player.player(run, key="teach_player", autoplay=True, pixelated=True)
    st.markdown(digit_teaching.verdict(job.latest, name, digit_pad.current(KEY).strokes))
