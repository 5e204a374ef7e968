"""Pooling: many pixels become one."""

from typing import Literal

import torch.nn.functional as F
from torch import Tensor

from nnkit.convolution.checks import check_picture
from nnkit.convolution.sliding import MAX_STRIDE
from nnkit.errors import SettingsError
from nnkit.ranges import check_whole

PoolKind = Literal["max", "mean"]
MAX_POOL = 64


def pool(picture: Tensor, size: int, stride: int | None = None, kind: PoolKind = "max") -> Tensor:
    """Return the largest or the mean value of each size x size window, [N,C,rows,columns].

    size: 1..64, not over the picture's sides. stride: 1..64, the size if not given. Windows that
    would cross the right or lower border are left out. Raises `SettingsError`.
    """
    check_picture(picture)
    check_pooling(size, kind)
    step = size if stride is None else stride
    check_whole("stride", step, 1, MAX_STRIDE)
    if size > min(picture.shape[2:]):
        raise SettingsError("The pooling size must not be larger than the picture's sides.")
    if kind == "max":
        return F.max_pool2d(picture, size, step)
    return F.avg_pool2d(picture, size, step)


def check_pooling(size: int, kind: str) -> None:
    """Raise `SettingsError` unless the size is 1..64 and the kind "max" or "mean"."""
    check_whole("The pooling size", size, 1, MAX_POOL)
    if kind not in ("max", "mean"):
        raise SettingsError("kind must be max or mean.")
