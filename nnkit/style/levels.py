"""A picture as a Laplacian pyramid (Burt and Adelson 1983), so that a step moves large areas, too.

Adam moves every number by about the same. Numbers of coarse levels stand for whole areas of the
picture: with them a step can change an area's colour, which single pixels would do one by one.
"""

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.adam import Adam

LEVELS = 5
_SMALLEST = 4  # pixels a side of a level


def sizes(height: int, width: int) -> list[tuple[int, int]]:
    """Return (height, width) of up to five levels, from fine to coarse, each half the last."""
    found = [(height, width)]
    while len(found) < LEVELS and min(found[-1]) >= 2 * _SMALLEST:
        found.append((-(-found[-1][0] // 2), -(-found[-1][1] // 2)))
    return found


def split(picture: Tensor) -> list[Tensor]:
    """Return the levels of a picture [1, 3, H, W], from fine to coarse: `join` undoes it."""
    levels, rest = [], picture
    for size in sizes(*picture.shape[-2:])[1:]:
        smaller = functional.interpolate(rest, size, mode="area")
        levels.append(rest - _enlarged(smaller, rest))
        rest = smaller
    return [*levels, rest]


def join(levels: list[Tensor]) -> Tensor:
    """Return the picture [1, 3, H, W] of levels from fine to coarse."""
    picture = levels[-1]
    for level in reversed(levels[:-1]):
        picture = level + _enlarged(picture, level)
    return picture


def spread(slope: Tensor) -> list[Tensor]:
    """Return the slope of each level for the slope of their picture: the adjoint of `join`."""
    found = [slope]
    for size in sizes(*slope.shape[-2:])[1:]:
        here = found[-1]
        found.append(
            torch.ops.aten.upsample_bilinear2d_backward(
                here, here.shape[-2:], (*here.shape[:2], *size), False
            )
        )
    return found


class LevelledAdam:
    """Adam (Kingma and Ba 2015) on all levels of one picture [1, 3, H, W]."""

    def __init__(self, picture: Tensor, rate: float) -> None:
        """Begin for pictures of this size; rate: length of the first steps."""
        self.nothing = torch.zeros((), device=picture.device)
        self.levels = [Adam(level, rate) for level in spread(torch.zeros_like(picture))]

    def moved(self, picture: Tensor, slope: Tensor) -> Tensor:
        """Return the picture, 0..1, one step further down its slope."""
        # Joining is linear, so the moves can be joined in place of the levels.
        moves = [
            adam.moved(self.nothing, level)
            for adam, level in zip(self.levels, spread(slope), strict=True)
        ]
        return join(moves).add_(picture).clamp_(0, 1)


def _enlarged(picture: Tensor, like: Tensor) -> Tensor:
    return functional.interpolate(picture, like.shape[-2:], mode="bilinear")
