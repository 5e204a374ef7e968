"""The sizes that a dream goes through, from small to large, and what it takes along."""

from torch import Tensor

from nnkit.resizing import resized, size_of
from nnkit.vision.network import SMALLEST_SIDE


def sizes(picture: Tensor, octaves: int, scale: float) -> list[tuple[int, int]]:
    """Return (height, width) of each octave, the picture's own last; none is under 64 px a side."""
    height, width = size_of(picture)
    factors = [scale**octave for octave in reversed(range(octaves))]
    wanted = [(round(height / factor), round(width / factor)) for factor in factors]
    return [size for size in wanted if min(size) >= SMALLEST_SIDE]


def at_most(picture: Tensor, side: int) -> Tensor:
    """Return a picture with its longer side at most `side` px, but none under 64 px."""
    height, width = size_of(picture)
    factor = max(side / max(height, width), SMALLEST_SIDE / min(height, width))
    if factor >= 1:
        return picture
    return resized(picture, (round(height * factor), round(width * factor)))
