"""Curls: strips of coloured paper rolled up and set on edge, side by side."""

import numpy as np
import numpy.typing as npt

from nnkit.patterns import fields
from nnkit.patterns.palette import blended, colours, lit, ramp, varied
from nnkit.patterns.sheet import Field, Points, Sheet, scattered

_PAPERS = colours(
    "#f94144",
    "#f3722c",
    "#f9c74f",
    "#fff3d6",
    "#90be6d",
    "#2a9d8f",
    "#277da1",
    "#3d348b",
    "#c2347a",
)
_GAP = colours("#1c1526")[0]
_ROLL = 66  # units across
_STRIP = 6.8  # units, from one turn of a strip to the next


def painted(sheet: Sheet, rng: np.random.Generator) -> Field:
    """Paint the picture."""
    hearts = scattered(sheet, rng, _ROLL, 0.8)
    owner, right, down = _nearest(sheet, rng, hearts)
    spin = rng.choice([-1, 1], len(hearts)).astype(np.float32)[owner]
    turned = np.arctan2(down, right) / np.float32(2 * np.pi)
    winding = np.hypot(right, down) / np.float32(_STRIP) + spin * turned + 1
    papers = rng.integers(len(_PAPERS), size=len(hearts))
    hue = (papers[owner] + 0.55 * np.floor(winding)) / len(_PAPERS)
    strip = papers[owner] * 7 + np.floor(winding).astype(int) * 13
    tints = varied(np.ones((512, 3), np.float32), rng, 0.16, 0.04)[strip % 512]
    aside = np.abs(winding - np.floor(winding) - 0.5)
    dome = np.sqrt(1 - np.clip(2 * aside, 0, 1) ** 2)
    fibre = 1 + 0.07 * fields.noise(sheet, rng, 1.6, 2)
    paper = ramp(np.mod(hue, 1), _PAPERS) * tints * fibre[..., None]
    return lit(sheet, blended(paper, _GAP, fields.step(aside, 0.36, 0.46)), dome, 1.6)


def _nearest(
    sheet: Sheet, rng: np.random.Generator, hearts: Points
) -> tuple[npt.NDArray[np.int64], Field, Field]:
    """Return for every pixel which heart is nearest, and the way there to the right and down."""
    x, y = sheet.places()
    x += 7 * fields.noise(sheet, rng, 55)
    y += 7 * fields.noise(sheet, rng, 55)
    least = np.full(x.shape, np.inf, np.float32)
    owner = np.zeros(x.shape, np.int64)
    for number, (heart_x, heart_y) in enumerate(hearts.astype(np.float32)):
        away = (x - heart_x) ** 2 + (y - heart_y) ** 2
        nearer = away < least
        least[nearer], owner[nearer] = away[nearer], number
    middle = hearts.astype(np.float32)[owner]
    return owner, x - middle[..., 0], y - middle[..., 1]
