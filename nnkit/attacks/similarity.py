"""How far two pictures are apart, in numbers. All but SSIM are counted on the 8-bit grid."""

import torch
from torch import Tensor

from nnkit.attacks.grid import STEPS, to_grid
from nnkit.convolution import convolve
from nnkit.errors import ImageError

# Wang, Bovik, Sheikh, Simoncelli 2004: an 11 x 11 window and two constants against division by 0.
_SIGMA, _RADIUS = 1.5, 5
_C1, _C2 = 0.01**2, 0.03**2


def linf(original: Tensor, adversarial: Tensor) -> Tensor:
    """Return the largest change of any colour value, [N], in units of 1/255.

    Takes two batches [N, C, H, W], 0..1, as do all measures here. Raises ImageError.
    """
    return _change(original, adversarial).abs().amax(dim=(1, 2, 3))


def l2(original: Tensor, adversarial: Tensor) -> Tensor:
    """Return the Euclidean length of the change, [N], in units of 1/255. Raises ImageError."""
    return _change(original, adversarial).square().sum(dim=(1, 2, 3)).sqrt()


def changed(original: Tensor, adversarial: Tensor) -> Tensor:
    """Return how many pixels differ in any of their colours, [N] whole. Raises ImageError."""
    return (_change(original, adversarial) != 0).any(dim=1).sum(dim=(1, 2))


def ssim(original: Tensor, adversarial: Tensor) -> Tensor:
    """Return how alike two pictures look, [N]: 1 for the same picture, about 0 for strangers.

    The structural similarity of Wang et al. 2004: brightness, contrast and structure compared
    under a Gaussian window wherever it fits into the picture, averaged over places and colours.
    Differentiable. Raises ImageError, also for sides below 11 px.
    """
    check_pair(original, adversarial)
    if min(original.shape[-2:]) <= 2 * _RADIUS:
        raise ImageError(f"SSIM needs pictures of at least {2 * _RADIUS + 1} px a side.")
    # In single precision a variance, the difference of two large numbers, is lost in flat areas.
    first, second = original.double(), adversarial.double()
    mean_first, mean_second = _blurred(first), _blurred(second)
    variance_first = _blurred(first * first) - mean_first**2
    variance_second = _blurred(second * second) - mean_second**2
    covariance = _blurred(first * second) - mean_first * mean_second
    brightness = (2 * mean_first * mean_second + _C1) / (mean_first**2 + mean_second**2 + _C1)
    structure = (2 * covariance + _C2) / (variance_first + variance_second + _C2)
    return (brightness * structure).mean(dim=(1, 2, 3)).to(original.dtype)


def gaussian(sigma: float, radius: int) -> Tensor:
    """Return a Gaussian window [2 radius + 1, 2 radius + 1] of float64 that adds up to 1."""
    places = torch.arange(-radius, radius + 1, dtype=torch.float64)
    bell = torch.exp(-0.5 * (places / sigma) ** 2)
    bell = bell / bell.sum()
    return torch.outer(bell, bell)


def check_pair(original: Tensor, adversarial: Tensor) -> None:
    """Raise ImageError unless these are two batches of pictures of one shape."""
    check_batch(original)
    if original.shape != adversarial.shape:
        raise ImageError(
            f"The two pictures differ in shape: {tuple(original.shape)} "
            f"and {tuple(adversarial.shape)}."
        )


def check_batch(pictures: Tensor) -> None:
    """Raise ImageError unless these are pictures of floats [N, C, H, W], at least one."""
    if pictures.ndim != 4 or pictures.numel() == 0 or not pictures.is_floating_point():
        raise ImageError(
            "Give at least one picture of floats [N, C, H, W], "
            f"not {tuple(pictures.shape)} of {pictures.dtype}."
        )


def _change(original: Tensor, adversarial: Tensor) -> Tensor:
    check_pair(original, adversarial)
    # Rounded once more: k/255 - j/255 is a whole number of steps only nearly.
    return ((to_grid(adversarial) - to_grid(original)) * STEPS).round()


def _blurred(pictures: Tensor) -> Tensor:
    return convolve(pictures, gaussian(_SIGMA, _RADIUS), padding="valid")
