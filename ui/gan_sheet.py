"""Small grey pictures as sheets, strips and films."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image

from nnkit import colours
from ui import encoding, gallery
from ui.player import Bundle

if TYPE_CHECKING:
    from torch import Tensor

GAP = 2  # pixels of paper between two pictures
_PAPER = 46

Pixels = npt.NDArray[np.uint8]


def sheet(pictures: "Tensor", columns: int) -> Pixels:
    """Return pictures [N, 1, h, w], 0..1, side by side as uint8 [H, W]."""
    bytes_ = (pictures[:, 0].detach().cpu().numpy() * 255).round().astype(np.uint8)
    count, height, width = bytes_.shape
    rows = -(-count // columns)
    made = np.full((rows * (height + GAP) - GAP, columns * (width + GAP) - GAP), _PAPER, np.uint8)
    for place, picture in enumerate(bytes_):
        top, left = place // columns * (height + GAP), place % columns * (width + GAP)
        made[top : top + height, left : left + width] = picture
    return made


def png(pictures: "Tensor", columns: int = 1, zoom: int = 1) -> bytes:
    """Return a sheet of pictures as a file, each pixel `zoom` wide."""
    pixels = sheet(pictures, columns)
    return encoding.png(Image.fromarray(colours.enlarge(pixels, zoom)))


def bundle(
    sheets: Sequence[Pixels], alt: str, captions: Sequence[str],
    figures: Mapping[str, Sequence[float]] | None = None,
) -> Bundle:  # fmt: skip
    """Return sheets of one size as frames of the player."""
    height, width = sheets[0].shape
    pictures = [each.tobytes() for each in sheets]
    return Bundle("gray8", width, height, pictures, figures or {}, captions, alt)


def items(pictures: "Tensor", labels: Sequence[str], alts: Sequence[str]) -> list[gallery.Item]:
    """Return pictures [N, 1, h, w] as choices whose ids are their places."""
    return [
        gallery.Item(str(place), label, png(pictures[place : place + 1], zoom=3), alt)
        for place, (label, alt) in enumerate(zip(labels, alts, strict=True))
    ]


def image(pictures: "Tensor", zoom: int) -> Image.Image:
    """Return one picture [1, 1, h, w] enlarged."""
    return Image.fromarray(colours.enlarge(sheet(pictures, 1), zoom))


def film(pictures: "Tensor") -> list[Pixels]:
    """Return each picture [N, 1, h, w] as a sheet of its own."""
    return [sheet(each[None], 1) for each in pictures]
