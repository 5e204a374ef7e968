"""Is the forger copying? The digits of the training set that come nearest to a picture."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from nnkit.digits.dataset import DigitSet, mnist
from nnkit.errors import ImageError
from nnkit.gan.networks import SIDE
from nnkit.ranges import check_whole

MAX_NEIGHBOURS = 100


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The k nearest digits of the training set for each of N pictures, the nearest first.

    pictures: [N,k,28,28], 0..1. labels: int64 [N,k]. distances: [N,k], root mean square difference
    of the pixels, 0..1. places: int64 [N,k], where they stand in the training set.
    """

    pictures: Tensor
    labels: Tensor
    distances: Tensor
    places: Tensor


def nearest_training(pictures: Tensor, k: int = 5, folder: Path | None = None) -> Neighbours:
    """Return for pictures [N,1,28,28], 0..1, the k digits of MNIST nearest by their pixels.

    folder: holds MNIST/raw. Raises DatasetError where MNIST is not on this machine, ImageError,
    and SettingsError unless k is 1..100.
    """
    return nearest(pictures, mnist(folder), k)


def nearest(pictures: Tensor, digits: DigitSet, k: int) -> Neighbours:
    """Return the k digits of a set that are nearest to each picture. Raises as the above."""
    check_whole("k", k, 1, min(MAX_NEIGHBOURS, len(digits)))
    if pictures.ndim != 4 or pictures.shape[1:] != (1, SIDE, SIDE):
        raise ImageError(f"Neighbours are looked for of pictures [N, 1, {SIDE}, {SIDE}].")
    asked = pictures.detach().cpu().float().flatten(1)
    blocks = []
    # In blocks: all 60,000 digits as fractions would fill 190 MB.
    for start in range(0, len(digits), _BLOCK):
        known = digits.images(slice(start, start + _BLOCK)).flatten(1)
        blocks.append(known.square().sum(1) - 2 * asked @ known.T)
    gaps = torch.cat(blocks, 1) + asked.square().sum(1, keepdim=True)  # squared distances
    far, places = gaps.topk(k, largest=False)
    distances = (far.clamp(min=0) / SIDE**2).sqrt()
    found = digits.images(places.flatten()).reshape(*places.shape, SIDE, SIDE)
    return Neighbours(found, digits.labels[places], distances, places)


_BLOCK = 10_000
