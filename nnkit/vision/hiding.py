"""Does a map point at what counts? Blur its strongest places away and watch the class's share fall.

The deletion test of Petsiuk, Das and Saenko 2018 ("RISE", section 4.1); they hide in grey, here a
strong blur does it. Alone a curve says little: hiding anything disturbs a network, and photos have
their subject in the middle. So compare with the map of `untrained`, and with a plain disc.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torchvision.transforms.v2.functional import gaussian_blur

from nnkit.errors import SettingsError
from nnkit.ranges import check_whole
from nnkit.vision.network import VisionNetwork
from nnkit.vision.saliency import checked

_BATCH = 8  # pictures at once, as for the maps
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


def disc(height: int, width: int) -> Tensor:
    """Return a map [H, W] that points at the middle of any picture and knows nothing of it."""
    across, down = torch.linspace(-1, 1, width), torch.linspace(-1, 1, height)
    return -(across[None, :].square() + down[:, None].square())


def _blurred(picture: Tensor) -> Tensor:
    sigma = min(picture.shape[-2:]) / _BLUR
    side = 2 * round(3 * sigma) + 1
    return torch.as_tensor(gaussian_blur(picture, [side, side], [sigma, sigma]))
