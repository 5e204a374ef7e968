"""Ten digits drawn by hand, for those who want to look before they draw."""

from functools import lru_cache

import numpy as np

from nnkit.strokes import Stroke

BRUSH = 18
_BETWEEN = 8  # points on each piece of curve

# The points through which the pen goes, on a sheet of 280 x 280.
_LINES = {
    0: [[(150, 45), (100, 70), (78, 140), (100, 215), (148, 238), (192, 205), (205, 135),
         (185, 70), (140, 45)]],
    1: [[(112, 88), (150, 48)], [(150, 48), (146, 140), (140, 236)]],
    2: [[(88, 92), (105, 55), (150, 42), (188, 68), (184, 115), (140, 170), (90, 230)],
        [(90, 230), (145, 224), (204, 230)]],
    3: [[(92, 66), (130, 44), (178, 58), (182, 100), (138, 132)],
        [(138, 132), (186, 150), (194, 200), (146, 236), (88, 220)]],
    4: [[(126, 46), (104, 104), (82, 160)], [(82, 160), (140, 158), (210, 152)],
        [(176, 92), (170, 160), (162, 238)]],
    5: [[(188, 50), (150, 52), (110, 54)], [(110, 54), (104, 90), (98, 126)],
        [(98, 126), (150, 112), (194, 142), (188, 204), (138, 236), (84, 216)]],
    6: [[(178, 46), (126, 84), (92, 152), (102, 214), (148, 238), (190, 208), (182, 160),
         (138, 148), (98, 178)]],
    7: [[(84, 58), (140, 56), (202, 52)], [(202, 52), (164, 140), (136, 238)]],
    8: [[(188, 72), (146, 44), (102, 66), (112, 112), (160, 146), (192, 190), (166, 232),
         (114, 234), (92, 196), (122, 148), (172, 116), (188, 72)]],
    9: [[(186, 98), (160, 58), (112, 64), (92, 106), (118, 142), (166, 132), (186, 98)],
        [(186, 98), (178, 170), (160, 238)]],
}  # fmt: skip


@lru_cache(maxsize=10)
def example(digit: int) -> tuple[Stroke, ...]:
    """Return the strokes of a digit 0..9."""
    return tuple(Stroke(_smooth(line), BRUSH) for line in _LINES[digit])


def _smooth(line: list[tuple[int, int]]) -> tuple[tuple[float, float], ...]:
    """Return a Catmull-Rom curve through the points (Catmull and Rom 1974), whole units."""
    points = np.asarray([line[0], *line, line[-1]], float)
    share = np.linspace(0, 1, _BETWEEN, endpoint=False)[:, None]
    pieces = []
    for start in range(len(points) - 3):
        before, here, there, after = points[start : start + 4]
        pieces.append(
            0.5
            * (
                2 * here
                + (there - before) * share
                + (2 * before - 5 * here + 4 * there - after) * share**2
                + (3 * here - before - 3 * there + after) * share**3
            )
        )
    curve = np.concatenate([*pieces, points[-1:]]).round()
    return tuple((float(x), float(y)) for x, y in curve)
