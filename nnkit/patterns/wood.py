"""Wood grain: rings that flow round knots, with pores and a silky sheen."""

import numpy as np

from nnkit.patterns import brush, fields
from nnkit.patterns.palette import colours, lit, ramp, varied
from nnkit.patterns.sheet import Field, Sheet, scattered

_TIMBER = colours("#2a130c", "#5a2712", "#8f4a1e", "#bf7a35", "#dfa65c", "#f3d49a")
_REDS = colours("#200d12", "#5c1a1a", "#93352a", "#b85e3c", "#d99462", "#efc9a0")
_RING = 12.5  # units from ring to ring


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    trunk = _trunk(sheet, rng)
    right, down = fields.slope(sheet, trunk)
    angle = np.arctan2(-right, down)
    year = trunk / _RING
    phase = year - np.floor(year)
    late = fields.step(phase, 0.15, 0.85) * fields.step(-phase, -1, -0.9)
    fibre = fields.even(fields.streaks(sheet, fields.noise(sheet, rng, 1.4), angle, 44))
    seasons = rng.uniform(-1, 1, 512)[np.floor(year).astype(int) % 512]
    tone = 0.62 - 0.46 * late + 0.1 * fibre + 0.09 * seasons + 0.1 * fields.noise(sheet, rng, 110)
    red = fields.step(fields.noise(sheet, rng, (170, 70)), -0.6, 0.9)[..., None]
    board = ramp(tone, _TIMBER) * (1 - red) + ramp(tone, _REDS) * red
    canvas = brush.Canvas(sheet, board)
    _pores(canvas, rng, angle)
    return lit(sheet, canvas.picture, 0.25 * fibre - 0.6 * late, 0.5)


def _trunk(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Return the depth in the trunk: its level lines are the rings, closed ones round knots."""
    x, y = sheet.places()
    depth = y + 26 * fields.noise(sheet, rng, (230, 90)) + 2.5 * fields.noise(sheet, rng, (60, 22))
    for knot_x, knot_y in scattered(sheet, rng, 190, 0.8):
        wide, high = rng.uniform(34, 54), rng.uniform(17, 27)
        away = ((x - np.float32(knot_x)) / wide) ** 2 + ((y - np.float32(knot_y)) / high) ** 2
        depth += np.float32(rng.choice([-1, 1]) * rng.uniform(60, 105)) * np.exp(-away / 2)
    return depth.astype(np.float32)


def _pores(canvas: brush.Canvas, rng: np.random.Generator, angle: Field) -> None:
    """Scratch short lines along the grain, darker or brighter than what they lie on."""
    board = canvas.picture
    for light, spacing, width in ((0.55, 12, 1.1), (1.25, 15, 1.0)):
        middles = scattered(canvas.sheet, rng, spacing, 1)
        paths = brush.followed(canvas.sheet, angle, middles, 16, 5)
        inks = varied(canvas.sheet.at(board, middles) * np.float32(light), rng, 0.15, 0.02)
        canvas.strokes(paths, width, inks)
