"""The fourth tab: noise goes in, a digit comes out."""

import streamlit as st

from ui import autoencoder_digit, autoencoder_noise, code_panel, permalinks
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show a digit in noise, and cleaned."""
    st.markdown(
        "This autoencoder was trained with a trick: it was shown **noisy** digits and had to draw "
        "the **clean** ones. Noise does not fit through the few numbers in the middle, as it has "
        "no rule that could be put into words; a digit does. So it learned to see through snow."
    )
    left, right = st.columns([1, 2], gap="large")
    with left:
        given = autoencoder_digit.choose()
    with right:
        sigma = permalinks.slider(
            "Noise", 0.0, 0.8, 0.5, key="noise", step=0.05,
            help="Its standard deviation, where 1 is the way from black to white. The network "
            "was trained with noise up to 0.8.",
        )  # fmt: skip
        seed = permalinks.slider("Another throw of the dice", 0, 20, 0, key="noise_seed")
        if given is None:
            return
        found = autoencoder_noise.cleaned(given.image, sigma, seed)
        autoencoder_noise.show(given.image, found)
        st.markdown(autoencoder_noise.verdict(given.image, found))
        st.caption(
            "PSNR tells in decibels how close a picture is to the clean one: 10 more mean a tenth "
            "of the squared error. The classical method is *non-local means*, a well-known one "
            "without learning: it averages places that look alike, and was told how strong the "
            "noise is."
        )
        st.markdown(autoencoder_noise.measured())
    if not given.is_final:
        return
    code = code_panel.snippet(
        "autoencoder, digits, noise, strokes",
        *given.code,
        f"noisy = noise.gaussian(image, {sigma}, seed={seed})",
        "result = autoencoder.denoise(noisy)",
        "print(autoencoder.evaluation.psnr(image, result))",
    )
    code_panel.show(
        code_panel.Result(found["Autoencoder"], "denoised", code), key="denoised",
        origin=given.words.capitalize(),
    )  # fmt: skip
