"""A picture of which less and less can be seen, to learn what a network sees into it."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.errors import SettingsError
from nnkit.vision import imagenet
from nnkit.vision.network import VisionNetwork, check


def coarsen(picture: Tensor, cells: int) -> Tensor:
    """Return pictures [N, 3, H, W] with only `cells` x `cells` colours left, blended smoothly.

    Raises ImageError, and SettingsError for cells outside 1..H and 1..W.
    """
    check(picture)
    size = (picture.shape[-2], picture.shape[-1])
    if not 1 <= cells <= min(size):
        raise SettingsError(f"Choose 1 to {min(size)} cells a side, not {cells}.")
    small = functional.interpolate(picture, (cells, cells), mode="area")
    return functional.interpolate(small, size, mode="bicubic").clamp(0, 1)


def shares(
    network: VisionNetwork, picture: Tensor, sizes: Sequence[int], group: str = "dogs"
) -> tuple[float, ...]:
    """Return the probability, 0..1, that falls on a group of classes at each number of cells.

    The middle of the picture [1, 3, H, W] is used; `group` is one of `imagenet.GROUPS`. Raises
    ImageError and SettingsError.
    """
    seen = network.middle(picture)
    coarse = torch.cat([coarsen(seen, cells) for cells in sizes])
    probabilities = network.logits(coarse).softmax(dim=1)
    return tuple(imagenet.share(probabilities, group).tolist())
