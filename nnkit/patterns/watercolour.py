"""Watercolour: blooms of wet paint, darker at the rim where they dried, on rough paper."""

import numpy as np

from nnkit.patterns import fields
from nnkit.patterns.palette import colours, ramp
from nnkit.patterns.sheet import Field, Points, Sheet, scattered

_PAPER = colours("#efe6d2", "#fffaf0")
_PAINTS = colours(
    "#c2185b",
    "#e4572e",
    "#f2a541",
    "#8fb339",
    "#2a9d8f",
    "#3a6ea5",
    "#3b3b98",
    "#8e44ad",
    "#d81e5b",
)
_LAYERS = ((100, 72, 0.32), (66, 36, 0.42), (52, 15, 0.6))  # spacing, radius, strength


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    rough = fields.noise(sheet, rng, 2.2, 2)
    wobble = fields.noise(sheet, rng, 26, 4)
    region = 0.5 + 0.34 * fields.noise(sheet, rng, 140)
    absorbed = -np.log(ramp(0.6 + 0.2 * rough, _PAPER))
    for spacing, radius, strength in _LAYERS:
        for place in scattered(sheet, rng, spacing, 0.9):
            size = radius * rng.uniform(0.6, 1.35)
            hue = np.mod(float(sheet.at(region, place)) + rng.normal(0, 0.07), 1)
            paint = -np.log(np.clip(ramp(np.asarray(hue), _PAINTS), 0.04, 0.97))
            _bloom(sheet, rng, absorbed, place, size, strength * paint, wobble, rough)
    return np.exp(-absorbed)


def _bloom(
    sheet: Sheet,
    rng: np.random.Generator,
    absorbed: Field,
    place: Points,
    size: float,
    paint: Field,
    wobble: Field,
    rough: Field,
) -> None:
    """Let one bloom soak in: what it absorbs is added to what the sheet does already."""
    window = _window(sheet, place, 1.7 * size)
    x, y = (axis[part] for axis, part in zip(sheet.axes(), window[::-1], strict=True))
    away_x, away_y = (x - place[0])[None, :] / size, (y - place[1])[:, None] / size
    squeeze = rng.uniform(0.75, 1.3)
    away = (
        np.hypot(away_x * squeeze, away_y / squeeze) + 0.16 * rng.choice([-1, 1]) * wobble[window]
    )
    inside = fields.step(-away, -1.0, -0.97)
    rim = np.exp(-np.clip(1 - away, 0, None) * size / 2.2)
    backrun = np.exp(-(((away - rng.uniform(0.35, 0.7)) * size / 3.5) ** 2))
    pool = 0.55 + 0.3 * away_x * rng.uniform(-1, 1) + 0.3 * away_y * rng.uniform(-1, 1)
    depth = inside * (pool + 1.3 * rim + 0.35 * backrun + 0.16 * rough[window])
    absorbed[window] += np.clip(depth, 0, None)[..., None] * paint


def _window(sheet: Sheet, place: Points, reach: float) -> tuple[slice, slice]:
    """Return rows and columns of the pixels that lie within reach of a place."""
    low = np.floor((place - reach) * sheet.unit).astype(int)
    high = np.ceil((place + reach) * sheet.unit).astype(int)
    return slice(max(0, low[1]), max(0, high[1])), slice(max(0, low[0]), max(0, high[0]))
