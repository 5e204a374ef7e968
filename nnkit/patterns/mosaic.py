"""Mosaic: small square stones in rings, row by row round a few centres."""

import numpy as np
from scipy.spatial import cKDTree

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import colours, varied
from nnkit.patterns.sheet import Field, Points, Sheet, scattered

_COLOURS = colours(
    "#152a5c",
    "#1f5f9e",
    "#2f9fae",
    "#e9dfc3",
    "#d9a036",
    "#b5442a",
    "#6d1f2c",
    "#e8c267",
    "#2d7a66",
)
_GROUT = colours("#4a4038")[0]
STONE = 10.5  # units from one stone to the next
_BAND = 34  # units across, of a band of one colour
# A stone is drawn as three squares: how large, how far moved to the light, how bright.
_FACES = ((1.0, 0.0, 0.62), (0.86, -0.5, 1.0), (0.5, -0.9, 1.1))


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    centres = scattered(sheet, rng, 200, 0.7)
    canvas = brush.Canvas(sheet, _GROUT)
    rough = sheet.coarse
    region = 2.2 * fields.noise(rough, rng, 180)
    sway = 7 * np.stack([fields.noise(rough, rng, 70) for _ in "xy"], axis=-1)
    chips = scattered(sheet, rng, 0.85 * STONE)  # below the rings, where these leave gaps
    for stones, size in ((chips, 0.7 * STONE), (ringed(sheet, rng, centres), STONE)):
        away = stones - centres[cKDTree(centres).query(stones)[1]]
        band = np.hypot(away[:, 0], away[:, 1]) / _BAND
        inks = _inks(rng, band, rough.at(region, stones))
        turn = np.arctan2(away[:, 1], away[:, 0])
        _lay(canvas, rng, stones + rough.at(sway, stones), turn, size, inks)
    grain = 1 + 0.05 * fields.noise(sheet, rng, 1.6) + 0.05 * fields.noise(sheet, rng, 6)
    return canvas.picture * grain[..., None]


def ringed(sheet: Sheet, rng: np.random.Generator, centres: Points) -> Points:
    """Return stones [N, 2] in rings round centres; each ring ends where another centre is nearer.

    Stones of a ring, and rings, are `STONE` units apart.
    """
    rings = []
    for radius in np.arange(0.5, max(sheet.size) / STONE) * STONE:
        count = round(2 * np.pi * radius / STONE)
        for number, centre in enumerate(centres):
            turn = (np.arange(count) + rng.uniform()) * 2 * np.pi / count
            ring = centre + radius * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
            ring = ring[((ring > -STONE) & (ring < np.add(sheet.size, STONE))).all(axis=1)]
            rings.append(ring[cKDTree(centres).query(ring)[1] == number])
    return np.concatenate(rings)


def _inks(rng: np.random.Generator, band: Points, region: Field) -> Field:
    """Return a colour for each stone: bands, each mixed from two neighbours of the palette."""
    band = band + 0.16 * rng.standard_normal(len(band))
    number = (np.floor(band) * 2 + np.floor(region)).astype(int) % len(_COLOURS)
    share = 0.35 * (band - np.floor(band))[:, None]
    plain = _COLOURS[number] * (1 - share) + share * _COLOURS[(number + 1) % len(_COLOURS)]
    return varied(plain, rng, 0.13, 0.035)


def _lay(
    canvas: brush.Canvas,
    rng: np.random.Generator,
    stones: Points,
    turn: Points,
    size: float,
    inks: Field,
) -> None:
    """Lay stones, each hewn a little unevenly and lit from the upper left."""
    sides = rng.uniform(0.84, 0.97, (2, len(stones))) * size
    ragged = rng.normal(0, 0.45, (len(stones), 4, 2))
    for grow, lift, light in _FACES:
        corners = _corners(stones + lift, turn, sides * grow) + ragged
        canvas.shapes(corners, inks * np.float32(light))


def _corners(stones: Points, turn: Points, sides: Points) -> Points:
    """Return the corners [N, 4, 2] of stones turned by an angle, `sides` [2, N] units long."""
    along = np.stack([np.cos(turn), np.sin(turn)], axis=-1) * sides[0, :, None] / 2
    across = np.stack([-np.sin(turn), np.cos(turn)], axis=-1) * sides[1, :, None] / 2
    return stones[:, None] + np.stack(
        [-along - across, along - across, along + across, across - along], axis=1
    )
