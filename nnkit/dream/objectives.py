"""What a dream climbs: how strongly the layers respond to a picture, as one number."""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from nnkit.dream import pyramid
from nnkit.dream.settings import DreamSettings
from nnkit.errors import SettingsError
from nnkit.vision import LOGITS, VisionNetwork

GUIDE_FEATURES = 400  # places of the guide that each place of the picture chooses from
_SILENCE = 1e-12  # keeps the unit of a layer that makes nothing of the reference over 0


class Objective:
    """A scalar that grows as a picture [1, 3, H, W] shows more of what the settings ask for.

    Each layer counts in units of what it makes of a reference picture, so that the weights compare
    layers of any depth: the excitement of one layer over the reference itself is 1.
    """

    def __init__(
        self,
        network: VisionNetwork,
        settings: DreamSettings,
        reference: Tensor,
        guide: Tensor | None = None,
    ) -> None:
        """Cut the network and measure the units.

        guide: a picture [1, 3, H, W] to borrow features from. Raises SettingsError for a layer, a
        channel or a class that the network does not have.
        """
        names = [name for name, _ in settings.layers]
        self.network = network.until_all(names)
        with torch.no_grad():
            known = self.network(reference)
            borrowed = None if guide is None else self.network(_small(guide, network))
        self.terms: list[tuple[Callable[[Tensor], Tensor], Tensor]] = []
        for index, (name, weight) in enumerate(settings.layers):
            features = None if borrowed is None else borrowed[index]
            response, power = _response(name, known[index], settings, features)
            unit = known[index].square().mean().clamp(min=_SILENCE) ** power
            self.terms.append((response, weight / unit))

    def measure(self, picture: Tensor) -> Tensor:
        """Return the value alone, without what a gradient would need."""
        with torch.no_grad():
            return self(picture)

    def __call__(self, picture: Tensor) -> Tensor:
        """Return the value."""
        pairs = zip(self.terms, self.network(picture), strict=True)
        return torch.stack([response(maps) * share for (response, share), maps in pairs]).sum()


def excitement(maps: Tensor) -> Tensor:
    """Return the mean square of the maps (Mordvintsev et al. 2015): all that is there, more."""
    return maps.square().mean()


def single(maps: Tensor, channel: int) -> Tensor:
    """Return the mean of one of the maps [N, C, h, w], or of one of the logits [N, C]."""
    return maps[:, channel].mean()


def likeness(maps: Tensor, features: Tensor) -> Tensor:
    """Return how well each place of the maps [1, C, h, w] meets the guide's feature it is nearest.

    features: [places, C]. The mean dot product with the feature that has the largest one, as in
    the notebook of Mordvintsev et al. 2015.
    """
    here = maps[0].flatten(1).T  # [places, C]
    with torch.no_grad():
        best = (here @ features.T).argmax(1)
    return (here * features[best]).sum(1).mean() / features.shape[1]


def _response(
    name: str, maps: Tensor, settings: DreamSettings, borrowed: Tensor | None
) -> tuple[Callable[[Tensor], Tensor], float]:
    """Return a layer's response and the power of its mean square that it is measured in."""
    wanted = settings.label if name == LOGITS else settings.channel
    if wanted is not None:
        if wanted >= maps.shape[1]:
            what = "classes" if name == LOGITS else f"channels in {name}"
            raise SettingsError(f"There are {maps.shape[1]} {what}, so there is no {wanted}.")
        if borrowed is not None:
            raise SettingsError("A dream follows a guide, one channel or one class: choose one.")
        return partial(single, channel=wanted), 0.5
    if borrowed is None:
        return excitement, 1.0
    places = borrowed[0].flatten(1).T  # [places, C]
    return partial(likeness, features=places[:: -(-len(places) // GUIDE_FEATURES)]), 1.0


def _small(guide: Tensor, network: VisionNetwork) -> Tensor:
    """Return the guide about as large as what the network was trained with: it knows it best so."""
    return pyramid.at_most(guide, 2 * network.side).clamp(0, 1)
