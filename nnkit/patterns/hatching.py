"""Hatching: pebbles in coloured inks and white chalk on toned paper."""

import numpy as np

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import colours, ramp, varied
from nnkit.patterns.sheet import Field, Points, Sheet, scattered

_PAPER = colours("#b08a62", "#cda97c", "#e0c598")
# Angle in degrees, how dark it must be (deviations below the mean), ink, width in units.
_LAYERS = (
    (38, 0.9, "#b65a31", 1.6),
    (64, 0.45, "#8d3a22", 1.7),
    (14, 0.05, "#2f5a63", 1.7),
    (-38, -0.35, "#2b3566", 1.8),
    (-62, -0.8, "#20203c", 1.9),
    (88, -1.2, "#12121f", 2.0),
)
_CHALKS = ((-20, 0.8, "#f6e7c4", 1.6), (30, 1.15, "#fffaf0", 1.8))
_SPACING = 4.4  # units between the lines of a layer
_LENGTH = 34  # units, of a line


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    rough = sheet.coarse
    height = _pebbles(rough, rng)
    tone = _shading(rough, height)
    fibres = fields.noise(sheet, rng, 40, 2) * 0.18 + fields.noise(sheet, rng, (9, 3)) * 0.12
    canvas = brush.Canvas(sheet, ramp(0.5 + fibres, _PAPER))
    for side, layers in ((1, _LAYERS), (-1, _CHALKS)):
        for angle, limit, ink, width in layers:
            lines = _lines(rough, rng, np.radians(angle), height)
            darker = side * (limit - _tones(rough, tone, lines))
            _hatch(canvas, rng, lines[darker > rng.normal(0, 0.22, len(lines))], ink, width)
    return canvas.picture


def _pebbles(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Return the height [H, W] of pebbles that lie side by side, in units."""
    x, y = sheet.places()
    x += 6 * fields.noise(sheet, rng, 60)
    y += 6 * fields.noise(sheet, rng, 60)
    height = 7 * fields.noise(sheet, rng, 80)
    for pebble_x, pebble_y in scattered(sheet, rng, 84, 0.7):
        wide, high = rng.uniform(40, 66), rng.uniform(34, 50)
        away = ((x - pebble_x) / wide) ** 2 + ((y - pebble_y) / high) ** 2
        height = np.maximum(height, rng.uniform(34, 46) * np.sqrt(np.clip(1 - away, 0, None)))
    return height


def _shading(sheet: Sheet, height: Field) -> Field:
    """Return how bright heights are, lit from the upper left, with mean 0 and deviation 1."""
    right, down = fields.slope(sheet, fields.soft(sheet, height, 2))
    light = np.tanh(0.7 * (right + down))
    shadow = fields.step(-fields.soft(sheet, height, 2), -14, 0)
    return fields.even(light - 1.2 * shadow)


def _lines(sheet: Sheet, rng: np.random.Generator, angle: float, height: Field) -> Points:
    """Return rows of lines [N, points, 2] across the sheet, bent over the pebbles."""
    wide, high = sheet.size
    reach = np.hypot(wide, high) / 2
    along, across = np.meshgrid(
        np.arange(-reach, reach, 0.75 * _LENGTH), np.arange(-reach, reach, _SPACING)
    )
    along = along + rng.uniform(-0.4, 0.4, along.shape) * _LENGTH
    across = across + rng.uniform(-0.16, 0.16, across.shape) * _SPACING
    steps = np.linspace(-0.5, 0.5, 7) * _LENGTH
    along = along.reshape(-1, 1) + steps * rng.uniform(0.6, 1.15, (along.size, 1))
    across = across.reshape(-1, 1) + 0.0 * steps
    cosine, sine = np.cos(angle), np.sin(angle)
    x = wide / 2 + cosine * along - sine * across
    y = high / 2 + sine * along + cosine * across
    bend = 0.16 * sheet.at(height, np.stack([x, y], axis=-1))
    return np.stack([x - sine * bend, y + cosine * bend], axis=-1)


def _tones(sheet: Sheet, tone: Field, lines: Points) -> Field:
    """Return how bright it is in the middle of each line."""
    return sheet.at(tone, lines[:, lines.shape[1] // 2])


def _hatch(
    canvas: brush.Canvas, rng: np.random.Generator, lines: Points, ink: str, width: float
) -> None:
    """Draw lines that are thinner towards their ends."""
    inks = varied(np.repeat(colours(ink), len(lines), axis=0), rng, 0.15, 0.02)
    canvas.strokes(lines, 0.55 * width, inks)
    canvas.strokes(lines[:, 1:-1], 0.8 * width, inks)
    canvas.strokes(lines[:, 2:-2], width, inks)
