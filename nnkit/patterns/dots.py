"""Pointillism: an evening by the water in dots of pure colour, mixed only in the eye."""

import numpy as np

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import blended, colours, lit, ramp, varied
from nnkit.patterns.sheet import Field, Points, Sheet, scattered

_SKY = colours("#142a78", "#2f62c4", "#9a7fd0", "#ee6f63", "#ffa53a", "#ffe06a")
_WATER = colours("#ffb055", "#dd5f80", "#3a78c0", "#156a8c", "#0e2f66")
_HILLS = colours("#6a50a8", "#23786a", "#0f443c")
_SUN = colours("#fff3b8")[0]
_PLACE = (0.6, 0.3)  # of the sun, as shares of width and height
_SHORE = 0.52  # as a share of the height
# Spacing and size of the dots in units, how much lighter or darker they may be, and how many of
# them are of the opposite colour.
_COATS = ((9, 12, 0.05, 0.0), (9, 9, 0.08, 0.05), (10, 7, 0.11, 0.15))


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    rough = sheet.coarse
    target = _evening(rough, rng)
    canvas = brush.Canvas(sheet, _SKY[1])
    for spacing, size, light, stray in _COATS:
        middles = scattered(sheet, rng, spacing, 0.8)
        inks = varied(rough.at(target, middles), rng, light, 0.025)
        opposite = rng.random(len(middles)) < stray
        inks[opposite] = _opposed(inks[opposite])
        dabs = brush.straight(middles, _turn(sheet, rng, middles), 0.7 * size)
        thick = rng.uniform(0.3, 1, len(middles))
        canvas.strokes(dabs, rng.normal(size, 0.6, len(middles)), inks, thick)
    return lit(sheet, canvas.picture, fields.soft(sheet, canvas.relief, 0.7), 1.1)


def _turn(sheet: Sheet, rng: np.random.Generator, middles: Points) -> Points:
    """Return how dabs are turned: round the sun in the sky, level on the water."""
    away = middles - np.multiply(_PLACE, sheet.size)
    round_sun = np.arctan2(away[:, 0], -away[:, 1])
    level = 0.12 * rng.standard_normal(len(middles))
    return np.where(middles[:, 1] < _SHORE * sheet.size[1], round_sun, level)


def _opposed(inks: Field) -> Field:
    """Return colours as bright as these, moved towards the opposite side of the colour circle."""
    grey = inks.mean(axis=1, keepdims=True)
    opposed: Field = np.clip(grey - 0.7 * (inks - grey) + 0.03, 0, 1)
    return opposed


def _evening(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Return the colours to aim at: rays of light in the sky, hills, their reflection."""
    x, y = sheet.places()
    wide, high = sheet.size
    shore = _SHORE * high
    sun_x, sun_y = _PLACE[0] * wide, _PLACE[1] * high
    away = np.hypot(x - sun_x, y - sun_y) + 12 * fields.noise(sheet, rng, (90, 40), 2)
    sky = ramp(1.02 - away / 300 + 0.09 * np.sin(away / 7.5), _SKY)
    sky = blended(sky, _SUN, np.exp(-((away / 34) ** 2)))
    depth = (y - shore) / (high - shore)
    waves = fields.noise(sheet, rng, (70, 11), 2)
    water = ramp(depth + 0.2 * waves, _WATER)
    glitter = np.exp(-(((x - sun_x) / (20 + 80 * np.clip(depth, 0, 1))) ** 2))
    water = blended(water, _SUN, glitter * fields.step(waves, -0.4, 0.6))
    picture = blended(sky, water, fields.step(y, shore - 2, shore + 2))
    for number, ink in enumerate(_HILLS):
        tall = 70 - 22 * number + 22 * fields.line(sheet, rng, 130 - 30 * number, 3)
        mirrored = 0.55 * fields.step(y, shore - 2, shore + 2)
        hill = fields.step(tall - np.abs(y - shore + 9 * number), -2, 2) * (1 - mirrored)
        picture = blended(picture, ink, hill)
    return picture
