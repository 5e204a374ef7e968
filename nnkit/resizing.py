"""Pictures at another size."""

from torch import Tensor
from torch.nn import functional


def size_of(picture: Tensor) -> tuple[int, int]:
    """Return the height and the width of a picture [N, C, H, W]."""
    return picture.shape[-2], picture.shape[-1]


def resized(picture: Tensor, size: tuple[int, int]) -> Tensor:
    """Return a picture [N, C, H, W] at another size; at its own size it is returned itself."""
    if size_of(picture) == size:
        return picture
    return functional.interpolate(picture, size, mode="bicubic", antialias=True)


def fitted(picture: Tensor, longest: int) -> Tensor:
    """Return a picture [N, C, H, W] larger or smaller, so that its longest side is so many px."""
    return _scaled(picture, longest / max(size_of(picture)))


def at_least(picture: Tensor, shortest: int) -> Tensor:
    """Return a picture [N, C, H, W], larger if a side of it is under so many px."""
    return _scaled(picture, max(1.0, shortest / min(size_of(picture))))


def _scaled(picture: Tensor, factor: float) -> Tensor:
    height, width = (round(side * factor) for side in size_of(picture))
    # Where the picture grows, bicubic overshoots beside edges.
    return resized(picture, (max(height, 1), max(width, 1))).clamp(0, 1)
