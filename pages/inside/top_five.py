"""The first tab: what the network says about the picture, and how a challenge would score it."""

import streamlit as st

from ui import code_panel, display, inside_look, inside_scoring, picture
from ui.guard import guard


@st.fragment
@guard()
def show() -> None:
    """Show the square that the network sees, its five best guesses and their score."""
    guesses = inside_look.guesses(count=1000)
    left, right = st.columns([2, 3], gap="large")
    with left:
        whole, side = inside_look.source(), inside_look.network().side
        st.image(
            display.data_url(inside_look.framed(whole)),
            alt=f"{picture.current().alt} The network sees the bright square in the middle.",
            caption=inside_look.frame_caption(whole, side),
            width="stretch",
        )
    with right:
        inside_scoring.show_top(guesses, key="top_five")
        truth = inside_scoring.ask_truth(inside_look.network().labels)
        if truth == inside_scoring.OPEN:
            st.markdown(
                "It must choose among 1000 names, and these percentages always add up to 100 %: "
                "even when the true name is not on its list. Of all the people on Earth, that list "
                "knows only a groom, a ballplayer and a scuba diver."
            )
        else:
            st.markdown(inside_scoring.verdict(guesses, truth))
    st.markdown(inside_scoring.RULE)
    code = code_panel.snippet(
        "images, samples, vision",
        *inside_look.code(),
        "for guess in network.classify(picture):",
        '    print(f"{guess.label}: {guess.probability:.1%}")',
        "result = seen",
    )
    code_panel.show(
        code_panel.Result(inside_look.seen(), "What the network sees", code), key="top_five_square"
    )
