"""Pictures as nnkit holds them, float tensors [N, C, H, W] from 0 to 1, and as files."""

import io
import os
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from nnkit import decoding
from nnkit.errors import ImageError, SettingsError

LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601: how bright red, green and blue look
PNG_COMPRESSION = 1  # of 0 to 9; level 6 is a tenth smaller and takes four times as long


def load(source: bytes | str | os.PathLike[str] | Image.Image, max_side: int = 1024) -> Tensor:
    """Return a picture [1, 3, H, W] from a file's bytes, its path or a Pillow picture.

    The longest side is at most ``max_side`` pixels. Raises ImageError and SettingsError as
    ``nnkit.decoding.decode`` does, which says what is read and how.
    """
    return from_pil(decoding.decode(source, max_side))


def from_pil(image: Image.Image) -> Tensor:
    """Return a Pillow picture of mode RGB or L as [1, C, H, W] (C 3 or 1), pixel for pixel.

    Raises ImageError for other modes, which ``load`` takes.
    """
    if image.mode not in ("RGB", "L"):
        raise ImageError(f"This picture has the mode {image.mode}, not RGB or L: use images.load.")
    return from_uint8(np.asarray(image))


def from_uint8(array: NDArray[np.uint8]) -> Tensor:
    """Return bytes [H, W] or [H, W, C] (C 1 or 3) as a picture [1, C, H, W]: 255 becomes 1.

    Raises ImageError for other shapes and types.
    """
    if array.dtype != np.uint8:
        raise ImageError(f"A picture of bytes has the type uint8, not {array.dtype}.")
    if array.ndim == 2:
        array = array[..., None]
    if array.ndim != 3 or array.shape[2] not in (1, 3) or 0 in array.shape:
        raise ImageError(
            f"A picture of bytes has the shape [H, W] or [H, W, 1 or 3], not {list(array.shape)}."
        )
    planes = np.ascontiguousarray(array.transpose(2, 0, 1)).astype(np.float32)
    planes /= 255
    return torch.from_numpy(planes)[None]


def to_uint8(picture: Tensor) -> NDArray[np.uint8]:
    """Return one picture as bytes [H, W, 3], or [H, W] when it is grey.

    Takes [1, C, H, W], [C, H, W] or [H, W], C 1 or 3. Rounds to the nearest 1/255 and clamps to
    0..1. Raises ImageError for several pictures, other shapes, whole numbers and NaN.
    """
    # NumPy, since torch wakes every thread for each small step: 44 ms on a busy machine, not 0.3.
    planes = _planes(picture).detach().to("cpu", torch.float32).numpy()
    if np.isnan(planes.min()):
        raise ImageError("This picture holds NaN, so it cannot be shown: a computation overflowed.")
    scaled = np.clip(planes, 0, 1)
    scaled *= 255
    scaled += 0.5  # the conversion to bytes cuts decimals off
    channels = list(scaled.astype(np.uint8))
    return channels[0] if len(channels) == 1 else np.stack(channels, axis=-1)


def to_pil(picture: Tensor) -> Image.Image:
    """Return one picture, shaped as ``to_uint8`` takes it, as a Pillow picture of mode RGB or L."""
    return Image.fromarray(to_uint8(picture))


def to_png(picture: Tensor) -> bytes:
    """Return one picture, shaped as ``to_uint8`` takes it, as a PNG file: every pixel is kept."""
    return _encode(picture, "PNG", compress_level=PNG_COMPRESSION)


def to_jpeg(picture: Tensor, quality: int = 85) -> bytes:
    """Return one picture, shaped as ``to_uint8`` takes it, as a JPEG file.

    ``quality`` runs from 1 (smallest) to 95 (beyond, files only grow). Raises SettingsError
    outside that range.
    """
    if not 1 <= quality <= 95:
        raise SettingsError(f"JPEG quality is {quality}: choose 1 to 95.")
    return _encode(picture, "JPEG", quality=quality)


def to_grey(picture: Tensor) -> Tensor:
    """Return the brightness [N, 1, H, W] of a picture [N, C, H, W], C 1 or 3.

    The weights are those of Rec. 601 (``LUMA``), applied to the values as they are, without
    undoing the display gamma. Raises ImageError for other shapes.
    """
    if picture.ndim != 4 or picture.shape[1] not in (1, 3):
        raise ImageError(f"A picture has the shape [N, 1 or 3, H, W], not {list(picture.shape)}.")
    if picture.shape[1] == 1:
        return picture
    weights = torch.tensor(LUMA, dtype=picture.dtype, device=picture.device)
    return (picture * weights[:, None, None]).sum(dim=1, keepdim=True)


def to_square(picture: Tensor) -> Tensor:
    """Return the largest square in the middle of a picture [..., H, W], as a view of it."""
    height, width = picture.shape[-2:]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return picture[..., top : top + side, left : left + side]


def _planes(picture: Tensor) -> Tensor:
    """Return one picture as [C, H, W] or refuse it."""
    planes = picture[0] if picture.ndim == 4 and picture.shape[0] == 1 else picture
    planes = planes[None] if planes.ndim == 2 else planes
    if planes.ndim != 3 or planes.shape[0] not in (1, 3) or 0 in planes.shape:
        raise ImageError(
            "One picture has the shape [1, C, H, W], [C, H, W] or [H, W] with C 1 or 3, "
            f"not {list(picture.shape)}."
        )
    if not picture.is_floating_point():
        raise ImageError(f"A picture holds floats from 0 to 1, not {picture.dtype}.")
    return planes


def _encode(picture: Tensor, file_format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    to_pil(picture).save(file, file_format, **options)
    return file.getvalue()
