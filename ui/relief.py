"""A height over two weights as a picture: bands of colour with a line between them."""

from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from nnkit import colours

BANDS = 16
_PAPER = 0.25  # how much white is mixed in, so that paths stand out
_LINE = 0.72  # how bright a contour is beside its band

Pixels = npt.NDArray[np.uint8]


def relief(heights: Any, width: int, height: int) -> Pixels:
    """Paint heights [H, W], top row first, as [height, width, 3]: low is dark, high is yellow.

    The bands are narrow at the bottom and wide at the top, equal in the square root of the height:
    round a bowl's minimum they lie equally far apart.
    """
    numbers = np.asarray(heights, dtype=np.float32)
    low, high = float(numbers.min()), float(numbers.max())
    share = np.sqrt((numbers - low) / ((high - low) or 1.0))
    smooth = Image.fromarray(share.astype(np.float32)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    levels = np.clip(np.floor(np.asarray(smooth) * BANDS), 0, BANDS - 1)
    paint = colours.heat(levels / (BANDS - 1), 0.0, 1.0) * (1 - _PAPER) + 255 * _PAPER
    edge = np.zeros(levels.shape, bool)
    edge[:, 1:] |= levels[:, 1:] != levels[:, :-1]
    edge[1:] |= levels[1:] != levels[:-1]
    paint[edge] *= _LINE
    return np.asarray(np.rint(paint), dtype=np.uint8)
