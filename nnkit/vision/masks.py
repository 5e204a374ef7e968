"""Where a picture may change."""

from torch import Tensor

from nnkit.errors import ImageError


def check_mask(mask: Tensor, picture: Tensor) -> None:
    """Raise ImageError unless a mask is [1, 1, H, W], 0..1, for a picture [1, 3, H, W]."""
    wanted = (1, 1, *picture.shape[-2:])
    if mask.shape != wanted or not mask.is_floating_point():
        raise ImageError(f"The mask must hold fractions in the shape {wanted}, as the picture.")
    if not bool(((mask >= 0) & (mask <= 1)).all()):
        raise ImageError("The mask must hold values from 0 to 1 only.")
