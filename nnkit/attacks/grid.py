"""Pictures as files hold them: whole steps of 1/255. What an attack finds must live on that grid.

A change too small for the grid is lost when the picture is saved: plain DeepFool then fools nobody.
"""

import torch
from torch import Tensor

STEPS = 255  # from black to white
_SLACK = 1e-4  # of one step: what floats lose on their way
_HALVINGS = 12


def to_grid(pictures: Tensor) -> Tensor:
    """Return pictures rounded to what an 8-bit file holds, 0..1; exactly what decoding gives."""
    return (pictures * STEPS).round_().clamp_(0, STEPS).div_(STEPS)


def nearest(_original: Tensor, pictures: Tensor) -> Tensor:
    """Return pictures on the grid, however far from the original: for attacks without a budget."""
    return to_grid(pictures)


def rounded(original: Tensor, pictures: Tensor, epsilon: float, norm: str) -> Tensor:
    """Return pictures on the grid whose change is still within epsilon, in units of 1/255.

    original: on the grid. norm: "linf" or "l2". Rounding may lengthen a change, so for L2 it is
    shortened first by the largest factor that keeps it within the ball: what is left are the pixels
    that mattered most.
    """
    if norm == "linf":
        limit = int(epsilon + _SLACK)
        change = ((pictures - original) * STEPS).round_().clamp_(-limit, limit)
        return to_grid(original + change.div_(STEPS))
    whole = to_grid(pictures)
    low, high = pictures.new_zeros(len(pictures)), pictures.new_ones(len(pictures))
    if bool((length(whole - original) <= epsilon + _SLACK).all()):
        return whole
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        fits = length(scaled(original, pictures, middle) - original) <= epsilon + _SLACK
        low, high = torch.where(fits, middle, low), torch.where(fits, high, middle)
    shorter = scaled(original, pictures, low)
    kept = length(whole - original) <= epsilon + _SLACK
    return torch.where(kept[:, None, None, None], whole, shorter)


def scaled(original: Tensor, pictures: Tensor, factors: Tensor) -> Tensor:
    """Return pictures on the grid whose change from the original is `factors` [N] times as long."""
    return to_grid(original + (pictures - original) * factors[:, None, None, None])


def length(change: Tensor) -> Tensor:
    """Return the Euclidean length [N] of changes [N, C, H, W], in units of 1/255."""
    lengths: Tensor = torch.linalg.vector_norm(change, dim=(1, 2, 3))
    return lengths * STEPS
