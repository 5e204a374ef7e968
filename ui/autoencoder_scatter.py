"""A cloud of codes as a picture: every digit stands where its two numbers say."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from torch import Tensor

SIDE = 360
PAPER = (253, 252, 249)
# The colours of ui/frontend/latent_map.js.
COLOURS = (
    "#2F80C9", "#D55E00", "#00906A", "#C0609A", "#A87500",
    "#7A6FD0", "#8A7460", "#2B94A8", "#5F8A1E", "#D0455F",
)  # fmt: skip

Pixels = npt.NDArray[np.uint8]


def scatter(
    codes: "Tensor",
    labels: "Tensor",
    across: tuple[float, float],
    up: tuple[float, float],
    side: int = SIDE,
) -> Image.Image:
    """Paint codes [N, 2] with labels [N] as small coloured digits on paper of `side` pixels.

    The first number grows to the right over `across`, the second upwards over `up`; what lies
    beyond is left out.
    """
    sheet = Image.new("RGB", (side, side), PAPER)
    draw, font = ImageDraw.Draw(sheet), _font(max(8, side // 38))
    left, right = across
    low, high = up
    for (first, second), label in zip(codes.tolist(), labels.tolist(), strict=True):
        x = (first - left) / ((right - left) or 1.0) * side
        y = (high - second) / ((high - low) or 1.0) * side
        if 0 <= x <= side and 0 <= y <= side:
            draw.text((x, y), str(label), fill=COLOURS[label], font=font, anchor="mm")
    return sheet


def beside(pictures: Sequence[Image.Image], gap: int = 12) -> Image.Image:
    """Return pictures of one height in a row on paper."""
    width = sum(picture.width for picture in pictures) + gap * (len(pictures) - 1)
    whole = Image.new("RGB", (width, max(picture.height for picture in pictures)), PAPER)
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width + gap
    return whole


def below(pictures: Sequence[Image.Image], gap: int = 12) -> Image.Image:
    """Return pictures of one width one below the other on paper."""
    height = sum(picture.height for picture in pictures) + gap * (len(pictures) - 1)
    whole = Image.new("RGB", (max(picture.width for picture in pictures), height), PAPER)
    top = 0
    for picture in pictures:
        whole.paste(picture, (0, top))
        top += picture.height + gap
    return whole


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
