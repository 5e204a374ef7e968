"""Which way a picture must change to lower what is asked of the layers of a network."""

import itertools
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from nnkit.resizing import resized, size_of
from nnkit.style import statistics
from nnkit.style.statistics import Lens, Statistics
from nnkit.vision import Cut, VisionNetwork
from nnkit.vision.network import SMALLEST_SIDE

TILE = 512  # pixels a side, about: larger pictures are looked at in tiles, in bounded memory
GRID = 16  # sides of what the network sees are multiples of this: then no layer copies to pad

# What is asked of a layer: from its maps [1, C, h, w] to a value and its slope at the maps.
Term = Callable[[Tensor], tuple[Tensor, Tensor]]


@torch.inference_mode(mode=False)
def slope_of(cut: Cut, terms: Sequence[Term], picture: Tensor) -> tuple[list[Tensor], Tensor]:
    """Return the value of each term, one a layer of the cut, and the slope of their sum.

    The slope is that with respect to the picture [1, 3, H, W].
    """
    with torch.enable_grad():
        start = picture.detach().clone().requires_grad_()
        maps = cut(start)
        values, slopes = judged(terms, maps)
        (slope,) = torch.autograd.grad(maps, start, slopes)
    return values, slope


@torch.no_grad()
def judged(terms: Sequence[Term], maps: Sequence[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
    """Return the value of each term at its layer's maps, and the slope of each."""
    pairs = [term(each.detach()) for term, each in zip(terms, maps, strict=True)]
    return [value for value, _ in pairs], [slope for _, slope in pairs]


@torch.inference_mode(mode=False)
def lenses_of(network: VisionNetwork, layers: Sequence[str]) -> list[Lens | None]:
    """Return for each layer the lens of the 1 x 1 convolution that reads it, if one widens it.

    A narrow layer says in a few maps what the wide one behind it says in many.
    """
    readers = [network.reader(layer) for layer in layers]
    return [
        None if reader is None or len(reader[0]) <= reader[0].shape[1] else statistics.lens(*reader)
        for reader in readers
    ]


def framed(size: tuple[int, int]) -> tuple[int, int]:
    """Return the least height and width on the network's grid that hold a size."""
    return -(-size[0] // GRID) * GRID, -(-size[1] // GRID) * GRID


def tiles_of(size: tuple[int, int], off: tuple[int, int] = (0, 0)) -> list[tuple[slice, slice]]:
    """Return the rows and columns of the tiles of about 512 px a side that cover a size.

    off: how far down and right of their usual places the lines between tiles are.
    """
    rows, columns = (_parts(side, move) for side, move in zip(size, off, strict=True))
    return [(row, column) for row in rows for column in columns]


def _parts(side: int, off: int) -> list[slice]:
    count = max(1, round(side / TILE))
    lines = [round(side * n / count / GRID) * GRID + off for n in range(1, count)]
    return [slice(*pair) for pair in itertools.pairwise([0, *lines, side])]


@torch.no_grad()
def style_of(
    cut: Cut, lenses: Sequence[Lens | None], picture: Tensor, longest: float
) -> list[Statistics]:
    """Return the statistics of a style picture [1, 3, H, W] in each layer of a cut, by its lens.

    longest: its longer side as it is looked at, in pixels; its shorter one has at least 64.
    """
    height, width = size_of(picture)
    factor = max(longest / max(height, width), SMALLEST_SIDE / min(height, width))
    seen = resized(picture, (round(height * factor), round(width * factor))).clamp(0, 1)
    tiles = [seen[..., rows, columns] for rows, columns in tiles_of(size_of(seen))]
    shares = [tile.numel() / seen.numel() for tile in tiles]
    found = [[statistics.measure(maps) for maps in cut(tile)] for tile in tiles]
    whole = [
        statistics.pooled(list(zip(layer, shares, strict=True)))
        for layer in zip(*found, strict=True)
    ]
    return [
        each if lens is None else lens.of(each) for lens, each in zip(lenses, whole, strict=True)
    ]
