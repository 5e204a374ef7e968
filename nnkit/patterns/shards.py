"""Shards: a picture broken into facets, each shaded from one edge to the other and brushed."""

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import Delaunay

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import colours, lit, ramp, varied
from nnkit.patterns.sheet import Field, Points, Sheet, scattered

_FACETS = colours(
    "#16222c",
    "#33505e",
    "#6f9293",
    "#bcbf9f",
    "#ecdcae",
    "#d89a4c",
    "#b4562c",
    "#742c22",
    "#2a1a20",
)
_SHARD = 52  # units across


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    corners = scattered(sheet, rng, _SHARD, 0.95)
    triangles = corners[Delaunay(corners).simplices]
    number = _numbered(sheet, triangles)
    turn = rng.uniform(0, 2 * np.pi, len(triangles)).astype(np.float32)
    across = _across(sheet, triangles, turn, number)
    region = 0.5 + 0.27 * fields.noise(sheet, rng, 130)
    base = sheet.at(region, triangles.mean(axis=1)) + rng.normal(0, 0.17, len(triangles))
    angle = (turn + np.float32(np.pi / 2))[number]
    hatch = fields.even(fields.streaks(sheet, fields.noise(sheet, rng, 2.2, 2), angle, 30))
    tone = np.clip(base, 0.05, 0.95).astype(np.float32)[number] + 0.009 * across + 0.05 * hatch
    tints = varied(np.ones((len(triangles), 3), np.float32), rng, 0.1, 0.06)
    picture = ramp(tone, _FACETS) * tints[number] * (1 + 0.016 * across)[..., None]
    canvas = brush.Canvas(sheet, picture)
    _edges(canvas, rng, triangles)
    return lit(sheet, canvas.picture, 0.5 * hatch, 0.5)


def _numbered(sheet: Sheet, triangles: Points) -> npt.NDArray[np.int32]:
    """Return for every pixel the number of its triangle."""
    numbers = np.zeros((sheet.height, sheet.width), np.int32)
    for number, corners in enumerate(np.rint(triangles * sheet.unit).astype(np.int32)):
        cv2.fillConvexPoly(numbers, corners, number)
    return numbers


def _across(sheet: Sheet, triangles: Points, turn: Field, number: npt.NDArray[np.int32]) -> Field:
    """Return how far every pixel is from the middle of its triangle, in the way that it shades."""
    x, y = sheet.places()
    middle = triangles.mean(axis=1)
    cosine, sine = np.cos(turn), np.sin(turn)
    offset = (middle[:, 0] * cosine + middle[:, 1] * sine).astype(np.float32)
    across: Field = x * cosine[number] + y * sine[number] - offset[number]
    return across


def _edges(canvas: brush.Canvas, rng: np.random.Generator, triangles: Points) -> None:
    """Draw some edges dark and some light, beyond the corners, as if by hand."""
    for code, width in (("#14100f", 1.5), ("#f3e6c2", 0.9)):
        chosen = triangles[rng.random(len(triangles)) < 0.45]
        ends = chosen[:, :2] + rng.normal(0, 1.2, (len(chosen), 2, 2))
        middle = ends.mean(axis=1, keepdims=True)
        canvas.strokes(middle + 1.12 * (ends - middle), width, colours(code)[0])
