"""The way from one code to another."""

import torch
from torch import Tensor

from nnkit.errors import SettingsError


def interpolate(start: Tensor, end: Tensor, steps: int = 24) -> Tensor:
    """Return codes [steps, k] at even distances on the straight way from `start` to `end`, [k].

    Raises SettingsError for codes of different sizes and for fewer than 2 steps.
    """
    if start.shape != end.shape or start.ndim != 1:
        raise SettingsError("A walk leads from one code [k] to another of as many numbers.")
    if type(steps) is not int or steps < 2:
        raise SettingsError("A walk has 2 steps or more.")
    shares = torch.linspace(0, 1, steps, device=start.device, dtype=start.dtype)[:, None]
    return start + shares * (end - start)
