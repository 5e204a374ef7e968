"""What painting lowers besides the distance of styles: each as a value and its slope, by hand."""

import torch
from torch import Tensor
from torch.nn import functional

_SOFTNESS = (
    0.01  # differences of neighbours far under this cost their square, larger ones themselves
)
_TINY = 1e-12


def normalised(maps: Tensor) -> Tensor:
    """Return maps [1, C, h, w], each with mean 0 and deviation 1: where, not how strong."""
    return functional.instance_norm(maps)


def content(maps: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean squared distance of normalised maps from wanted ones, and its slope.

    A scalar, and [1, C, h, w]. Only the arrangement within each map counts (as in Ulyanov, Vedaldi
    and Lempitsky 2016), so that another contrast or colour costs nothing.
    """
    with torch.enable_grad():
        start = maps.detach().requires_grad_()
        value = (normalised(start) - wanted).square().mean()
        (slope,) = torch.autograd.grad(value, start)
    return value.detach(), slope


def exact(maps: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """Return the squared distance of maps from wanted ones in units of these, and its slope.

    A scalar, 1 for maps of nothing, and [1, C, h, w] (Mahendran and Vedaldi 2015).
    """
    off = maps - wanted
    energy = wanted.square().sum().clamp(min=_TINY)
    return off.square().sum() / energy, off * (2 / energy)


def smoothing(picture: Tensor) -> Tensor:
    """Return the slope, [1, 3, H, W], of a picture's mean difference of neighbouring pixels.

    That is its total variation (Rudin, Osher and Fatemi 1992), rounded off at nothing.
    """
    slope = torch.zeros_like(picture)
    for side in (-2, -1):
        step = picture.diff(dim=side)
        share = step.div_((step.square() + _SOFTNESS**2).sqrt_()).div_(picture.numel())
        slope.narrow(side, 1, share.shape[side]).add_(share)
        slope.narrow(side, 0, share.shape[side]).sub_(share)
    return slope
