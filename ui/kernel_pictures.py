"""Kernels as pictures: signed numbers in orange and blue, colour filters in their own colours."""

from typing import Any

import numpy as np
from PIL import Image

from nnkit import colours
from nnkit.colours import Pixels
from ui import encoding

CELL = 16


def signed(kernel: Any, side: int = 192) -> Pixels:
    """Paint a kernel [k, k] about ``side`` pixels wide, each cell a square."""
    painted = colours.signed(kernel)
    return colours.enlarge(painted, max(1, side // len(painted)))


def colour_array(kernel: Any) -> Pixels:
    """Paint a colour kernel [3, k, k] around grey: the picture that it answers to most."""
    numbers = np.asarray(kernel, dtype=np.float64).transpose(1, 2, 0)
    limit = float(np.abs(numbers).max()) or 1.0
    return np.rint(127.5 + 127.5 * numbers / limit).astype(np.uint8)


def colour(kernel: Any) -> bytes:
    """Return the colour kernel as a small PNG."""
    return encoding.png(Image.fromarray(colours.enlarge(colour_array(kernel), CELL)))
