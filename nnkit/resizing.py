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
