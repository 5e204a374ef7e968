"""Marbled paper: drops of colour on water, drawn out by combs (mathematics: Lu, Jaffer 2012)."""

import numpy as np

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import colours, varied
from nnkit.patterns.sheet import Field, Points, Sheet

_COLOURS = colours(
    "#10243f", "#b3262e", "#f2e3c2", "#1f6f78", "#e0a030", "#f7f0e0", "#7a1f3d", "#5fa8a0"
)
_DROPS = 180
_POINTS = 700  # on the outline of each drop


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    outlines = _dropped(sheet, rng)
    for angle, gap, pull in ((90, 46, 60), (-90, 46, 60), (0, 14, 22)):
        outlines = combed(outlines, np.radians(angle), gap, pull, rng.uniform(0, gap))
    outlines = _waved(outlines, rng)
    inks = varied(_COLOURS[np.arange(len(outlines)) % len(_COLOURS)], rng, 0.06, 0.02)
    canvas = brush.Canvas(sheet, _COLOURS[0])
    canvas.shapes(outlines, inks)
    grain = 1 + 0.03 * fields.noise(sheet, rng, 1.5) + 0.04 * fields.noise(sheet, rng, 40)
    return canvas.picture * grain[..., None]


def _dropped(sheet: Sheet, rng: np.random.Generator) -> Points:
    """Return outlines [N, points, 2] of drops, each of which pushed the earlier ones away."""
    wide, high = sheet.size
    turn = np.linspace(0, 2 * np.pi, _POINTS, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    outlines = np.empty((_DROPS, _POINTS, 2))
    for number in range(_DROPS):
        place = rng.uniform((0, 0), (wide, high))
        radius = rng.uniform(20, 62) * (1.15 - 0.75 * number / _DROPS)
        outlines[:number] = pushed(outlines[:number], place, radius)
        outlines[number] = place + radius * circle
    return outlines


def pushed(outlines: Points, place: Points, radius: float) -> Points:
    """Return outlines after a drop fell at a place: what they enclose keeps its area."""
    away = outlines - place
    far = (away**2).sum(axis=-1, keepdims=True)
    moved: Points = place + away * np.sqrt(1 + radius**2 / (far + 1e-9))
    return moved


def combed(outlines: Points, angle: float, gap: float, pull: float, offset: float) -> Points:
    """Return outlines after a comb with teeth `gap` units apart was drawn through at an angle.

    A tooth takes along what it touches, and the less the farther away.
    """
    along = np.asarray([np.cos(angle), np.sin(angle)])
    across = outlines @ np.asarray([-along[1], along[0]])
    phase = np.mod(across - offset, gap)
    away = np.minimum(phase, gap - phase)
    moved = pull * 0.5 ** (away / (gap / 9))
    drawn: Points = outlines + moved[..., None] * along
    return drawn


def _waved(outlines: Points, rng: np.random.Generator) -> Points:
    """Return outlines after gentle waves ran through the water."""
    for axis in (0, 1):
        phase = rng.uniform(0, 2 * np.pi)
        outlines = outlines.copy()
        outlines[..., axis] += 9 * np.sin(outlines[..., 1 - axis] / 34 + phase)
    return outlines
