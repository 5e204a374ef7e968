"""Paints a style picture of any size."""

import math
from collections.abc import Callable

import cv2
import numpy as np
import torch
from torch import Tensor

from nnkit.patterns import (
    curls,
    dots,
    garden,
    glass,
    hatching,
    ink,
    marbling,
    mosaic,
    shards,
    swirls,
    threads,
    watercolour,
    wood,
    woodcut,
)
from nnkit.patterns.catalogue import pattern
from nnkit.patterns.sheet import Field, Sheet
from nnkit.ranges import check_whole

# Smaller pictures are painted larger and shrunk: twice for smooth edges, and to no less than what
# the finest strokes need.
_SMOOTH = 900  # pixels a side
_FINEST = 448  # pixels a side

_PAINTERS: dict[str, Callable[[Sheet, np.random.Generator], Field]] = {
    "curls": curls.painted,
    "dots": dots.painted,
    "garden": garden.painted,
    "glass": glass.painted,
    "hatching": hatching.painted,
    "ink": ink.painted,
    "marbling": marbling.painted,
    "mosaic": mosaic.painted,
    "shards": shards.painted,
    "swirls": swirls.painted,
    "threads": threads.painted,
    "watercolour": watercolour.painted,
    "wood": wood.painted,
    "woodcut": woodcut.painted,
}


def paint(name: str, width: int, height: int, seed: int = 0) -> Tensor:
    """Return a style picture [1, 3, height, width], 0..1, on the CPU.

    Equal seeds give equal pictures. At the same proportions, size changes how finely it is drawn
    and not what it shows: brush strokes grow with it. Raises SettingsError for an
    unknown name, a side that is not 64..2048 pixels or a seed that is not 0..2**31.
    """
    painter = _PAINTERS[pattern(name).name]
    check_whole("width", width, 64, 2048)
    check_whole("height", height, 64, 2048)
    check_whole("seed", seed, 0, 2**31)
    finer = _finer(math.sqrt(width * height))
    painted = painter(Sheet(finer * width, finer * height), np.random.default_rng(seed))
    shrunk = cv2.resize(painted, (width, height), interpolation=cv2.INTER_AREA)
    pixels = torch.from_numpy(shrunk.astype(np.float32)).clamp_(0, 1)
    return pixels.permute(2, 0, 1)[None].contiguous()


def _finer(side: float) -> int:
    """Return how many times larger a picture is painted than it is wanted."""
    return max(math.ceil(_FINEST / side), 2 if side < _SMOOTH else 1)
