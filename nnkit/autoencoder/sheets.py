"""Many pictures in one file: rows of small digits as a sheet, and the plane of two numbers."""

import io

import torch
from PIL import Image
from torch import Tensor

from nnkit import images
from nnkit.digits.preparation import SIDE

POINTS = 41  # along each side of a plane's sheet
_OUTSIDE = 0.01  # share of the codes that may lie off the sheet, on each of its four sides
_MARGIN = 0.04  # of the sheet's width, around the codes
_QUALITY = 60  # of WebP: the digits are soft anyway

Range = tuple[float, float]


def ranges(codes: Tensor) -> tuple[Range, Range]:
    """Return the ranges of both numbers that hold nearly all codes [N, 2], with a margin."""
    limits = torch.tensor([_OUTSIDE, 1 - _OUTSIDE], dtype=codes.dtype)
    low, high = torch.quantile(codes, limits, dim=0)
    room = (high - low) * _MARGIN
    (left, bottom), (right, top) = (low - room).tolist(), (high + room).tolist()
    return (left, right), (bottom, top)


def grid(across: Range, up: Range, points: int = POINTS) -> Tensor:
    """Return the codes [points * points, 2] of a plane's cells, row by row from the top."""
    first = torch.linspace(*across, points)
    second = torch.linspace(up[1], up[0], points)
    rows, columns = torch.meshgrid(second, first, indexing="ij")
    return torch.stack([columns.flatten(), rows.flatten()], dim=1)


def encode(pictures: Tensor, columns: int, lossless: bool = False) -> bytes:
    """Return pictures [N,1,h,w], 0..1, row after row of `columns`, as one WebP file."""
    rows = len(pictures) // columns
    height, width = pictures.shape[-2:]
    cells = pictures.reshape(rows, columns, height, width).permute(0, 2, 1, 3)
    whole = images.to_pil(cells.reshape(1, rows * height, columns * width))
    file = io.BytesIO()
    whole.save(file, "WEBP", quality=_QUALITY, method=6, lossless=lossless)
    return file.getvalue()


def decode(sheet: bytes, cell: int = SIDE) -> Tensor:
    """Return the pictures of a sheet, [rows, columns, cell, cell], 0..1."""
    with Image.open(io.BytesIO(sheet)) as image:
        whole = images.from_pil(image.convert("L"))[0, 0]
    rows, columns = whole.shape[0] // cell, whole.shape[1] // cell
    return whole.reshape(rows, cell, columns, cell).permute(0, 2, 1, 3)
