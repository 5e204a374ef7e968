"""Does a map point at what counts? Blur its strongest places away and watch the class's share fall.

The deletion test of Petsiuk, Das and Saenko 2018 ("RISE", section 4.1); they hide in grey, here a
strong blur does it. The border of what is hidden disturbs the network, too: so compare with the
same map moved elsewhere, which has as much of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torchvision.transforms.v2.functional import gaussian_blur

from nnkit.errors import SettingsError
from nnkit.ranges import check_whole
from nnkit.vision.network import VisionNetwork
from nnkit.vision.saliency import checked

_BATCH = 8  # pictures at once, as for the maps
_MOVES = ((2, 2), (1, 2), (2, 1), (3, 3))  # in quarters of the height and the width
_BLUR = 16  # the blur's sigma is the shorter side divided by this


@dataclass(frozen=True)
class HidingCurve:
    """probabilities: of the class with these `shares`, 0..1, of the picture hidden."""

    shares: tuple[float, ...]
    probabilities: tuple[float, ...]

    @property
    def area(self) -> float:
        """The area under the curve, 0..1: small where the class is lost early."""
        return float(torch.trapezoid(torch.tensor(self.probabilities), torch.tensor(self.shares)))


def hide(
    network: VisionNetwork, picture: Tensor, found: Tensor, label: int, steps: int = 12
) -> HidingCurve:
    """Hide more and more of a picture [1, 3, H, W], the largest values of the map [H, W] first.

    steps: 1..100. Raises SettingsError, also for a map of another size, and ImageError.
    """
    check_whole("steps", steps, 1, 100)
    picture = checked(network, picture, label)
    if found.shape != picture.shape[-2:]:
        raise SettingsError("The map must have the picture's height and width.")
    shares = torch.arange(steps + 1) / steps
    # The place of each pixel in the order of hiding, as a share; equals keep the reading order.
    order = found.flatten().argsort(descending=True, stable=True)
    places = torch.empty(len(order))
    places[order] = torch.arange(len(order)) / len(order)
    blurred = _blurred(picture)
    hidden = (places.view(1, 1, *found.shape) < shares[:, None, None, None]).to(network.device)
    probabilities: list[float] = []
    for part in torch.split(hidden, _BATCH):
        logits = network.logits(torch.where(part, blurred, picture))
        probabilities += logits.softmax(1)[:, label].tolist()
    return HidingCurve(tuple(shares.tolist()), tuple(probabilities))


def mean(curves: Sequence[HidingCurve]) -> HidingCurve:
    """Return the mean of curves with the same shares. Raises SettingsError where there is none."""
    if len({curve.shares for curve in curves}) != 1:
        raise SettingsError("Give at least one curve, all with the same shares.")
    columns = zip(*(curve.probabilities for curve in curves), strict=True)
    return HidingCurve(curves[0].shares, tuple(sum(each) / len(curves) for each in columns))


def elsewhere(found: Tensor) -> list[Tensor]:
    """Return four maps like the map [H, W] that point elsewhere: it is moved around the border."""
    height, width = found.shape
    return [found.roll((height * down // 4, width * right // 4), (0, 1)) for down, right in _MOVES]


def _blurred(picture: Tensor) -> Tensor:
    sigma = min(picture.shape[-2:]) / _BLUR
    side = 2 * round(3 * sigma) + 1
    return torch.as_tensor(gaussian_blur(picture, [side, side], [sigma, sigma]))
