"""The first tab: a digit through a few numbers and back, layer by layer."""

import streamlit as st

from nnkit import autoencoder
from ui import (
    autoencoder_digit,
    autoencoder_layers,
    autoencoder_rivals,
    autoencoder_story,
    code_panel,
    permalinks,
)
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the digit, what comes back, and everything between."""
    left, right = st.columns([1, 2], gap="large")
    with left:
        given = autoencoder_digit.choose()
    with right:
        count = permalinks.stops(
            "Numbers in the middle", autoencoder_rivals.BOTTLENECKS, key="numbers", default=8
        )
        if given is None:
            return
        autoencoder_rivals.show(given.image, count)
        st.markdown(
            "**PCA** is the best that straight lines can do: it adds up fixed pictures, more or "
            "less of each. The autoencoder may *bend*. The **variational** one also had to keep "
            "its codes close together, so that the places between them mean digits too. With 2 or "
            "8 numbers that costs it next to nothing; with 32 it draws less exactly for it."
        )
    st.subheader("Into the numbers, and out of them")
    model = autoencoder.load(f"ae{count}")
    autoencoder_layers.show(model, given.image)
    autoencoder_story.show(f"ae{count}")
    if not given.is_final:
        return
    returned = model.reconstruct(given.image)
    code = code_panel.snippet(
        "autoencoder, digits, strokes",
        *given.code,
        f'model = autoencoder.load("ae{count}")',
        "codes = model.encode(image)",
        "print(codes)",
        "result = model.decode(codes)",
    )
    code_panel.show(
        code_panel.Result(returned, f"through {count} numbers", code),
        key="squeezed", origin=given.words.capitalize(),
    )  # fmt: skip
