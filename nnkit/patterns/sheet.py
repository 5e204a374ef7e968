"""A sheet to paint on, measured in units of its own: a picture looks alike at every size."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[np.floating[Any]]  # [H, W] or [H, W, 3], a value or a colour for every pixel
Points = npt.NDArray[np.floating[Any]]  # [..., 2], places (x, y) in units

_SIDE = 512  # units: what a square sheet measures each way


@dataclass(frozen=True)
class Sheet:
    """A sheet of so many pixels. It has 512 x 512 square units of area, whatever its shape."""

    width: int
    height: int

    @property
    def unit(self) -> float:
        """Return how many pixels one unit is wide."""
        return math.sqrt(self.width * self.height) / _SIDE

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height in units; they depend on nothing but the sheet's proportions."""
        ratio = math.sqrt(self.width / self.height)
        return _SIDE * ratio, _SIDE / ratio

    @property
    def coarse(self) -> "Sheet":
        """Return the sheet in a quarter of the pixels each way, for fields read at points only."""
        return Sheet(math.ceil(self.width / 4), math.ceil(self.height / 4))

    def axes(self) -> tuple[Field, Field]:
        """Return x [W] and y [H] of the pixels' middles, in units."""
        x = (np.arange(self.width, dtype=np.float32) + 0.5) / np.float32(self.unit)
        y = (np.arange(self.height, dtype=np.float32) + 0.5) / np.float32(self.unit)
        return x, y

    def places(self) -> tuple[Field, Field]:
        """Return x and y of every pixel's middle, each [H, W], in units."""
        x, y = np.meshgrid(*self.axes())
        return x, y

    def at(self, field: Field, points: Points) -> Field:
        """Return what a field [H, W, ...] is at some points [..., 2]; beyond the edge, the edge."""
        columns = np.clip((points[..., 0] * self.unit).astype(np.int64), 0, self.width - 1)
        rows = np.clip((points[..., 1] * self.unit).astype(np.int64), 0, self.height - 1)
        return field[rows, columns]


def scattered(
    sheet: Sheet, rng: np.random.Generator, spacing: float, disorder: float = 0.7
) -> Points:
    """Return points [N, 2] all over the sheet and a little beyond, evenly but not in rows.

    They come in random order, about one in each square of `spacing` units; `disorder` is how far
    each is moved from its place in a grid, as a share of the spacing.
    """
    across, down = (np.arange(-1, side / spacing + 1) for side in sheet.size)
    x, y = np.meshgrid(across, down)
    grid = np.stack([x + 0.5 * (np.arange(len(down)) % 2)[:, None], y], axis=-1).reshape(-1, 2)
    moved = grid + disorder * rng.uniform(-0.5, 0.5, grid.shape)
    return rng.permutation(moved * spacing)
