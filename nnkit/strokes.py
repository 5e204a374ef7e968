"""Pen strokes on a square sheet and the picture that they paint; no torch: pages start fast."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from nnkit.errors import SettingsError

SHEET = 280  # units a side of the sheet on which strokes are given
_SHIFT = 4  # OpenCV takes coordinates in 16ths of a pixel
_FINE = 1 << _SHIFT
_DENSITY = 2  # pixels drawn for one shown, each way: its own smooth edges make lines too wide


@dataclass(frozen=True)
class Stroke:
    """One line of the pen: points (x, y) in 0..280 from the upper left, round brush of `width`.

    Raises SettingsError without points, with a number that is not finite, or a width of nothing.
    """

    points: tuple[tuple[float, float], ...]
    width: float

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not self.points:
            raise SettingsError("A stroke needs at least one point.")
        if not all(math.isfinite(value) for point in self.points for value in point):
            raise SettingsError("The points of a stroke must be finite numbers.")
        if not (math.isfinite(self.width) and self.width > 0):
            raise SettingsError("The width of a stroke must be a number above 0.")


def paint(strokes: Iterable[Stroke], side: int = SHEET) -> npt.NDArray[np.uint8]:
    """Return the sheet [side, side] as grey 0..255: white ink on black paper, edges smooth."""
    if side < 1:
        raise SettingsError("The sheet must be at least 1 pixel a side.")
    sheet = np.zeros((side * _DENSITY, side * _DENSITY), np.uint8)
    scale = side * _DENSITY / SHEET
    for stroke in strokes:
        # Pixel centres lie at whole numbers in OpenCV, half a pixel from where the pen's units do.
        places = ((np.asarray(stroke.points) * scale - 0.5) * _FINE).round().astype(np.int32)
        width = max(1, round(stroke.width * scale))
        if len(places) == 1:
            centre = (int(places[0, 0]), int(places[0, 1]))
            cv2.circle(sheet, centre, width * _FINE // 2, 255, -1, cv2.LINE_8, _SHIFT)
        else:
            cv2.polylines(sheet, [places], False, 255, width, cv2.LINE_8, _SHIFT)
    return cv2.resize(sheet, (side, side), interpolation=cv2.INTER_AREA).astype(np.uint8)
