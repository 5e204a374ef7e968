"""Why it works, in numbers: a straight walk through the space of pictures, and one by chance."""

from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.attacks.classifier import Classifier
from nnkit.attacks.guesses import look
from nnkit.attacks.similarity import check_pair
from nnkit.errors import ImageError
from nnkit.ranges import check_number, check_whole
from nnkit.vision import VisionNetwork


@dataclass(frozen=True, eq=False)
class Walk:
    """Probabilities along the way from a picture, `shares` [S] of the attack's length.

    attack: [S, K], straight towards the attacked picture, which is at 1. chance: [S, K], as far in
    a random direction: the attack's own changes, dealt out anew over the picture.
    """

    shares: Tensor
    attack: Tensor
    chance: Tensor


def walk(
    network: VisionNetwork | Classifier,
    original: Tensor,
    adversarial: Tensor,
    places: int = 13,
    reach: float = 1.5,
    seed: int = 0,
) -> Walk:
    """Walk from one picture [1, C, H, W] to an attacked one, and `reach` times as far.

    Nothing is rounded or clamped on the way: it is a straight line. Raises ImageError for several
    pictures or two shapes, and SettingsError for fewer than two places or a bad reach.
    """
    check_pair(original, adversarial)
    if len(original) != 1:
        raise ImageError(f"Walk from one picture [1, C, H, W], not {tuple(original.shape)}.")
    check_whole("places", places, 2, 1000)
    check_number("reach", reach, 0, 100)
    shares = torch.linspace(0, reach, places)
    change = adversarial - original
    order = torch.randperm(change.numel(), generator=torch.Generator().manual_seed(seed))
    dealt = change.flatten()[order.to(change.device)].reshape(change.shape)
    steps = shares.to(original)[:, None, None, None]
    attack, chance = (
        look(network, original + steps * way).softmax(dim=1) for way in (change, dealt)
    )
    return Walk(shares, attack, chance)
