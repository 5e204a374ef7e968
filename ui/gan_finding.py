"""The visitor's drawing before the critic, and the search for it in latent space."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui import display, gan_forgery, gan_sheet, player

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.gan import FindingFrame

_STEPS = 32
_EVERY = 5  # steps of the search from one preview to the next


@dataclass(frozen=True, eq=False)
class Found:
    """What the search has so far: latent [100], picture [1, 1, 28, 28], and how far it is off."""

    step: int
    latent: "Tensor"
    picture: "Tensor"
    distance: float


def encode(frame: "FindingFrame") -> Found:
    """Keep what the page needs of a frame."""
    return Found(frame.step, frame.latent, frame.picture, frame.distance)


def show(found: Found, place: DeltaGenerator) -> None:
    """Draw the best picture so far."""
    if found.step % _EVERY:
        return
    place.image(
        display.data_url(gan_sheet.png(found.picture, zoom=8)),
        alt="The forger's best version of your digit so far",
        caption=f"Step {found.step}: off by {found.distance:.3f}",
    )


def judge(picture: "Tensor") -> None:
    """Show what the critic says of a prepared drawing [1, 1, 28, 28]."""
    real = gan_forgery.verdict(picture, None)[0]
    st.metric("The critic takes your digit for a real one of MNIST with", f"{real:.0%}")
    st.caption(
        "Do not take it to heart. The critic knows two piles only, MNIST's digits from 1990s "
        "forms and this forger's, and learned to tell them by tiny things: a mouse leaves other "
        "edges than a scanned pen. It says in which pile your drawing would rather lie."
    )


def compare(picture: "Tensor", found: Found) -> None:
    """Show drawing and forgery side by side, with what the critic says of each."""
    import torch

    pair = torch.cat([picture, found.picture])
    mine, its = gan_forgery.verdict(pair, None)
    left, right = st.columns(2)
    with left:
        display.show_array(gan_sheet.sheet(picture, 1), alt="Your digit, prepared as MNIST's",
                           caption=f"Yours: {mine:.0%} real")  # fmt: skip
    with right:
        display.show_array(gan_sheet.sheet(found.picture, 1), alt="The nearest forgery found",
                           caption=f"The forger's: {its:.0%} real")  # fmt: skip
    st.markdown(
        f"Its pixels differ from yours by **{found.distance:.3f}** (root mean square; 0 would be "
        "the same picture). What it could not copy is what it has never seen a hand do."
    )


def walk(found: Found, seed: int) -> None:
    """Play the walk from the drawing's latent to a forgery."""
    from nnkit import gan

    path = gan.interpolate(found.latent, gan.draw(1, seed)[0], _STEPS + 1)
    pictures = gan.load().generate(path)
    player.player(
        gan_sheet.bundle(
            gan_sheet.film(pictures),
            "Your digit turning into a forgery, step by step",
            [f"Step {place} of {_STEPS} from your digit" for place in range(_STEPS + 1)],
        ),
        key="my_walk",
        loop=True,
        pixelated=True,
    )
