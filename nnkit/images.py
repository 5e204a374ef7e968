"""The one door for pictures: files come in as tensors, tensors go out as files.

A picture is a float32 tensor [1, C, H, W], values 0..1, RGB or grey.
"""

from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor

from nnkit import decoding
from nnkit.errors import ImageError

# Rec. ITU-R BT.601: how bright red, green and blue appear to the eye.
LUMA = (0.299, 0.587, 0.114)

Pixels = npt.NDArray[np.uint8]


def load(source: decoding.Source, max_side: int = 1024) -> Tensor:
    """Return a file, its bytes or a PIL image as [1, 3, H, W] in 0..1.

    See :func:`nnkit.decoding.decode` for formats and limits. Raises ImageError.
    """
    return from_pil(decoding.decode(source, max_side))


def from_pil(image: Image.Image) -> Tensor:
    """Return a PIL image as [1, 3, H, W] in 0..1, at its own size."""
    return from_uint8(np.array(image.convert("RGB")))


def from_uint8(pixels: Any) -> Tensor:
    """Return uint8 pixels [H, W] or [H, W, C] as [1, C, H, W] in 0..1."""
    array = np.asarray(pixels)
    if array.dtype != np.uint8 or array.ndim not in (2, 3):
        raise ImageError("Pixels must be uint8 of the shape [H, W] or [H, W, C].")
    tensor = torch.from_numpy(np.array(array)).float() / 255
    return tensor[None, None] if array.ndim == 2 else tensor.permute(2, 0, 1)[None].contiguous()


def to_uint8(picture: Tensor) -> Pixels:
    """Return one picture as pixels [H, W, 3], or [H, W] when grey, rounded to the nearest of 256.

    Takes [1, C, H, W], [C, H, W] or [H, W]; values beyond 0..1 are clamped. Raises ImageError for
    other shapes and for NaN.
    """
    planes = picture.detach()
    if planes.ndim == 4 and planes.shape[0] == 1:
        planes = planes[0]
    if planes.ndim == 2:
        planes = planes[None]
    if planes.ndim != 3 or planes.shape[0] not in (1, 3):
        raise ImageError(
            f"One picture has the shape [1, C, H, W] with 1 or 3 channels, not "
            f"{list(picture.shape)}."
        )
    if planes.isnan().any():
        raise ImageError("This picture holds values that are no numbers (NaN).")
    # Adding a half and cutting off rounds to the nearest, quicker than round().
    quantised = planes.float().clamp(0, 1).mul(255).add_(0.5).to(torch.uint8).cpu()
    if planes.shape[0] == 1:
        return quantised[0].numpy()
    return quantised.permute(1, 2, 0).contiguous().numpy()


def to_pil(picture: Tensor) -> Image.Image:
    """Return one picture as a PIL image, RGB or grey."""
    return Image.fromarray(to_uint8(picture))


def to_png(picture: Tensor) -> bytes:
    """Return one picture as a PNG: every pixel as :func:`to_uint8` gives it."""
    return _encode(picture, "PNG", compress_level=1)


def to_jpeg(picture: Tensor, quality: int = 85) -> bytes:
    """Return one picture as a JPEG: small and quick, with slight losses."""
    return _encode(picture, "JPEG", quality=quality)


def to_grey(picture: Tensor) -> Tensor:
    """Return the brightness of [N, 3, H, W] as [N, 1, H, W] (Rec. 601); grey stays as it is."""
    if picture.shape[1] == 1:
        return picture
    if picture.shape[1] != 3:
        raise ImageError(f"A colour picture has 3 channels, not {picture.shape[1]}.")
    weights = picture.new_tensor(LUMA)[:, None, None]
    return (picture * weights).sum(dim=1, keepdim=True)


def _encode(picture: Tensor, kind: str, **settings: int) -> bytes:
    buffer = BytesIO()
    to_pil(picture).save(buffer, kind, **settings)
    return buffer.getvalue()
