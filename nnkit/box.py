"""A rectangle of the plane: the piece of it that a picture shows."""

from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole

_FAR = 1e6
MAX_RESOLUTION = 1024


@dataclass(frozen=True)
class Box:
    """From left to right and from bottom to top; SettingsError unless both have a width."""

    left: float
    right: float
    bottom: float
    top: float

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name in ("left", "right", "bottom", "top"):
            check_number(name, getattr(self, name), -_FAR, _FAR)
        if not (self.left < self.right and self.bottom < self.top):
            raise SettingsError("A box needs left below right, and bottom below top.")

    def grid(self, resolution: int) -> Tensor:
        """Return places (x, y), float64 [resolution, resolution, 2], 2..1024, the top row first."""
        check_whole("resolution", resolution, 2, MAX_RESOLUTION)
        across = torch.linspace(self.left, self.right, resolution, dtype=torch.float64)
        down = torch.linspace(self.top, self.bottom, resolution, dtype=torch.float64)
        return torch.stack(torch.meshgrid(across, down, indexing="xy"), dim=-1)
