"""Forgeries that can be drawn again from four numbers, and the visitor's favourites among them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import streamlit as st

from nnkit.ranges import check_number, check_whole

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.gan import Gan

SHEET = 24  # forgeries of one seed
MOST_FAVOURITES = 12
ALL, FREE = "all ten", "whatever comes"
MOST_SEEDS, BOLDEST = 999, 1.5
_KEY, _LINK = "_gan_favourites", "favourites"


@dataclass(frozen=True)
class Forgery:
    """One of the forgeries of a seed.

    place: in the sheet, from 0. label: the digit that was asked for, None for whatever comes.
    Raises SettingsError.
    """

    seed: int
    place: int
    truncation: float = 1.0
    label: int | None = None

    def __post_init__(self) -> None:
        """Check the ranges, for links may hold anything."""
        check_whole("seed", self.seed, 0, MOST_SEEDS)
        check_whole("place", self.place, 0, SHEET - 1)
        check_number("truncation", self.truncation, 0, BOLDEST)
        if self.label is not None:
            check_whole("label", self.label, 0, 9)

    @property
    def title(self) -> str:
        """A name that nobody has to understand, but that finds it again."""
        asked = "" if self.label is None else f"a {self.label}, "
        return f"{asked}seed {self.seed}, number {self.place + 1}"

    def latent(self) -> "Tensor":
        """Return the 100 numbers [100] that the forger made it of."""
        from nnkit import gan

        return gan.draw(SHEET, self.seed, self.truncation)[self.place]

    def picture(self) -> "Tensor":
        """Return the picture [1, 1, 28, 28], 0..1."""
        return forger(self.label).generate(self.latent()[None], self.label)

    def code(self) -> str:
        """Return the Python that gives its latent."""
        return f"gan.draw({SHEET}, seed={self.seed}, truncation={self.truncation:g})[{self.place}]"


def labels(words: str) -> list[int] | None:
    """Return the digit to ask for at each place of a sheet: one digit, or all ten in turn.

    None for words that name no digit and not all of them: nothing is asked for.
    """
    if words == ALL:
        return [place % 10 for place in range(SHEET)]
    return [int(words)] * SHEET if words.isdecimal() else None


# A link opens with these, so that there is a walk to play and a digit to pull at.
_BEGIN = (
    *(Forgery(2, 20), Forgery(1, 13), Forgery(0, 8), Forgery(5, 23)),
    *(Forgery(1, 3, 1.0, 3), Forgery(2, 5, 1.0, 3)),
)


def forger(label: int | list[int] | None) -> "Gan":
    """Return the pair that draws it: of any digit, or of one that is asked for."""
    from nnkit import gan

    return gan.load("digits" if label is None else "conditional")


def verdict(pictures: "Tensor", label: int | None) -> list[float]:
    """Return for each picture how sure the critic is, 0..1, that a hand wrote it."""
    found: list[float] = forger(label).discriminate(pictures, label).tolist()
    return found


def favourites() -> tuple[Forgery, ...]:
    """Return what the visitor likes, or what the link brings, or a few to begin with."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _read(st.query_params.get(_LINK, "")) or _BEGIN
    return cast(tuple[Forgery, ...], st.session_state[_KEY])


def like(forgery: Forgery) -> None:
    """Add a favourite; the oldest goes when there are too many. The first replaces the examples."""
    kept = () if favourites() == _BEGIN else favourites()
    _keep((*(each for each in kept if each != forgery), forgery)[-MOST_FAVOURITES:])


def forget() -> None:
    """Go back to the favourites to begin with."""
    _keep(_BEGIN)


def _keep(chosen: tuple[Forgery, ...]) -> None:
    st.session_state[_KEY] = chosen
    st.query_params[_LINK] = "_".join(_written(each) for each in chosen)


def _written(forgery: Forgery) -> str:
    numbers = (forgery.seed, forgery.place, round(100 * forgery.truncation), forgery.label)
    return "-".join(str(number) for number in numbers if number is not None)


def _read(text: str) -> tuple[Forgery, ...]:
    """Return the forgeries of a link; none at all if one of them is nonsense."""
    found = []
    for word in text.split("_")[:MOST_FAVOURITES]:
        try:
            seed, place, percent, *label = (int(number) for number in word.split("-"))
            found.append(Forgery(seed, place, percent / 100, *label))
        except (ValueError, TypeError):
            return ()
    return tuple(found)
