"""One map of a network on one picture: where it fires, and what the answer owes to it.

A unit here is a whole map (channel) of a layer: one filter, tried at every place.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.errors import ImageError, SettingsError
from nnkit.vision.network import VisionNetwork


class Unit(NamedTuple):
    """A map and how strongly it fires: how far its strongest place stands above its mean."""

    channel: int
    strength: float


class Change(NamedTuple):
    """A class and its probability (0..1) with the unit and without it."""

    label: str
    before: float
    after: float
    number: int


@dataclass(frozen=True, eq=False)
class Ablation:
    """What a network answers with a unit and without it: probabilities [1000] before and after.

    changes: the classes that change most, the greatest change first.
    """

    before: Tensor
    after: Tensor
    changes: tuple[Change, ...]


def without(
    network: VisionNetwork, picture: Tensor, layer: str, channel: int, k: int = 5
) -> Ablation:
    """Return the answer to a picture [1, 3, H, W] before and after a map is set to zero.

    Morcos et al. 2018 call it ablation. k: how many changes are told. Raises ImageError and
    SettingsError.
    """
    maps = _maps(network, picture, layer, channel)
    if not 1 <= k <= len(network.labels):
        raise SettingsError(f"Ask for 1 to {len(network.labels)} changes, not {k}.")
    silenced = maps.clone()
    silenced[:, channel] = 0
    with torch.no_grad():
        both = network.behind(layer)(torch.cat([maps, silenced])).softmax(dim=1).cpu()
    before, after = both
    most = (after - before).abs().topk(k).indices.tolist()
    changes = tuple(
        Change(network.labels[number], before[number].item(), after[number].item(), number)
        for number in most
    )
    return Ablation(before, after, changes)


def where(network: VisionNetwork, picture: Tensor, layer: str, channel: int) -> Tensor:
    """Return a unit's map enlarged to the picture's middle, [side, side]; see `middle`.

    It may fall below zero in layers without ReLU. Raises ImageError and SettingsError.
    """
    maps = _maps(network, picture, layer, channel)[:, channel : channel + 1]
    return functional.interpolate(maps, (network.side, network.side), mode="bilinear")[0, 0].cpu()


def strongest(network: VisionNetwork, picture: Tensor, layer: str, k: int = 12) -> tuple[Unit, ...]:
    """Return the k units of a layer that stand out most somewhere in the picture, strongest first.

    Measured against its mean, since some units are strong on every photo: of block 14's best eight
    two photos share 0.4 this way, 1.0 by the peak alone (0.3 by chance). k: at most as many as
    the layer has. Raises ImageError and SettingsError.
    """
    maps = _maps(network, picture, layer)[0]
    if not 1 <= k <= len(maps):
        raise SettingsError(f"Ask for 1 to {len(maps)} maps, not {k}.")
    best = (maps.amax(dim=(1, 2)) - maps.mean(dim=(1, 2))).topk(k)
    pairs = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return tuple(Unit(channel, strength) for channel, strength in pairs)


def _maps(network: VisionNetwork, picture: Tensor, layer: str, channel: int = 0) -> Tensor:
    """Return the maps [1, C, h, w] of the picture's middle; refuse a channel that is not there."""
    count = network.layer(layer).channels
    if not 0 <= channel < count:
        raise SettingsError(f"The layer '{layer}' has maps 0..{count - 1}, not {channel}.")
    if len(picture) != 1:
        raise ImageError(f"Give one picture [1, 3, H, W], not {tuple(picture.shape)}.")
    return network.activations(network.middle(picture), layer)
