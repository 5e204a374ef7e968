"""Noise with a seed."""

import math

import torch
from torch import Tensor

from nnkit.errors import SettingsError


def gaussian(picture: Tensor, sigma: float, seed: int = 0) -> Tensor:
    """Add Gaussian noise of standard deviation ``sigma`` (0..1 is black to white) and clamp.

    The same seed gives the same noise on every device. Raises SettingsError for a bad sigma.
    """
    if not (math.isfinite(sigma) and sigma >= 0):
        raise SettingsError(f"The noise must be zero or a positive number, not {sigma}.")
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn(picture.shape, generator=generator, dtype=picture.dtype)
    return (picture + sigma * noise.to(picture.device)).clamp(0, 1)
