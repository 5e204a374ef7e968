"""Embroidery: flowers and leaves in satin stitch on a ground of running stitches."""

import numpy as np

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import colours, varied
from nnkit.patterns.sheet import Field, Points, Sheet, scattered

_GROUND = colours("#1c3260", "#27548a", "#2f7a94", "#4f9fa0", "#233f78")
_PETALS = colours("#d7263d", "#f46036", "#f9c74f", "#f28ab2", "#f4efe0", "#9b4dca")
_HEARTS = colours("#ffe08a", "#7d1d3f", "#b5442a", "#f7b538", "#e8a33d", "#ffd166")
_LEAVES = colours("#3f7d3a", "#7fb04a", "#a9c96b", "#2f6650")
_STITCH = (4.6, 20.0, 3.4)  # spacing, length and width in units


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    spacing, length, width = _STITCH
    canvas = brush.Canvas(sheet, _GROUND[0])
    rough = sheet.coarse
    flow = 1.6 * fields.noise(rough, rng, 110) + 0.6
    middles = scattered(sheet, rng, spacing + 1.2)
    band = rough.at(fields.noise(rough, rng, 60, 2), middles) * 1.4 + 0.4 * rng.random(len(middles))
    _stitch(
        canvas,
        rng,
        middles,
        rough.at(flow, middles),
        length,
        width,
        _GROUND[np.floor(band).astype(int) % 5],
    )
    for place in scattered(sheet, rng, 88, 0.55):
        _flower(canvas, rng, place, rng.uniform(24, 44), int(rng.integers(len(_PETALS))))
    return canvas.picture


def _flower(
    canvas: brush.Canvas, rng: np.random.Generator, place: Points, radius: float, kind: int
) -> None:
    """Stitch leaves, two rings of petals and a heart, each out of lines that run outwards."""
    count = int(rng.integers(5, 9))
    start = rng.uniform(0, 2 * np.pi)
    leaf = _LEAVES[rng.integers(len(_LEAVES), size=3)]
    for angle, ink in zip(start + np.asarray([0.3, 2.4, 4.5]), leaf, strict=True):
        _petal(canvas, rng, place, angle, 0.7 * radius, 1.75 * radius, 0.36, ink)
    for ring, (inner, outer) in enumerate(((0.35, 1.0), (0.12, 0.62))):
        ink = _PETALS[(kind + ring) % len(_PETALS)]
        for number in range(count):
            angle = start + (number + 0.5 * ring) * 2 * np.pi / count
            _petal(canvas, rng, place, angle, inner * radius, outer * radius, 2.4 / count, ink)
    heart = place + rng.normal(0, 0.1 * radius, (26, 2))
    _stitch(
        canvas,
        rng,
        heart,
        rng.uniform(0, np.pi, 26),
        3.5,
        3.4,
        np.repeat(_HEARTS[kind][None], 26, 0),
    )


def _petal(
    canvas: brush.Canvas,
    rng: np.random.Generator,
    place: Points,
    angle: float,
    inner: float,
    outer: float,
    spread: float,
    ink: Field,
) -> None:
    """Fill a petal with stitches that fan out from its foot, darker there than at its rim."""
    rows = 3
    across = max(5, int(spread * outer / 2.0))
    row = np.tile(np.arange(rows), across)
    side = np.repeat(np.linspace(-1, 1, across), rows) + 0.05 * rng.standard_normal(len(row))
    tip = inner + (outer - inner) * (1 - 0.42 * side**2)
    far = inner + (tip - inner) * (row + 0.5) / rows
    turn = angle + spread * side * (0.62 + 0.38 * np.sin(np.pi * (row + 0.6) / rows))
    middles = place + far[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    shade = (0.66 + 0.2 * row)[:, None].astype(np.float32)
    length = 1.35 * (tip - inner) / rows
    _stitch(canvas, rng, middles, turn, length, 3.0, np.clip(ink * shade, 0, 1))


def _stitch(
    canvas: brush.Canvas,
    rng: np.random.Generator,
    middles: Points,
    angle: Field,
    length: Field | float,
    width: float,
    inks: Field,
) -> None:
    """Lay threads one by one: a shadow under each, its colour, and its silky light."""
    paths = brush.straight(middles, angle, length * rng.uniform(0.8, 1.2, len(middles)))
    inks = varied(inks, rng, 0.12, 0.025)
    layers = np.stack(
        [paths + 0.7, paths, _middle(brush.beside(paths, np.full(len(paths), -0.25 * width)))],
        axis=1,
    )
    shades = np.stack([inks * 0.35, inks, inks * 0.55 + 0.45], axis=1)
    widths = np.tile(np.asarray([width * 1.15, width, width * 0.28]), len(paths))
    canvas.strokes(layers.reshape(-1, 2, 2), widths, shades.reshape(-1, 3))


def _middle(paths: Points) -> Points:
    """Return paths [N, 2, 2] without their ends."""
    centre = paths.mean(axis=1, keepdims=True)
    middle: Points = centre + 0.6 * (paths - centre)
    return middle
