"""Woodcut: row upon row of waves, carved in lines and printed in blues."""

import numpy as np

from nnkit.patterns import fields
from nnkit.patterns.palette import blended, colours, ramp
from nnkit.patterns.sheet import Field, Sheet

_SEA = colours("#efe8d2", "#bfdad6", "#7fb8c8", "#3f86b0", "#2461a0", "#1a4484", "#143268")
_LINE = colours("#0a1530")[0]
_FOAM = colours("#f8f0dd")[0]
_SKY = colours("#c8634a", "#e5a46c", "#f1d9a6", "#f4e9cd")
_WAVE = 44  # units from one row of waves to the next
_CUT = 6.4  # units from one carved line to the next


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    _, y = sheet.axes()
    _, high = sheet.size
    picture = _sky(sheet, rng)
    knife = _Knife(sheet, rng)
    for top in np.arange(0.14 * high, high + 1.5 * _WAVE, _WAVE):
        crest = np.float32(top) - _crest(sheet, rng)
        rows = slice(*np.searchsorted(y, (crest.min() - 1, top + 1.6 * _WAVE)))
        below = y[rows, None] - crest[None, :]
        wave = knife.cut(below, rows)
        picture[rows] = blended(picture[rows], wave, fields.step(below, -0.5, 0.5))
    fibre = fields.streaks(sheet, fields.noise(sheet, rng, 1.5), np.zeros_like(picture[..., 0]), 48)
    return picture * (1 + 0.06 * fields.even(fibre))[..., None]


def _sky(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Return a sunset in carved bands [H, W, 3]."""
    _, y = sheet.places()
    depth = y + 9 * fields.noise(sheet, rng, (150, 50), 2)
    band = np.mod(depth / _CUT, 1)
    sky = ramp(depth / (0.42 * sheet.size[1]), _SKY)
    cut = fields.step(np.abs(band - 0.5), 0.2, 0.3) * (
        0.45 + 0.2 * fields.noise(sheet, rng, (60, 12))
    )
    return blended(sky, _SKY[0] * 0.62, np.clip(cut, 0, 0.8))


def _crest(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Return how high the water stands [W]: pointed waves that lean to one side."""
    x, _ = sheet.axes()
    uneven = fields.line(sheet, rng, 130)
    phase = np.mod(x / rng.uniform(95, 150) + 0.16 * uneven + rng.uniform(), 1)
    lean = np.where(phase < 0.62, phase / 0.62, (1 - phase) / 0.38)
    swell = 1 + 0.25 * fields.line(sheet, rng, 110)
    return (44 * swell * lean**1.9 + 4 * uneven).astype(np.float32)


class _Knife:
    """Cuts waves: the block's unevenness is the same for all of them."""

    def __init__(self, sheet: Sheet, rng: np.random.Generator) -> None:
        self._bend = 2.6 * fields.noise(sheet, rng, (70, 40))
        self._light = 0.2 * fields.noise(sheet, rng, (60, 60))
        self._broad = np.clip(0.19 + 0.1 * fields.noise(sheet, rng, (40, 16)), 0.06, 0.4)
        self._spray = fields.step(fields.noise(sheet, rng, 3.2), 0.9, 1.3)
        finger = np.abs(np.sin(sheet.axes()[0] / 5.2 + 1.4 * fields.line(sheet, rng, 26)))
        self._reach = 5 + 8 * finger * np.clip(0.7 + 0.5 * fields.line(sheet, rng, 34), 0.1, 1.6)

    def cut(self, below: Field, rows: slice) -> Field:
        """Return the colours [rows, W, 3] of a wave by how far below its crest a place lies."""
        line = (below + self._bend[rows]) / _CUT
        within = np.mod(line, 1)
        water = ramp(np.floor(line) / 9 + self._light[rows], _SEA)
        water = blended(water, _SEA[1], 0.35 * fields.step(-within, -0.4, -0.15))
        edge = np.abs(within - 0.5) - 0.5 + self._broad[rows]
        water = blended(water, _LINE, fields.step(edge, -0.04, 0.04))
        return self._foam(below, rows, water)

    def _foam(self, below: Field, rows: slice, water: Field) -> Field:
        """Return the water with foam on its crest that ends in fingers, each with a dark rim."""
        inner = self._reach - below
        rimmed = blended(water, _LINE, fields.step(inner, -1.9, -1.2))
        foam = blended(np.broadcast_to(_FOAM, water.shape), _SEA[2], self._spray[rows])
        white = blended(rimmed, foam, fields.step(inner, -0.3, 0.3))
        return blended(white, _LINE, fields.step(-below, -1.6, -0.9))
