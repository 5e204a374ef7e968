"""The third tab: from one digit to another, step by step through the codes."""

import streamlit as st

from ui import autoencoder_digit, autoencoder_walk, code_panel, permalinks, player
from ui.autoencoder_digit import FIRST, SECOND
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show two digits and the film of the way between them."""
    st.markdown(
        "Take the codes of two digits and walk in a straight line from one to the other; let the "
        "decoder draw at every step. Beside it runs what you would get **without** a network: one "
        "picture fades out while the other fades in. The fade shows two ghosts. The walk shows "
        "*one* digit that changes its shape."
    )
    left, middle, right = st.columns([2, 3, 2], gap="medium")
    with left:
        start = autoencoder_digit.choose(FIRST)
    with right:
        end = autoencoder_digit.choose(SECOND)
    with middle:
        name = permalinks.selectbox(
            "Whose codes", list(autoencoder_walk.NETWORKS), key="walker", default="ae8",
            format_func=autoencoder_walk.NETWORKS.__getitem__,
        )  # fmt: skip
        steps = permalinks.slider("Steps", 8, 60, 24, key="walk_steps")
    if start is None or end is None or not (start.is_final and end.is_final):
        return
    walk = autoencoder_walk.through_codes(start.image, end.image, name, steps)
    fade = autoencoder_walk.faded(start.image, end.image, steps)
    with middle:
        player.player(
            autoencoder_walk.bundle(walk, fade), key="walk", autoplay=True, loop=True,
            pixelated=True,
        )  # fmt: skip
        st.caption("Left: through the codes. Right: the fade.")
        st.download_button(
            "GIF", lambda: autoencoder_walk.gif(walk), "nnkit-walk.gif", "image/gif",
            key="walk_gif", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
    st.markdown(
        "Watch the middle of the way. With **2 numbers** you cross the map, and whatever digits "
        "lie between: a 4 may become a 9 before it becomes a 7; and one digit in four comes back "
        "as another, even at the ends. With **32 numbers** the ends are drawn far better, but the "
        "line between them leads through places where no digit has ever been, and the middle "
        "looks like it. **8 numbers** hold both: the ends, and a way that stays among digits."
    )
    code_panel.show_code(
        code_panel.snippet(
            "autoencoder, digits, strokes",
            *start.code, "start = image", *end.code,
            f'model = autoencoder.load("{name}")',
            "first, last = model.encode(start)[0], model.encode(image)[0]",
            f"walk = model.decode(autoencoder.interpolate(first, last, {steps}))",
            "result = walk[len(walk) // 2][None]",
        )
    )  # fmt: skip
