"""What happens to pictures every day: they are compressed, blurred, resized, turned and cropped."""

import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from nnkit import images
from nnkit.attacks.grid import to_grid
from nnkit.attacks.similarity import check_batch, gaussian
from nnkit.convolution import convolve
from nnkit.errors import SettingsError
from nnkit.warping import moved


@dataclass(frozen=True)
class Change:
    """One everyday change; `levels` from mild to strong. `form` writes a level in words."""

    key: str
    title: str
    form: str
    levels: tuple[float, ...]
    function: Callable[[Tensor, float], Tensor]

    def apply(self, pictures: Tensor, level: float) -> Tensor:
        """Return pictures [N, C, H, W] changed, in their old shape and on the 8-bit grid.

        Raises ImageError for another tensor, SettingsError for an impossible level.
        """
        check_batch(pictures)
        return to_grid(self.function(pictures, level))

    def words(self, level: float) -> str:
        """Return a level as a reader sees it, such as "quality 75"."""
        return self.form.format(level)


def through_jpeg(pictures: Tensor, quality: int) -> Tensor:
    """Return pictures [N, C, H, W], C 1 or 3, as they come back from a JPEG file.

    quality: 1..95; below about 90 colours are kept at half the resolution. As a defence: Dziugaite,
    Ghahramani, Roy 2016. Raises ImageError and SettingsError.
    """
    check_batch(pictures)
    decoded = [
        images.from_pil(Image.open(io.BytesIO(images.to_jpeg(picture, quality))))
        for picture in pictures
    ]
    return torch.cat(decoded).to(pictures)


def blur(pictures: Tensor, sigma: float) -> Tensor:
    """Return pictures [N, C, H, W] under a Gaussian of standard deviation `sigma` px, 0.1..10.

    Raises ImageError and SettingsError.
    """
    if not 0.1 <= sigma <= 10:
        raise SettingsError(f"A blur is 0.1 to 10 pixels wide, not {sigma:g}.")
    return convolve(pictures, gaussian(sigma, math.ceil(3 * sigma)), padding="reflect")


def resize(pictures: Tensor, factor: float) -> Tensor:
    """Return pictures [N, C, H, W] made `factor` (over 0, up to 1) as large and large again.

    Raises SettingsError.
    """
    if not 0 < factor <= 1:
        raise SettingsError(f"Resize to over 0 and up to 1 of the size, not to {factor:g}.")
    height, width = pictures.shape[-2:]
    small = (max(1, round(height * factor)), max(1, round(width * factor)))
    down = functional.interpolate(pictures, small, mode="bilinear", antialias=True)
    return functional.interpolate(down, (height, width), mode="bilinear")


def rotate(pictures: Tensor, degrees: float) -> Tensor:
    """Return pictures [N, C, H, W] turned anticlockwise; what moves in is a reflection."""
    return torch.cat([moved(picture[None], 1.0, degrees) for picture in pictures])


def crop(pictures: Tensor, share: float) -> Tensor:
    """Return the middle `share` (0.1..1) of each side of pictures, in their old size.

    Raises SettingsError.
    """
    if not 0.1 <= share <= 1:
        raise SettingsError(f"Keep a share of 0.1 to 1 of each side, not {share:g}.")
    return torch.cat([moved(picture[None], 1 / share, 0.0) for picture in pictures])


def brighten(pictures: Tensor, factor: float) -> Tensor:
    """Return pictures with every value multiplied by `factor`, from 0, and cut off at white.

    Raises SettingsError.
    """
    if not (math.isfinite(factor) and factor >= 0):
        raise SettingsError(f"Brightness is multiplied by zero or more, not by {factor:g}.")
    return (pictures * factor).clamp(0, 1)


NOTHING = Change("nothing", "Left alone", "as it is", (0.0,), lambda pictures, level: pictures)

_ALL = (
    Change("jpeg", "JPEG", "quality {:g}", (95, 85, 75, 60, 45, 30),
           lambda pictures, level: through_jpeg(pictures, int(level))),
    Change("blur", "Blur", "{:g} px", (0.5, 1, 1.5, 2), blur),
    Change("resize", "Smaller and back", "{:.0%}", (0.9, 0.75, 0.5, 0.33), resize),
    Change("rotate", "Turned", "{:g}°", (1, 2, 5, 10, 20), rotate),
    Change("crop", "Cropped", "{:.0%} of each side kept", (0.95, 0.9, 0.8, 0.7), crop),
    Change("brighten", "Brightness", "× {:g}", (0.9, 1.1, 0.7, 1.3, 0.5, 1.5), brighten),
)  # fmt: skip

CHANGES: Mapping[str, Change] = MappingProxyType({change.key: change for change in _ALL})
