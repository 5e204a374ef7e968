"""From any drawing of a digit to the form in which MNIST's digits come.

"The original black and white images were size normalized to fit in a 20 x 20 pixel box while
preserving their aspect ratio ... the images were centered in a 28 x 28 image by computing the
center of mass of the pixels" (LeCun, Cortes, Burges, The MNIST database of handwritten digits).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from nnkit.errors import ImageError, NnkitError

SIDE = 28
CUT = 20  # pixels of the longer side of the digit
CENTRE = 14  # row and column, counted from 0, on which the centre of mass comes to rest
BITS = 24  # rows and columns of the black-and-white form; MNIST's outer two are almost always paper
MARGIN = (SIDE - BITS) // 2
MAX_PIXELS = 25_000_000

INKED = 0.25  # with this threshold the neurons read best

_FAINTEST = 24 / 255  # contrast below which a sheet counts as empty: noise, not ink
_FLOOR = 0.15  # ink below this share of the strongest is the paper's grain

Floats = npt.NDArray[np.float32]


class EmptyDrawing(NnkitError):  # noqa: N818 - a state of the sheet more than a failure
    """There is no ink on the sheet."""


class Box(NamedTuple):
    """Rows top..bottom and columns left..right of a sheet; bottom and right lie just outside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, eq=False)
class Prepared:
    """A digit as the networks want it, and each step on the way.

    image: [1,1,28,28], ink 1, paper 0. bits: [1,576], the inner 24 x 24 pixels of the straightened
    image in row order, 1 where at least a quarter of the pixel is ink, else 0. ink: the whole sheet
    [H,W], 0..1. box: the part of the sheet that holds ink. cut: that part [h,w] with its longer
    side scaled to 20. shift: (rows, columns) by which the cut lies off the middle, its centre of
    mass being there.
    """

    image: Tensor
    bits: Tensor
    ink: Floats
    box: Box
    cut: Floats
    shift: tuple[int, int]


