"""Ink wash: ridges in the mist, in black ink with a breath of colour."""

import numpy as np

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import blended, colours, ramp, varied
from nnkit.patterns.sheet import Field, Sheet

_PAPER = colours("#dccaa4", "#efe3c8", "#faf4e4")
_INKS = colours("#6f93a6", "#4a7486", "#5f6a4c", "#34545c", "#343a3c", "#1c2229", "#0e1014")
_RED = colours("#c23f28")[0]
_RIDGE = 70  # units from one ridge to the next


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    wide, high = sheet.size
    fibres = 0.1 * fields.noise(sheet, rng, (9, 4), 2) + 0.15 * fields.noise(sheet, rng, 60)
    paper = ramp(0.55 + fibres, _PAPER)
    place = (wide * rng.uniform(0.25, 0.75), 0.14 * high)
    paper = _sun(sheet, rng, paper, place)
    slopes = [_dry(sheet, rng, side) for side in (-1, 1)]
    tops = np.arange(0.1 * high, high + 0.4 * _RIDGE, _RIDGE)
    skyline = [fields.line(sheet, rng, 110, 5) for _ in tops]
    for number, (top, line) in enumerate(zip(tops, skyline, strict=True)):
        nearness = number / len(tops)
        crest = top - line * (16 + 16 * nearness)
        ink = ramp(np.asarray(nearness), _INKS)
        paper = _washed(sheet, rng, paper, crest, ink, slopes[number % 2])
        paper = _pines(sheet, rng, paper, crest, ink, 4 + 5 * nearness)
    return paper


def _sun(sheet: Sheet, rng: np.random.Generator, paper: Field, place: tuple[float, float]) -> Field:
    """Return the paper with a red sun whose wash has dried at its rim."""
    x, y = sheet.places()
    away = np.hypot(x - np.float32(place[0]), y - np.float32(place[1]))
    away += 1.5 * fields.noise(sheet, rng, 12, 2)
    share = fields.step(-away, -34, -32) * (0.62 + 0.3 * fields.step(away, 20, 33))
    return blended(paper, _RED, share)


def _dry(sheet: Sheet, rng: np.random.Generator, side: int) -> Field:
    """Return the traces of a dry brush that was drawn down steep slopes to one side."""
    angle = np.float32(np.pi / 2 + 0.55 * side) + 0.5 * fields.noise(sheet, rng, (60, 80))
    grain = fields.noise(sheet, rng, 2.6, 2)
    return fields.even(fields.streaks(sheet, grain, angle, 46))


def _washed(
    sheet: Sheet, rng: np.random.Generator, paper: Field, crest: Field, ink: Field, dry: Field
) -> Field:
    """Return the paper with a ridge below a crest [W]: a wash that fades and dry strokes in it."""
    _, y = sheet.axes()
    below = y[:, None] - crest[None, :] + 0.9 * dry
    fade = np.clip(42 + 16 * fields.line(sheet, rng, 60), 18, 80)
    wet = fields.step(below, -0.8, 0.8) * np.exp(-np.clip(below, 0, None) / fade)
    strokes = fields.step(dry, -0.1, 0.8) * np.sqrt(wet)
    return blended(paper, ink, np.clip(0.7 * wet + 0.95 * strokes, 0, 0.96))


def _pines(
    sheet: Sheet, rng: np.random.Generator, paper: Field, crest: Field, ink: Field, tall: float
) -> Field:
    """Return the paper with groves along a crest: upright dabs of a wet brush."""
    wide, _ = sheet.size
    grove = fields.line(sheet, rng, 34)
    x = rng.uniform(0, wide, int(1.6 * wide))
    column = np.clip((x * sheet.unit).astype(int), 0, sheet.width - 1)
    there = grove[column] > rng.normal(0.4, 0.3, len(x))
    x, column = x[there], column[there]
    depth = rng.exponential(0.9 * tall, len(x))
    middles = np.stack([x, crest[column] + depth - 0.3 * tall], axis=-1)
    dabs = brush.straight(
        middles, rng.normal(1.6, 0.16, len(x)), tall * rng.uniform(0.5, 1.3, len(x))
    )
    canvas = brush.Canvas(sheet, paper)
    inks = varied(np.repeat(0.75 * ink[None], len(x), axis=0), rng, 0.25, 0.025)
    canvas.strokes(dabs, rng.uniform(0.2, 0.42, len(x)) * tall, inks)
    return canvas.picture
