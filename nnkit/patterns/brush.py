"""Brush strokes: many paths at once, laid one over the other on a canvas that keeps a relief."""

import cv2
import numpy as np
import numpy.typing as npt

from nnkit.patterns.sheet import Field, Points, Sheet

_SHIFT = 4  # OpenCV takes coordinates in 16ths of a pixel


class Canvas:
    """Paint on a sheet: colour, and how thick it lies."""

    def __init__(self, sheet: Sheet, ground: Field) -> None:
        """Begin with a ground: a colour [3] or a picture [H, W, 3], 0..1."""
        self.sheet = sheet
        self._paint = np.zeros((sheet.height, sheet.width, 4), np.uint8)
        self._paint[..., :3] = np.clip(ground, 0, 1) * 255

    @property
    def picture(self) -> Field:
        """Return the colours [H, W, 3], 0..1."""
        return self._paint[..., :3].astype(np.float32) / 255

    @property
    def relief(self) -> Field:
        """Return how thick the paint lies [H, W], 0..1."""
        return self._paint[..., 3].astype(np.float32) / 255

    def strokes(
        self, paths: Points, widths: Field | float, colours: Field, thick: Field | float = 0.5
    ) -> None:
        """Draw lines along paths [N, points, 2], in order, each `widths` units wide."""
        pixels = np.maximum(1, np.rint(np.broadcast_to(widths, len(paths)) * self.sheet.unit))
        inks = self._inks(colours, thick, len(paths))
        for path, width, ink in zip(self._places(paths), pixels.tolist(), inks, strict=True):
            cv2.polylines(self._paint, [path], False, ink, int(width), cv2.LINE_AA, _SHIFT)

    def shapes(self, outlines: Points, colours: Field, thick: Field | float = 0.5) -> None:
        """Fill shapes [N, points, 2], in order."""
        inks = self._inks(colours, thick, len(outlines))
        for outline, ink in zip(self._places(outlines), inks, strict=True):
            cv2.fillPoly(self._paint, [outline], ink, cv2.LINE_AA, _SHIFT)

    def _places(self, paths: Points) -> npt.NDArray[np.int32]:
        fine = (paths * self.sheet.unit - 0.5) * 2**_SHIFT
        places: npt.NDArray[np.int32] = np.rint(fine).astype(np.int32)
        return places

    def _inks(self, colours: Field, thick: Field | float, count: int) -> list[list[float]]:
        inks = np.empty((count, 4))
        inks[:, :3] = colours
        inks[:, 3] = thick
        return (np.clip(inks, 0, 1) * 255).tolist()  # type: ignore[no-any-return]


def followed(sheet: Sheet, angle: Field, middles: Points, length: float, points: int = 7) -> Points:
    """Return paths [N, points, 2] through their middles along an angle field [H, W]."""
    pace = length / (points - 1)
    ahead, behind = [middles], [middles]
    for _ in range(points // 2):
        for way, side in ((ahead, pace), (behind, -pace)):
            turn = sheet.at(angle, way[-1])
            way.append(way[-1] + side * np.stack([np.cos(turn), np.sin(turn)], axis=-1))
    return np.stack([*behind[:0:-1], *ahead], axis=1)


def straight(middles: Points, angle: Field, length: Field | float, points: int = 2) -> Points:
    """Return straight paths [N, points, 2] through their middles, each at its own angle."""
    way = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    along = np.linspace(-0.5, 0.5, points)[None, :] * np.broadcast_to(length, len(middles))[:, None]
    paths: Points = middles[:, None, :] + along[..., None] * way[:, None, :]
    return paths


def beside(paths: Points, distance: npt.NDArray[np.floating]) -> Points:
    """Return paths [N, points, 2] moved sideways, each by its distance [N] in units."""
    along = np.gradient(paths, axis=1)
    sideways = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    sideways /= np.linalg.norm(sideways, axis=-1, keepdims=True) + 1e-9
    moved: Points = paths + distance[:, None, None] * sideways
    return moved


def bristled(
    canvas: Canvas,
    rng: np.random.Generator,
    paths: Points,
    width: float,
    colours: Field,
    bristles: int = 4,
    variety: float = 0.1,
) -> None:
    """Draw strokes whose bristles each leave a trace of their own colour and thickness."""
    count = len(paths) * bristles
    across = np.tile((np.arange(bristles) + 0.5) / bristles - 0.5, len(paths))
    traces = beside(np.repeat(paths, bristles, axis=0), across * width)
    light = 1 + variety * rng.standard_normal((count, 1))
    inks = np.repeat(colours, bristles, axis=0) * light + 0.3 * variety * rng.standard_normal(
        (count, 3)
    )
    rounded = 0.75 - 1.2 * across**2  # the middle of a stroke lies thickest
    thick = rounded + 0.2 * rng.standard_normal(count)
    canvas.strokes(traces, 1.25 * width / bristles, inks.astype(np.float32), thick)
