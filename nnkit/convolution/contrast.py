"""Making a filter's result visible: its values are not between 0 and 1."""

from typing import Literal

import torch
from torch import Tensor

from nnkit.errors import SettingsError

DisplayMode = Literal["clip", "signed", "stretch"]


def display(picture: Tensor, mode: DisplayMode = "clip") -> Tensor:
    """Return a picture in 0..1 that can be shown.

    clip: below 0 is black, above 1 is white. signed: middle grey is zero, -1 black, 1 white.
    stretch: the smallest value black, the largest white; grey where all are equal.
    Raises `SettingsError` for another mode.
    """
    if mode == "clip":
        return picture.clamp(0, 1)
    if mode == "signed":
        return (0.5 + picture / 2).clamp(0, 1)
    if mode != "stretch":
        raise SettingsError("mode must be clip, signed or stretch.")
    low, high = torch.aminmax(picture)
    if low == high:
        return torch.full_like(picture, 0.5)
    return (picture - low) / (high - low)
