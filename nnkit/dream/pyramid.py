"""The sizes that a dream goes through, from small to large, and what it takes along."""

from torch import Tensor
from torch.nn import functional

from nnkit.vision.network import SMALLEST_SIDE


def size_of(picture: Tensor) -> tuple[int, int]:
    """Return the height and the width of a picture [N, C, H, W]."""
    return picture.shape[-2], picture.shape[-1]


def sizes(picture: Tensor, octaves: int, scale: float) -> list[tuple[int, int]]:
    """Return (height, width) of each octave, the picture's own last; none is under 64 px a side."""
    height, width = size_of(picture)
    factors = [scale**octave for octave in reversed(range(octaves))]
    wanted = [(round(height / factor), round(width / factor)) for factor in factors]
    return [size for size in wanted if min(size) >= SMALLEST_SIDE]


def resized(picture: Tensor, size: tuple[int, int]) -> Tensor:
    """Return a picture [N, C, H, W] at another size; at its own size it is returned itself."""
    if size_of(picture) == size:
        return picture
    return functional.interpolate(picture, size, mode="bicubic", antialias=True)


def at_most(picture: Tensor, side: int) -> Tensor:
    """Return a picture with its longer side at most `side` px, but none under 64 px."""
    height, width = size_of(picture)
    factor = max(side / max(height, width), SMALLEST_SIDE / min(height, width))
    if factor >= 1:
        return picture
    return resized(picture, (round(height * factor), round(width * factor)))
