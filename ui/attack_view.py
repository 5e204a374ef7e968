"""What an attack has done to a picture: the headline, both pictures, figures, and why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from ui import attack_run, charts, comparison, player
from ui.attack_goal import ANYTHING, Wish
from ui.class_bars import Bar, bars
from ui.digit_reading import percent

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.attacks import Report
    from nnkit.vision import VisionNetwork

SIDE = ("Your photo", "What was changed, enlarged", "What the network gets now")


def headline(report: "Report") -> str:
    """Say what the network said and what it says now."""
    before, after = report.before[0], report.after[0]
    return (
        f"### “{before.label}” {percent(before.probability)} → "
        f"“{after.label}” {percent(after.probability)}"
    )


def verdict(report: "Report", wish: Wish, is_idle: bool) -> str:
    """Say whether the goal was reached, and what to do if it was not."""
    if report.reached and report.linf == 0:
        return "The network says so already: nothing had to be changed. Wish for another class."
    if is_idle:
        return (
            "Nothing may change, so nothing can be fooled: with a budget of 0 the photo stays as "
            "it is. Move the slider to the right."
        )
    if report.reached:
        return (
            "**Fooled**, and it stays fooled as a file: both pictures are compared as their "
            "8-bit PNGs."
        )
    wished = "another answer" if wish.number is None else f"“{wish.label}”"
    return (
        f"**Not fooled** within this budget: it came to {percent(report.confidence)} for {wished}. "
        "Allow a larger change, or take another attack."
    )


def figures(report: "Report") -> str:
    """Say how much was changed, in numbers."""
    return (
        f"Length of the whole change (L2, in steps of 255): **{report.l2:,.0f}** · likeness of "
        f"both pictures (SSIM, 1 is equal): **{report.ssim:.3f}**"
    )


def pictures(
    before: "Tensor", after: "Tensor", *, key: str, labels: tuple[str, str, str] = SIDE
) -> None:
    """Show both pictures with their difference between them."""
    from nnkit import images

    comparison.comparison(
        images.to_png(before),
        images.to_png(after),
        key=key,
        labels=labels,
        alts=(
            "The picture as the network saw it at first.",
            "The difference of the two pictures, enlarged around grey.",
            "The attacked picture; to the eye it is almost the same.",
        ),
    )


def top_five(report: "Report", *, key: str) -> None:
    """Show the five best guesses before and after."""
    left, right = st.columns(2, gap="large")
    for place, title, guesses, suffix in (
        (left, "It said", report.before, "before"),
        (right, "It says", report.after, "after"),
    ):
        with place:
            shown = [
                Bar(guess.label, guess.probability, is_marked=rank == 0)
                for rank, guess in enumerate(guesses)
            ]
            bars(shown, title=title, key=f"{key}_{suffix}", is_full=True)


def film(shots: Sequence[attack_run.Shot], wish: Wish, key: str = "attack_player") -> None:
    """Offer the run in the player."""
    with st.expander("Watch it happen", icon=":material/movie:"):
        wished = "its best other guess" if wish.label == ANYTHING else wish.label
        player.player(attack_run.bundle(shots, wished), key=key)


@st.fragment
def why(network: "VisionNetwork", before: "Tensor", after: "Tensor", report: "Report") -> None:
    """Explain in four sentences and a chart of this very attack."""
    from nnkit import attacks

    box = st.expander("Why does this work?", icon=":material/help:", on_change="rerun", key="why")
    if not box.open:
        return
    with box:
        st.markdown(
            "A photo of this size is 150,528 numbers, and the network adds up what each of them "
            "says. A nudge of 4 in one number is nothing; 150,528 nudges, **each in the direction "
            "that helps the same answer**, add up to a landslide. By chance half of them would "
            "pull one way and half the other, and cancel: that is why noise of the same size "
            "hardly matters. The network never learned to ignore such directions, because in all "
            "photos it was trained with, nobody had ever pushed along one."
        )
        steps = attacks.walk(network, before, after)
        first, last = report.before[0], report.after[0]
        charts.walks(steps, (first.label, first.number), (last.label, last.number))
        st.markdown(
            "**Why it matters.** Networks read road signs, sort out spam and check identity. An "
            "attack like this needs the network's weights, many questions to it, or a similar "
            "network of one's own, so it is no magic key; but whoever builds on a network should "
            "know what it can be talked into, and keep a second check. The tabs beside show what "
            "helps."
        )
