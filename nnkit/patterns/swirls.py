"""Swirls: thick strokes of oil that run round bright stars in a night sky."""

import numpy as np

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import blended, colours, lit, ramp, varied
from nnkit.patterns.sheet import Field, Points, Sheet, scattered

_NIGHT = colours("#0b1238", "#16307a", "#2258b0", "#3089c4", "#74bfcc", "#d9ead0")
_STARS = colours("#fffbe0", "#ffe680", "#fdc72f", "#f29a1f", "#8fc7b0")
# Spacing, width and length of the strokes in units; how much lighter or darker they may be.
_COATS = ((13, 13, 60, 0.10), (9, 9, 44, 0.14), (9, 5.5, 32, 0.2))


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    stars = scattered(sheet, rng, 132, 0.6)
    radii = rng.uniform(22, 52, len(stars))
    rough = sheet.coarse
    near = _near(rough, stars, radii)
    angle = _flow(rough, rng, stars, near)
    target = _sky(rough, rng, near)
    canvas = brush.Canvas(sheet, _NIGHT[1])
    for spacing, width, length, light in _COATS:
        middles = scattered(sheet, rng, spacing)
        paths = brush.followed(rough, angle, middles, length)
        inks = varied(rough.at(target, middles), rng, light, 0.035)
        brush.bristled(canvas, rng, paths, width, inks)
    return lit(sheet, canvas.picture, fields.soft(sheet, canvas.relief, 0.6), 2.4)


def _near(sheet: Sheet, stars: Points, radii: Points) -> list[Field]:
    """Return for each star how far away it is [H, W], in its own radii."""
    x, y = (axis.astype(np.float32) for axis in sheet.axes())
    return [
        np.hypot(x[None, :] - star[0], y[:, None] - star[1]).astype(np.float32) / radius
        for star, radius in zip(stars, radii, strict=True)
    ]


def _flow(sheet: Sheet, rng: np.random.Generator, stars: Points, near: list[Field]) -> Field:
    """Return the angle of a wind that drifts to the right and turns round every star."""
    x, y = sheet.axes()
    right = 1 + 0.3 * fields.noise(sheet, rng, 120)
    down = 0.9 * fields.noise(sheet, rng, 130)
    for star, away in zip(stars, near, strict=True):
        pull = 6 * np.exp(-((away / 1.25) ** 2)) / (away + 0.1)
        turn = rng.choice([-1, 1]) * pull * np.float32(1 / 40)
        right -= turn * (y[:, None] - np.float32(star[1]))
        down += turn * (x[None, :] - np.float32(star[0]))
    angle: Field = np.arctan2(down, right)
    return angle


def _sky(sheet: Sheet, rng: np.random.Generator, near: list[Field]) -> Field:
    """Return the colours to aim at: a blue night, light bands in it, golden rings round stars."""
    bands = fields.noise(sheet, rng, (90, 44), 2)
    sky = ramp(0.44 + 0.25 * bands, _NIGHT)
    for away in near:
        share = fields.step(-away, -1.15, -0.5) * (0.75 + 0.25 * np.cos(11 * away))
        sky = blended(sky, ramp(np.clip(away, 0, 1), _STARS), share)
    return sky
