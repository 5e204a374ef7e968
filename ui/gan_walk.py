"""Walks through latent space, from favourite to favourite."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ui import gan_forgery, permalinks
from ui.gan_forgery import Forgery

if TYPE_CHECKING:
    from torch import Tensor


def company(favourites: Sequence[Forgery]) -> list[Forgery]:
    """Return favourites of one forger; where there are several kinds, ask which.

    The forger of any digit and the one that is asked for a digit have latent spaces of their own.
    """
    kinds = list(dict.fromkeys(_kind(each) for each in favourites))
    kind = kinds[0]
    if len(kinds) > 1:
        kind = permalinks.choice("Which favourites", kinds, key="company")
    return [each for each in favourites if _kind(each) == kind]


def pictures(chosen: Sequence[Forgery]) -> "Tensor":
    """Return what the forger draws of forgeries of one kind, [N, 1, 28, 28]."""
    import torch

    latents = torch.stack([each.latent() for each in chosen])
    label = chosen[0].label
    return gan_forgery.forger(label).generate(latents, label)


def path(chosen: Sequence[Forgery], steps: int, spherical: bool) -> "Tensor":
    """Return the pictures of a walk with so many steps between two stops, both ends included."""
    import torch

    from nnkit import gan

    stops = [each.latent() for each in chosen]
    legs = [
        gan.interpolate(here, there, steps + 1, spherical)[:-1] for here, there in pairwise(stops)
    ]
    label = chosen[0].label
    return gan_forgery.forger(label).generate(torch.cat([*legs, stops[-1][None]]), label)


def _kind(forgery: Forgery) -> str:
    return "any digit" if forgery.label is None else f"digit {forgery.label}"
