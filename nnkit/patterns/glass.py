"""Stained glass: streaky panes in jewel colours, held by lead."""

import cv2
import numpy as np
import numpy.typing as npt

from nnkit.patterns import fields
from nnkit.patterns.palette import blended, colours, lit, ramp, varied
from nnkit.patterns.sheet import Field, Sheet, scattered

Numbers = npt.NDArray[np.int32]  # [H, W], the number of the pane in which a pixel lies

_JEWELS = colours(
    "#a3123a",
    "#d02e26",
    "#f08a1d",
    "#ffd447",
    "#58b555",
    "#14a79d",
    "#2f7be0",
    "#2b3fb0",
    "#8a3fb5",
)
_LEAD = colours("#16140f", "#5c5850")
_PANE = 38  # units across
_HALF = 2.6  # units, half the width of the lead


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    cells = _cells(sheet, rng)
    rounds = _rounds(sheet, rng)
    panes = cells * (rounds.max() + 1) + rounds
    away = _from_edges(sheet, panes)
    glass = _glass(sheet, rng, panes, cells, rounds)
    glow = 0.8 + 0.45 * fields.step(away, 0, 14)
    shaded = np.clip(glass * glow[..., None], 0, 1)
    dome = np.sqrt(np.clip(1 - (away / _HALF) ** 2, 0, 1))
    lead = lit(sheet, ramp(0.25 * dome, _LEAD), dome, 2.2)
    return blended(shaded, lead, fields.step(-away, -_HALF, -_HALF + 0.7))


def _cells(sheet: Sheet, rng: np.random.Generator) -> Numbers:
    """Return for every pixel the number of the nearest of some scattered points."""
    seeds = np.ones((sheet.height, sheet.width), np.uint8)
    places = (scattered(sheet, rng, _PANE, 0.85) * sheet.unit).astype(int)
    inside = ((places >= 0) & (places < (sheet.width, sheet.height))).all(axis=1)
    seeds[places[inside, 1], places[inside, 0]] = 0
    _, labels = cv2.distanceTransformWithLabels(
        seeds, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    return labels.astype(np.int32)


def _rounds(sheet: Sheet, rng: np.random.Generator) -> Numbers:
    """Return for every pixel in which of some large rings it lies, as a number."""
    x, y = sheet.places()
    wide, high = sheet.size
    codes = np.zeros(x.shape, np.int32)
    for number in range(3):
        centre_x, centre_y = rng.uniform(0, wide), rng.uniform(0, high)
        away = np.hypot(x - np.float32(centre_x), y - np.float32(centre_y))
        ring = np.floor(away / rng.uniform(80, 130)).astype(np.int32)
        codes += np.minimum(ring, 2) * 3**number
    return codes


def _from_edges(sheet: Sheet, panes: Numbers) -> Field:
    """Return how far every pixel is from the next pane, in units."""
    inner = np.ones(panes.shape, np.uint8)
    inner[:, 1:][panes[:, 1:] != panes[:, :-1]] = 0
    inner[1:][panes[1:] != panes[:-1]] = 0
    away = cv2.distanceTransform(inner, cv2.DIST_L2, cv2.DIST_MASK_5)
    return away / np.float32(sheet.unit)


def _glass(
    sheet: Sheet, rng: np.random.Generator, panes: Numbers, cells: Numbers, rounds: Numbers
) -> Field:
    """Return glass [H, W, 3]: one colour a pane, streaked, neighbours often alike."""
    region = 0.5 + 0.3 * fields.noise(sheet, rng, 150) + 0.13 * (rounds % 3)
    shift = rng.uniform(-0.22, 0.22, int(panes.max()) + 1)
    count = np.maximum(np.bincount(panes.ravel()), 1)
    middle = np.bincount(panes.ravel(), region.ravel()) / count  # one hue for a whole pane
    hue = np.mod(middle + shift, 1)[panes].astype(np.float32)
    tints = varied(np.ones((int(panes.max()) + 1, 3), np.float32), rng, 0.2, 0.06)
    angle = rng.uniform(0, np.pi, int(cells.max()) + 1)[cells].astype(np.float32)
    grain = fields.noise(sheet, rng, 3.0, 2)
    streak = fields.even(fields.streaks(sheet, grain, angle, 34))
    light = 1 + 0.16 * streak + 0.07 * fields.noise(sheet, rng, 5)
    glass: Field = ramp(hue + 0.035 * streak, _JEWELS) * tints[panes] * light[..., None]
    return glass