def prepare(drawing: object) -> Prepared:
    """Return MNIST's form of a drawing: cut out, scaled to 20 pixels, centred by mass in 28 x 28.

    drawing: array [H,W], [H,W,1], [H,W,3] or [H,W,4], whole numbers 0..255 or fractions 0..1, or
    a PIL picture; light ink on dark paper or dark on light, of any size up to 25 megapixels. The
    paper is what most of the border is, or what is transparent.
    Raises EmptyDrawing where there is no ink, ImageError where there is no picture.
    """
    ink = _ink(_read(drawing))
    box = _box(ink)
    cut = _scale(ink[box.top : box.bottom, box.left : box.right])
    top, left = _corner(cut)
    sheet = np.zeros((SIDE, SIDE), np.float32)
    height, width = cut.shape
    sheet[top : top + height, left : left + width] = cut
    image = torch.from_numpy(sheet)[None, None]
    shift = (top - (SIDE - height) // 2, left - (SIDE - width) // 2)
    return Prepared(image, to_bits(image), ink, box, cut, shift)


def to_bits(images: Tensor) -> Tensor:
    """Return the black-and-white form [N,576] of MNIST pictures [N,1,28,28]: straightened first."""
    inner = straighten(images)[:, 0, MARGIN : MARGIN + BITS, MARGIN : MARGIN + BITS]
    return (inner >= INKED).flatten(1).to(images.dtype)


def straighten(images: Tensor) -> Tensor:
    """Return MNIST pictures [N,1,28,28] with their slant, 45 degrees at most, taken out.

    Each row is shifted so that ink's rows and columns are no longer correlated: the moments of
    inertia are then upright (deslanting, LeCun, Bottou, Bengio, Haffner 1998, section III A).
    """
    ink = images[:, 0]
    mass = ink.sum((1, 2)).clamp(min=1e-6)
    places = torch.arange(SIDE, device=images.device, dtype=images.dtype) - CENTRE
    rows = places - ((ink.sum(2) @ places) / mass)[:, None]  # [N, 28], from the centre of mass
    columns = places - ((ink.sum(1) @ places) / mass)[:, None]
    spread = (ink.sum(2) * rows.square()).sum(1) / mass
    together = torch.einsum("nrc,nr,nc->n", ink, rows, columns) / mass
    slant = (together / spread.clamp(min=1e-3)).clamp(-1, 1)
    matrices = torch.zeros(len(images), 2, 3, device=images.device, dtype=images.dtype)
    matrices[:, 0, 0] = matrices[:, 1, 1] = 1
    matrices[:, 0, 1] = slant
    grid = functional.affine_grid(matrices, list(images.shape), align_corners=False)
    return functional.grid_sample(images, grid, align_corners=False)


def _read(drawing: object) -> Floats:
    """Return grey [H,W,1], RGB [H,W,3] or RGBA [H,W,4], values 0..1."""
    if isinstance(drawing, Image.Image):
        drawing = drawing.convert("RGBA")
    pixels = np.asarray(drawing)
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    if pixels.ndim != 3 or pixels.shape[2] not in (1, 3, 4) or 0 in pixels.shape:
        raise ImageError(
            "A drawing must be an array of height x width, with 1, 3 (RGB) or 4 (RGBA) channels."
        )
    if pixels.shape[0] * pixels.shape[1] > MAX_PIXELS:
        raise ImageError("The drawing is too large: scale it down below 25 megapixels.")
    if pixels.dtype.kind not in "buif":
        raise ImageError("A drawing must hold numbers, 0..255 or 0..1.")
    if not np.isfinite(pixels).all():
        raise ImageError("A drawing must hold finite numbers only.")
    in_bytes = pixels.dtype.kind in "ui" or (pixels.dtype.kind == "f" and pixels.max() > 1)
    shares = pixels.astype(np.float32) / (255 if in_bytes else 1)
    clipped: Floats = shares.clip(0, 1)
    return clipped


def _ink(pixels: Floats) -> Floats:
    """Return how much ink lies on each pixel, the most being 1."""
    if pixels.shape[2] == 4 and pixels[..., 3].min() < 1:
        colour, alpha = pixels[..., :3].mean(2), pixels[..., 3]
        # Dark ink shows on white paper, light ink on black: take the one that shows more.
        sheets = [colour * alpha + (1 - alpha) * paper for paper in (1.0, 0.0)]
        contrasts = [np.abs(sheet - paper) for sheet, paper in zip(sheets, (1, 0), strict=True)]
        contrast = max(contrasts, key=lambda sheet: float(sheet.sum()))
    else:
        grey = pixels[..., : min(3, pixels.shape[2])].mean(2)
        border = np.concatenate([grey[0], grey[-1], grey[1:-1, 0], grey[1:-1, -1]])
        contrast = np.abs(grey - np.median(border))
    strongest = float(contrast.max())
    if strongest < _FAINTEST:
        raise EmptyDrawing("There is no ink on the sheet yet: draw a digit.")
    ink: Floats = (contrast / strongest).astype(np.float32)
    ink[ink < _FLOOR] = 0
    return ink


def _box(ink: Floats) -> Box:
    rows = np.flatnonzero(ink.any(1))
    columns = np.flatnonzero(ink.any(0))
    return Box(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


def _scale(ink: Floats) -> Floats:
    """Scale the longer side to 20 pixels, smoothly, and the strongest ink back to 1."""
    height, width = ink.shape
    factor = CUT / max(height, width)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    if size != (width, height):
        scaled = Image.fromarray(ink).resize(size, Image.Resampling.BILINEAR)
        ink = np.asarray(scaled, np.float32)
    bright: Floats = (ink / ink.max()).clip(0, 1)
    return bright


def _corner(cut: Floats) -> tuple[int, int]:
    """Return row and column for the cut, its centre of mass on (14, 14), all of it inside."""
    mass = float(cut.sum())
    places = []
    for axis, length in enumerate(cut.shape):
        centre = float((cut.sum(1 - axis) * np.arange(length)).sum()) / mass
        places.append(min(max(round(CENTRE - centre), 0), SIDE - length))
    return places[0], places[1]
