"""A picture as patches of 8 x 8, and their numbers as real bytes that can be read back."""

import zlib

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from nnkit.errors import ImageError

SIDE = 8
VALUES = 3 * SIDE * SIDE  # of one patch, in three colours
MAX_PIXELS = 1024 * 1024
HEADER = 8  # bytes for width, height, numbers a patch and bits a number
_PLAIN, _DEFLATED = b"\0", b"\1"


def cut(picture: Tensor) -> Tensor:
    """Return the patches [P, 192] of a picture [1,3,H,W], row by row; the borders are repeated.

    Raises ImageError for other shapes, and for more than a megapixel.
    """
    if picture.ndim != 4 or picture.shape[:2] != (1, 3) or min(picture.shape[2:]) < SIDE:
        raise ImageError("Patches are cut from one colour picture [1, 3, H, W] of 8 px or more.")
    height, width = picture.shape[2:]
    if height * width > MAX_PIXELS:
        raise ImageError("A picture cut into patches may have up to a megapixel: make it smaller.")
    whole = functional.pad(picture, (0, -width % SIDE, 0, -height % SIDE), mode="replicate")
    patches: Tensor = functional.unfold(whole, SIDE, stride=SIDE)[0].T.contiguous()
    return patches


def join(patches: Tensor, height: int, width: int) -> Tensor:
    """Return the picture [1,3,height,width], 0..1, that patches [P, 192] make."""
    size = (height + -height % SIDE, width + -width % SIDE)
    whole: Tensor = functional.fold(patches.T[None], size, SIDE, stride=SIDE)
    return torch.clamp(whole[:, :, :height, :width], 0, 1)


def quantise(fractions: Tensor, bits: int) -> Tensor:
    """Return whole numbers 0..2^bits-1, uint8, nearest to fractions 0..1."""
    return torch.round(fractions.clamp(0, 1) * ((1 << bits) - 1)).to(torch.uint8)


def fractions(symbols: Tensor, bits: int) -> Tensor:
    """Return the fractions 0..1 that whole numbers stand for."""
    return symbols.float() / ((1 << bits) - 1)


def pack(symbols: Tensor, bits: int) -> bytes:
    """Return whole numbers uint8 [P, k], each below 2^bits, as bytes: the shorter of two ways.

    Either bit beside bit, or deflated (zlib), number by number over all patches. One byte in front
    says which.
    """
    planes = symbols.T.contiguous().numpy()
    shifts = np.arange(bits - 1, -1, -1, dtype=np.uint8)
    dense = np.packbits((planes.reshape(-1, 1) >> shifts) & 1).tobytes()
    deflated = zlib.compress(planes.tobytes(), 9)
    return _PLAIN + dense if len(dense) <= len(deflated) else _DEFLATED + deflated


def unpack(content: bytes, count: int, numbers: int, bits: int) -> Tensor:
    """Return the whole numbers uint8 [count, numbers] that `pack` wrote."""
    if content[:1] == _DEFLATED:
        flat = np.frombuffer(zlib.decompress(content[1:]), np.uint8)
    else:
        single = np.unpackbits(np.frombuffer(content[1:], np.uint8), count=count * numbers * bits)
        rows = np.packbits(single.reshape(-1, bits), axis=1)[:, 0]
        flat = np.right_shift(rows, 8 - bits, dtype=np.uint8)
    return torch.from_numpy(flat.reshape(numbers, count).copy()).T.contiguous()
