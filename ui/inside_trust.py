"""What the likeness of a saliency map to that of random weights says about the method."""

import math
from collections.abc import Mapping

ALIKE, UNLIKE = 0.5, 0.25


def verdict(title: str, likeness: float) -> str:
    """Say in a sentence or two whether the map can be trusted here."""
    if math.isnan(likeness):
        return (
            "**No verdict**: one of the two maps is empty, so there is nothing to compare. With "
            "other random weights it might not be."
        )
    measured = f"**Likeness {likeness:+.2f}** (1 would be the same map, 0 no likeness at all)."
    if likeness >= ALIKE:
        return (
            f"{measured} A network that has learned *nothing* paints nearly the same map. So here "
            f"{title} shows your picture's bright shapes, not what the network knows: **do not "
            "trust it**, however convincing it looks."
        )
    if likeness >= UNLIKE:
        return (
            f"{measured} A good part of this map comes from the picture alone: a network that has "
            "learned nothing paints it too. **Take it with care.**"
        )
    return (
        f"{measured} Without learning the map is another one. So what {title} shows here does come "
        "from what the network has learned: **it passes the test**."
    )


def table(likenesses: Mapping[str, float | None]) -> str:
    """Return a table of the methods' titles with their likeness, None for one not yet computed."""
    rows = [
        f"| {title} | {_number(likeness)} | {_word(likeness)} |"
        for title, likeness in likenesses.items()
    ]
    return "\n".join(["| Method | Likeness to random | The test |", "|---|---|---|", *rows])


def _number(likeness: float | None) -> str:
    if likeness is None:
        return "not yet"
    return "a map is empty" if math.isnan(likeness) else f"{likeness:+.2f}"


def _word(likeness: float | None) -> str:
    if likeness is None or math.isnan(likeness):
        return ""
    if likeness >= ALIKE:
        return "fails"
    return "with care" if likeness >= UNLIKE else "passes"
