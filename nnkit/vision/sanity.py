"""Is a saliency map about the network, or only about the picture? Ask a network without learning.

Adebayo et al. 2018, "Sanity Checks for Saliency Maps", section 3: where random weights give the
same map, the map cannot tell what the network has learned.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.vision import saliency
from nnkit.vision.network import VisionNetwork


@dataclass(frozen=True, eq=False)
class SanityFrame:
    """After `step` of `total`: the maps [H, W] of a trained network and of a random one, so far.

    `likeness` compares the strengths of both, see `likeness`; None until both maps are whole.
    """

    step: int
    total: int
    trained: Tensor
    control: Tensor
    likeness: float | None


def check(
    trained: VisionNetwork, control: VisionNetwork, picture: Tensor, label: int, method: str
) -> Iterator[SanityFrame]:
    """Yield the maps of both networks as they grow, empty ones first.

    `picture` [1, 3, H, W], `label` and `method` are those of `saliency.saliency`. Raises
    SettingsError for an unknown method, and what `saliency` raises.
    """
    if method not in saliency.METHODS:
        known = ", ".join(saliency.METHODS)
        raise SettingsError(f"There is no method '{method}': take one of {known}.")
    return _check((trained, control), picture, label, method)


def likeness(first: Tensor, second: Tensor) -> float:
    """Return how alike the strengths of two maps [H, W] are, -1..1, whatever their signs.

    A rank correlation of absolute values, as an eye compares two pictures; NaN where one is empty.
    Raises SettingsError.
    """
    return saliency.similarity(first.abs(), second.abs())


def _check(
    networks: tuple[VisionNetwork, VisionNetwork], picture: Tensor, label: int, method: str
) -> Iterator[SanityFrame]:
    maps = [torch.zeros(picture.shape[-2:]) for _ in networks]
    for place, network in enumerate(networks):
        for step, each, grown in _grow(network, picture, label, method):
            maps[place] = grown
            done, total = place * each + step, len(networks) * each
            if place and not step:
                continue  # the first network's last frame showed as much
            found = likeness(*maps) if done == total else None
            yield SanityFrame(done, total, maps[0], maps[1], found)


def _grow(
    network: VisionNetwork, picture: Tensor, label: int, method: str
) -> Iterator[tuple[int, int, Tensor]]:
    """Yield (step, total, map so far): one step, or one for each hidden place."""
    if method == "occlusion":
        for frame in saliency.occlusion(network, picture, label):
            yield frame.step, frame.total, frame.map
        return
    yield 0, 1, torch.zeros(picture.shape[-2:])
    yield 1, 1, saliency.saliency(network, picture, label, method)
