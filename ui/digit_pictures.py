"""A drawing on its way into the networks, as pictures."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from nnkit import colours

if TYPE_CHECKING:
    from nnkit.digits import Prepared

Pixels = npt.NDArray[np.uint8]

SIDE = 280
ORANGE = (213, 94, 0)
_GRID = (60, 60, 60)


def steps(prepared: "Prepared") -> list[tuple[Pixels, str]]:
    """Return each step of the preparation as pixels [280,280,3] and the words below it."""
    height, width = prepared.cut.shape
    box = prepared.box
    rows, columns = prepared.shift
    return [
        (_sheet(prepared), f"1. Cut out: {box.right - box.left} × {box.bottom - box.top} pixels."),
        (_cut(prepared), f"2. Scaled: {width} × {height}, the longer side is 20."),
        (
            _centred(prepared),
            f"3. Laid on 28 × 28, moved {_way(rows, 'up', 'down')} and "
            f"{_way(columns, 'left', 'right')}, so that its centre of mass is in the middle.",
        ),
        (
            _bits(prepared),
            "4. For the single neurons: straightened, the inner 24 × 24, ink or no ink.",
        ),
    ]


def thumbnail(image: npt.NDArray[Any], side: int = 84) -> Image.Image:
    """Return ink [h,w] 0..1 as a grey picture of `side` pixels, each pixel a square."""
    grey = Image.fromarray((image.clip(0, 1) * 255).round().astype(np.uint8))
    return grey.resize((side, side), Image.Resampling.NEAREST)


def _sheet(prepared: "Prepared") -> Pixels:
    ink = Image.fromarray((prepared.ink * 255).astype(np.uint8)).convert("RGB")
    if ink.size != (SIDE, SIDE):
        ink = ink.resize((SIDE, SIDE))
    scale = SIDE / prepared.ink.shape[0]
    top, left, bottom, right = (round(value * scale) for value in prepared.box)
    frame = (left, top, min(right, SIDE) - 1, min(bottom, SIDE) - 1)
    ImageDraw.Draw(ink).rectangle(frame, outline=ORANGE, width=3)
    return np.asarray(ink)


def _cut(prepared: "Prepared") -> Pixels:
    """The cut in the middle of a sheet of 28 x 28, before it is moved."""
    sheet = np.zeros((28, 28), np.float32)
    height, width = prepared.cut.shape
    top, left = (28 - height) // 2, (28 - width) // 2
    sheet[top : top + height, left : left + width] = prepared.cut
    picture = Image.fromarray(_enlarged(sheet))
    frame = [value * 10 for value in (left, top, left + width, top + height)]
    corners = (frame[0], frame[1], frame[2] - 1, frame[3] - 1)
    ImageDraw.Draw(picture).rectangle(corners, outline=ORANGE, width=2)
    return np.asarray(picture)


def _centred(prepared: "Prepared") -> Pixels:
    picture = Image.fromarray(_enlarged(prepared.image[0, 0].numpy()))
    draw = ImageDraw.Draw(picture)
    draw.line([(145, 0), (145, SIDE)], fill=ORANGE, width=1)
    draw.line([(0, 145), (SIDE, 145)], fill=ORANGE, width=1)
    return np.asarray(picture)


def _bits(prepared: "Prepared") -> Pixels:
    grey = (prepared.bits.reshape(24, 24).numpy() * 255).astype(np.uint8)
    sheet = colours.enlarge(np.repeat(grey[..., None], 3, axis=2), 11)
    sheet[::11], sheet[:, ::11] = _GRID, _GRID
    return sheet


def _enlarged(ink: npt.NDArray[np.float32]) -> Pixels:
    grey = (ink * 255).round().astype(np.uint8)
    return colours.enlarge(np.repeat(grey[..., None], 3, axis=2), 10)


def _way(count: int, before: str, after: str) -> str:
    return f"{abs(count)} {before if count < 0 else after}"
