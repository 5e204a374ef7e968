"""The top five of a picture, and how ImageNet's challenge would score them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ui import permalinks
from ui.class_bars import Bar, bars
from ui.job_view import ordinal

if TYPE_CHECKING:
    from nnkit.vision import Guess

OPEN = "Choose"
RULE = (
    "ImageNet's challenge has two scores. **Top-1**: the first guess must be right. **Top-5**: the "
    "right name must be among the first five, because a photo often shows more than one thing. On "
    "the challenge's own 50,000 photos a network of this size gets about three in four right by "
    "the first rule, and nine in ten by the second."
)


def top(guesses: "Sequence[Guess]", count: int = 5) -> list[Bar]:
    """Return a bar for each of the first guesses, the first one marked."""
    return [
        Bar(guess.label, guess.probability, is_marked=place == 0)
        for place, guess in enumerate(guesses[:count])
    ]


def show_top(guesses: "Sequence[Guess]", *, key: str) -> None:
    """Show the first five."""
    bars(top(guesses), title="What the network says", key=key, is_full=True)


def ask_truth(labels: Sequence[str]) -> str:
    """Ask which class the picture really shows, OPEN for no answer; the URL carries it."""
    return permalinks.selectbox(
        "What is it really?",
        [OPEN, *labels],
        key="truth",
        help="You are the judge: choose one of ImageNet's 1000 classes.",
    )


def verdict(guesses: "Sequence[Guess]", truth: str) -> str:
    """Say how the challenge scores all 1000 guesses, best first, if `truth` is right."""
    rank = next(place for place, guess in enumerate(guesses, 1) if guess.label == truth)
    if rank == 1:
        return f"“{truth}” is the first guess: **right** by top-1 and by top-5."
    place = f"“{truth}” is the {ordinal(rank)} guess of 1000"
    if rank <= 5:
        return f"{place}: **wrong** by top-1, **right** by top-5."
    return f"{place}: **wrong** by both rules."
