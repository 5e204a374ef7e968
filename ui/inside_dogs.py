"""How many of ImageNet's classes are dogs, and what a network makes of that."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ui.class_bars import Bar
from ui.digit_reading import percent

if TYPE_CHECKING:
    from nnkit.vision import Guess
    from nnkit.vision.imagenet import Bias

SIZES = (224, 56, 28, 20, 16, 12, 10, 8)
DEFAULT_SIZE = 12
SHOWN = ("dogs", "vehicles", "birds", "food", "insects", "primates", "snakes", "fish",
         "house_cats", "people")  # fmt: skip


def counts() -> list[Bar]:
    """Return a bar for some groups of classes: how many classes each has."""
    from nnkit.vision import imagenet

    groups = {key: imagenet.GROUPS[key] for key in SHOWN}
    return [
        Bar(group.title, group.share, text=f"{len(group.numbers)} classes", is_marked=key == "dogs")
        for key, group in groups.items()
    ]


def top(guesses: "Sequence[Guess]") -> list[Bar]:
    """Return a bar for each guess; dogs are marked."""
    dogs = _dogs()
    return [
        Bar(
            f"{guess.label} (a dog)" if guess.number in dogs else guess.label,
            guess.probability,
            is_marked=guess.number in dogs,
        )
        for guess in guesses
    ]


def by_size(shares: Sequence[float], chosen: int) -> list[Bar]:
    """Return a bar for each number of squares: how much the network believes in dogs."""
    return [
        Bar(f"{size} × {size} squares", share, is_marked=size == chosen)
        for size, share in zip(SIZES, shares, strict=True)
    ]


def sentence(shares: Sequence[float]) -> str:
    """Say how much more dog the network sees where there is less to see."""
    sharp, most = shares[0], max(shares)
    size = SIZES[list(shares).index(most)]
    fair = len(_dogs()) / 1000
    if most < fair:
        return (
            f"In your picture it never sees much of a dog, at most {percent(most)}: this one keeps "
            "looking like something else to the end."
        )
    if size == SIZES[0]:
        return f"It is surest of a dog where it sees everything: {percent(most)}."
    return (
        f"With every detail the network gives dogs {percent(sharp)} of its belief in your picture; "
        f"with {size} × {size} squares left, **{percent(most)}**. Where it can no longer tell what "
        "it sees, it falls back on what it was shown most."
    )


def of_nothing(biases: "Sequence[Bias]") -> str:
    """Say what the network sees in pictures that show nothing."""
    from nnkit.vision import imagenet

    told = "; ".join(f"{imagenet.KINDS[bias.kind]}: {percent(bias.probability)}" for bias in biases)
    return (
        f"Belief in dogs where there is nothing at all (mean of {biases[0].count} pictures each): "
        f"{told}. By the number of classes alone dogs would get "
        f"{percent(biases[0].by_count)}. So it does not see dogs *everywhere*: noise reminds it of "
        "cloth and nets, not of animals. The pull shows where something furry, dark or face-like "
        "*might* be."
    )


@lru_cache(maxsize=4)
def biases(network: str) -> "tuple[Bias, ...]":
    """Return how much of dogs a network sees in pictures of nothing; found once for all."""
    from nnkit import vision
    from nnkit.vision import imagenet

    return tuple(imagenet.bias(vision.load(network), kind, count=8) for kind in imagenet.KINDS)


def _dogs() -> tuple[int, ...]:
    from nnkit.vision import imagenet

    return imagenet.GROUPS["dogs"].numbers
