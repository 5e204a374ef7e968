"""Walks through latent space, from favourite to favourite."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ui import gan_forgery, permalinks
from ui.gan_forgery import Forgery

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False)
class Walk:
    """What is met on the way: pictures [N, 1, 28, 28], and how real the critic finds each, 0..1."""

    pictures: "Tensor"
    verdicts: list[float]


def company(favourites: Sequence[Forgery]) -> list[Forgery]:
    """Return favourites of one forger; where there are those of both, ask which.

    The forger of any digit and the one that is asked for a digit have latent spaces of their own.
    """
    kinds = [kind for kind, _ in Counter(map(_kind, favourites)).most_common()]
    kind = kinds[0]
    if len(kinds) > 1:
        kind = permalinks.choice("Which favourites", kinds, key="company")
    return [each for each in favourites if _kind(each) == kind]


def pictures(chosen: Sequence[Forgery]) -> "Tensor":
    """Return what the forger draws of forgeries of one kind, [N, 1, 28, 28]."""
    import torch

    return torch.cat([each.picture() for each in chosen])


def walk(chosen: Sequence[Forgery], steps: int, spherical: bool) -> Walk:
    """Return a walk with so many steps between two stops of one kind, both ends included.

    Where a digit is asked for, what is asked for changes on the way as the latent does.
    """
    import torch

    from nnkit import gan

    latents, labels = [], []
    for here, there in pairwise(chosen):
        latents.append(gan.interpolate(here.latent(), there.latent(), steps + 1, spherical))
        if here.label is not None and there.label is not None:
            labels.append(gan.interpolate_labels(here.label, there.label, steps + 1))
    # Each leg but the last ends where the next begins.
    path, asked = (
        torch.cat([*(leg[:-1] for leg in legs), legs[-1][-1:]]) if legs else None
        for legs in (latents, labels)
    )
    assert path is not None
    pair = gan_forgery.forger(chosen[0].label)
    drawn = pair.generate(path, asked)
    return Walk(drawn, pair.discriminate(drawn, asked).tolist())


def code(chosen: Sequence[Forgery], steps: int, spherical: bool) -> list[str]:
    """Return the Python that draws the walk."""
    straight_on = "" if spherical else ", spherical=False"
    digits = [each.label for each in chosen]
    leg = f"gan.interpolate(here, there, {steps + 1}{straight_on})"
    stops = f"stops = [{', '.join(each.code() for each in chosen)}]"
    loop = "for here, there in zip(stops, stops[1:]):"
    if digits[0] is None or len(set(digits)) == 1:
        asked = "" if digits[0] is None else f", label={digits[0]}"
        return [
            f'forger = gan.load("{"digits" if digits[0] is None else "conditional"}")',
            stops,
            loop,
            f"    pictures = forger.generate({leg}{asked})",
        ]
    return [
        'forger = gan.load("conditional")',
        stops,
        f"digits = {digits}",
        "for here, there, first, last in zip(stops, stops[1:], digits, digits[1:]):",
        f"    asked = gan.interpolate_labels(first, last, {steps + 1})",
        f"    pictures = forger.generate({leg}, label=asked)",
    ]


def _kind(forgery: Forgery) -> str:
    return "any digit" if forgery.label is None else "the digit asked for"
