"""The first layer's kernels, each with what it makes of the picture."""

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from nnkit import colours
from ui import encoding, gallery, kernel_pictures

if TYPE_CHECKING:
    from torch import Tensor

TILE, INSET = 112, 33
LEGEND = (
    "Bright is where a filter answers, with its kernel in the corner. A black one finds nothing to "
    "answer to in this picture: try another. Touch one to see it large."
)


def name(index: int) -> str:
    """Return what a filter is called; people count from 1."""
    return f"Filter {index + 1}"


def items(kernels: "Tensor", maps: "Tensor") -> list[gallery.Item]:
    """Return a picture for each of kernels [C, 3, k, k] on its map [C, h, w]."""
    return [
        gallery.Item(
            name(index),
            str(index + 1),
            encoding.jpeg(_tile(kernel, seen)),
            f"{name(index)}, and where it answers in your picture.",
        )
        for index, (kernel, seen) in enumerate(zip(kernels, maps, strict=True))
    ]


def _tile(kernel: "Tensor", seen: "Tensor") -> Image.Image:
    """Paint a map in grey with its kernel in the corner."""
    numbers = seen.numpy()
    grey = np.rint(255 * numbers / (float(numbers.max()) or 1.0)).astype(np.uint8)
    sheet = Image.fromarray(grey).convert("RGB").resize((TILE, TILE), Image.Resampling.BILINEAR)
    cells = kernel_pictures.colour_array(kernel)
    inset = Image.fromarray(colours.enlarge(cells, INSET // len(cells)))
    framed = ImageOps.expand(inset, 2, "white")
    sheet.paste(framed, (TILE - framed.width, TILE - framed.height))
    return sheet
