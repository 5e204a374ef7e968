"""The sixth tab: how the two became what they are, moment by moment."""

import streamlit as st

from nnkit import gan
from ui import code_panel, gan_story, permalinks, player
from ui.guard import guard

NAMES = {"any digit": "digits", "the digit asked for": "conditional"}


@guard()
def show() -> None:
    """Play the real training of the shipped networks."""
    st.markdown(
        "In the beginning the forger draws mush, and the critic, which knows as little, can "
        "hardly tell. Then they teach each other: each time the critic finds out how forgeries "
        "give themselves away, the forger learns to avoid just that. People said which digit each "
        "real picture shows; what makes it look real nobody told them. This is what really "
        "happened when the networks of this page were trained."
    )
    name = NAMES[permalinks.choice("The forger of", list(NAMES), key="story_of")]
    story = gan.load_story(name)
    player.player(gan_story.film(story), key=f"story_{name}", fps=4, pixelated=True)
    st.markdown(gan_story.sentence(story))
    st.markdown(
        "**How to read the curves.** The critic's score is how real it finds a picture, from 0 to "
        "1. Where its scores for real digits and for forgeries lie far apart, it is ahead; where "
        "they come together near one half, it can only guess. The losses do *not* fall as in "
        "other training: each one's gain is the other's loss, and a draw looks like standing "
        "still. What falls is the **Fréchet distance**: how far the forgeries as a whole are from "
        "real digits."
    )
    code_panel.show_code(
        code_panel.snippet(
            "gan",
            f'story = gan.load_story("{name}")',
            "for moment in story.moments:",
            "    print(moment.epoch, moment.critic_loss, moment.forger_loss, moment.frechet)",
        )
    )
