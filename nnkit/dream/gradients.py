"""Which way a picture must change to excite the network more, in bounded memory."""

from collections.abc import Sequence

import torch
from torch import Tensor

from nnkit.dream.objectives import Objective

TILE = 512  # pixels a side, about: 0.9 GB of process memory, whatever the picture's size
REACHES = (1, 2, 4, 8)  # widths of the blurs in pixels; like this they add up to a smooth whole
_FLAT = 1e-20  # a slope this small is none


def ascend(objective: Objective, picture: Tensor, shift: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Return the objective, a scalar, and its gradient with respect to a picture [1, 3, H, W].

    Large pictures are cut into tiles (`tiles`), each of which counts by its area. The picture is
    first shifted round by `shift` pixels down and right: another shift in each step keeps the
    network's own grid, the tiles' edges and the border from showing.
    """
    rolled = picture.roll(shift, (-2, -1))
    gradient = torch.empty_like(rolled)
    values = [
        _ascend_tile(objective, tile, place, tile.numel() / rolled.numel())
        for tile, place in zip(tiles(rolled), tiles(gradient), strict=True)
    ]
    return torch.stack(values).sum(), gradient.roll((-shift[0], -shift[1]), (-2, -1))


def tiles(picture: Tensor) -> list[Tensor]:
    """Return views of the tiles of about 512 px a side that a picture is cut into, row by row."""
    rows, columns = tile_counts(picture.shape[-2:])
    return [
        tile for row in picture.tensor_split(rows, -2) for tile in row.tensor_split(columns, -1)
    ]


def tile_counts(size: Sequence[int]) -> tuple[int, int]:
    """Return into how many rows and columns a picture (height, width) is cut: 1 leaves it whole."""
    return max(1, round(size[0] / TILE)), max(1, round(size[1] / TILE))


def smoothed(gradient: Tensor, amount: float) -> Tensor:
    """Return a gradient [1, 3, H, W] mixed with blurred copies of itself, of mean magnitude 1.

    amount: 0 for the gradient as it is, 1 for four blurred copies alone, each twice as wide as the
    one before (after the cascade of pytorch-deepdream, Gordic 2020).
    """
    mix, blurred = gradient * ((1 - amount) / magnitude(gradient)), gradient
    if amount > 0:
        for reach in REACHES:
            blurred = blur(blurred, reach)
            mix.addcmul_(blurred, amount / len(REACHES) / magnitude(blurred))
    return mix.div_(magnitude(mix))


def magnitude(gradient: Tensor) -> Tensor:
    """Return the mean magnitude of a gradient, a scalar over 0."""
    return gradient.abs().mean().clamp(min=_FLAT)


def blur(picture: Tensor, reach: int) -> Tensor:
    """Weigh each pixel 2 and its neighbours `reach` px away 1, along rows and columns."""
    for side in (-2, -1):
        length = picture.shape[side] - reach
        if length <= 0:
            continue
        wider = picture * 0.5
        for there, here in ((0, reach), (reach, 0)):
            wider.narrow(side, here, length).add_(picture.narrow(side, there, length), alpha=0.25)
        picture = wider
    return picture


def _ascend_tile(objective: Objective, tile: Tensor, place: Tensor, share: float) -> Tensor:
    """Write a tile's part of the gradient to its place; return its part of the value."""
    # The caller may be in no_grad or in inference_mode; neither may stay open over a yield.
    with torch.inference_mode(False), torch.enable_grad():
        start = tile.detach().clone().requires_grad_()
        value = objective(start) * share
        (slope,) = torch.autograd.grad(value, start)
    place.copy_(slope)
    return value.detach()
