"""What people draw besides digits: scribbles, spirals, stars, ... as the lines of a pen.

Each function makes lines of any size, y down, by chance; whoever calls it gives them a hand.
"""

import math

import numpy as np
from numpy.random import Generator

from nnkit.digits.glyphs import Line, lines

Lines = list[Line]

_TURN = 2 * math.pi


def one_glyph(table: dict[str, tuple[str, ...]], chance: Generator) -> Lines:
    """Return any glyph of the table in any of its forms, narrow or wide."""
    forms = table[list(table)[chance.integers(len(table))]]
    form = forms[chance.integers(len(forms))]
    wide = chance.uniform(0.6, 1.2)
    return [line * (wide, 1) for line in lines(form)]


def row_of_glyphs(table: dict[str, tuple[str, ...]], chance: Generator) -> Lines:
    """Return two or three glyphs side by side."""
    row: Lines = []
    right = 0.0
    for _ in range(chance.integers(2, 4)):
        glyph = one_glyph(table, chance)
        across = np.concatenate(glyph)[:, 0]
        shift = (right - across.min() * 0.7, chance.uniform(-0.1, 0.1))
        row += [line * (0.7, 1) + shift for line in glyph]
        right += np.ptp(across) * 0.7 + chance.uniform(0.1, 0.35)
    return row


def scribble(chance: Generator) -> Lines:
    """Wander without a plan, in bends or in straight lines."""
    points = chance.random((chance.integers(9, 30), 2)) * (chance.uniform(0.6, 1.6), 1)
    return [_bent(points) if chance.random() < 0.7 else points]


def zigzag(chance: Generator) -> Lines:
    """Go up and down six times or more."""
    count = int(chance.integers(6, 18))
    x = np.cumsum(chance.uniform(0.5, 1.5, count))
    y = np.arange(count) % 2 + chance.normal(0, 0.15, count)
    points = np.stack([x / x[-1] * chance.uniform(0.5, 2.5), y], axis=1)
    return [_bent(points) if chance.random() < 0.3 else points]


def hatching(chance: Generator) -> Lines:
    """Shade a round patch with parallel lines, once or crosswise."""
    hatches: Lines = []
    wide = chance.uniform(0.7, 1.8)
    for _ in range(chance.integers(1, 3)):
        along = _towards(chance.uniform(0, _TURN))
        across = along[::-1] * (-1, 1)
        for place in np.linspace(-0.5, 0.5, chance.integers(5, 14)):
            reach = np.sqrt(0.3 - place**2) + chance.normal(0, 0.05, 2)
            ends = np.stack([-along * reach[0], along * reach[1]])
            hatches.append((across * place + ends) * (wide, 1))
    return hatches


def coil(chance: Generator) -> Lines:
    """Loop along as a telephone cord does."""
    turns = chance.uniform(3.2, 8)
    phase = np.linspace(0, _TURN * turns, int(24 * turns)) + chance.uniform(0, _TURN)
    x = 0.5 * np.cos(phase) + phase / _TURN * chance.uniform(0.25, 0.8)
    return [np.stack([x, chance.uniform(0.5, 1) * np.sin(phase)], axis=1)]


def spiral(chance: Generator) -> Lines:
    """Turn outwards more than twice; with fewer turns it would be a 6, a 9 or a 0."""
    turns = chance.uniform(2.3, 5)
    share = np.linspace(0, 1, int(24 * turns))
    phase = _TURN * turns * share * chance.choice([-1, 1]) + chance.uniform(0, _TURN)
    return [share[:, None] * _towards(phase)]


def wave(chance: Generator) -> Lines:
    """Swing more than two and a half times; fewer swings would be a 2, a 3 or a 5."""
    periods = chance.uniform(2.6, 6)
    x = np.linspace(0, 1, int(24 * periods))
    y = chance.uniform(0.1, 0.4) * np.sin(_TURN * periods * x + chance.uniform(0, _TURN))
    return [np.stack([x, y], axis=1)]


def block(chance: Generator) -> Lines:
    """Fill a rectangle or a triangle that is too wide for a bar."""
    wide = chance.uniform(0.7, 2)
    corners = [(0, 0), (wide, 0), (wide, 1), (0, 1)]
    if chance.random() < 0.3:
        corners = [(0, 1), (wide / 2, 0), (wide, 1)]
    return [_fill(np.array(corners, float))]


def blot(chance: Generator) -> Lines:
    """Leave one spot, or fill an uneven round shape."""
    if chance.random() < 0.3:
        return [np.zeros((1, 2))]
    angles = np.linspace(0, _TURN, 40, endpoint=False)
    dents = np.sin(angles * chance.integers(1, 4) + chance.uniform(0, _TURN))
    radius = 0.5 + 0.125 * chance.random() * dents
    return [_fill(radius[:, None] * _towards(angles) * (chance.uniform(0.75, 1.6), 1))]


def dots(chance: Generator) -> Lines:
    """Strew a few dots, most often very few."""
    count = chance.integers(2, chance.choice([4, 14]))
    return list(chance.random((count, 1, 2)) * (chance.uniform(0.6, 1.6), 1))


def dash(chance: Generator) -> Lines:
    """Draw a bar that lies, straight or slightly bent."""
    x = np.linspace(0, 1, 12)
    return [np.stack([x, chance.uniform(-0.6, 0.6) * x * (1 - x)], axis=1)]


def polygon(chance: Generator) -> Lines:
    """Draw a triangle or a leaning rectangle; with more corners it would be a 0."""
    if chance.random() < 0.5:
        points = np.array([(0, 1), (chance.uniform(-0.1, 1.1), 0), (1, chance.uniform(0.8, 1.2))])
    else:
        lean = chance.uniform(-0.4, 0.4)
        points = np.array([(lean, 0), (1 + lean, 0), (1, 1), (0, 1)])
    points = points * (chance.uniform(0.8, 2), chance.choice([-1, 1]))
    return [np.concatenate([points, points[:1]])]


def star(chance: Generator) -> Lines:
    """Draw the outline of a star with four to eight tips."""
    tips = int(chance.integers(4, 9))
    corners = np.arange(2 * tips + 1)
    radius = np.where(corners % 2, chance.uniform(0.25, 0.5), 1)
    return [radius[:, None] * _towards(corners * math.pi / tips)]


def cloud(chance: Generator) -> Lines:
    """Draw a round outline with three dents or more; with two it would be an 8."""
    angles = np.linspace(0, _TURN, 80)
    dents = np.cos(chance.integers(3, 8) * angles + chance.uniform(0, _TURN))
    radius = 1 + chance.uniform(0.25, 0.8) * dents
    return [radius[:, None] * _towards(angles)]


def spokes(chance: Generator) -> Lines:
    """Draw five rays or more from one point."""
    angles = np.cumsum(chance.uniform(0.5, 1.5, chance.integers(5, 12)))
    tips = _towards(angles * _TURN / angles[-1])
    return [np.stack([np.zeros(2), tip * chance.uniform(0.6, 1)]) for tip in tips]


def grid(chance: Generator) -> Lines:
    """Draw a lattice."""
    columns, rows = chance.integers(3, 7, 2)
    upright = [np.array([(x, 0.0), (x, 1.0)]) for x in np.linspace(0, 1, columns)]
    return upright + [np.array([(0.0, y), (1.0, y)]) for y in np.linspace(0, 1, rows)]


def rings(chance: Generator) -> Lines:
    """Draw three rings or more anywhere, or two side by side; one above the other is an 8."""
    if chance.random() < 0.4:
        beside = (chance.uniform(0.7, 1.6), chance.uniform(-0.3, 0.3))
        return [_ring(), np.add(_ring(), beside)]
    return [
        _ring(chance.uniform(0.7, 1.4)) * chance.uniform(0.4, 1) + chance.random(2) * 2
        for _ in range(chance.integers(3, 7))
    ]


def composition(chance: Generator) -> Lines:
    """Throw four or more bars, hooks, rings and arcs together."""
    pieces: Lines = []
    for _ in range(chance.integers(4, 9)):
        kind = chance.integers(4)
        if kind == 0:
            piece = np.array([(-0.5, 0.0), (0.5, 0.0)])
        elif kind == 1:
            piece = chance.random((3, 2)) - 0.5
        else:
            ring = _ring(chance.uniform(0.5, 1))
            piece = ring if kind == 2 else ring[: chance.integers(10, 30)]
        along = _towards(chance.uniform(0, _TURN))
        turned = piece @ np.stack([along, along[::-1] * (-1, 1)])
        pieces.append(turned * chance.uniform(0.3, 1.1) + chance.random(2))
    return pieces


def invented(chance: Generator) -> Lines:
    """Make up a letter or a thing: three to six lines between places of a grid, or mirrored ones.

    With fewer lines it would be a digit now and then.
    """
    mirrored = chance.random() < 0.4
    signs: Lines = []
    for _ in range(chance.integers(2, 4) if mirrored else chance.integers(3, 6)):
        points = chance.integers(0, 4, (chance.integers(2, 5), 2)) / 3
        points += chance.normal(0, 0.03, points.shape)
        signs.append(_bent(points) if len(points) > 2 and chance.random() < 0.4 else points)
    if not mirrored:
        return signs
    return [half for line in signs for half in (line * (0.5, 1), line * (-0.5, 1) + (1, 0))]


def target(chance: Generator) -> Lines:
    """Draw three rings or more around one point."""
    return [_ring() * radius for radius in np.linspace(1, 0.1, chance.integers(3, 6))]


def rose(chance: Generator) -> Lines:
    """Draw a flower of three or four petals in one go (a rhodonea curve)."""
    angles = np.linspace(0, _TURN, 160)
    return [np.cos(chance.integers(2, 4) * angles)[:, None] * _towards(angles)]


def walk(chance: Generator) -> Lines:
    """Stagger: a random walk."""
    return [_bent(np.cumsum(chance.normal(0, 1, (chance.integers(30, 120), 2)), axis=0))]


def maze(chance: Generator) -> Lines:
    """Turn outwards in straight lines and right angles, twice or more."""
    steps = np.arange(chance.integers(9, 15))
    directions = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)])[steps % 4]
    return [np.cumsum(steps[:, None] * directions, axis=0).astype(float)]


def tally(chance: Generator) -> Lines:
    """Count three or four and strike them through."""
    bars = [np.array([(x, 0.0), (x, 1.0)]) for x in 0.25 * np.arange(chance.integers(3, 5))]
    return [*bars, np.array([(-0.2, 0.8), (bars[-1][0, 0] + 0.2, 0.2)])]


def _towards(angles: float | Line) -> Line:
    """Return the points [..., 2] at distance 1 in these directions, in radians."""
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def _ring(wide: float = 1.0) -> Line:
    circle: Line = _towards(np.linspace(0, _TURN, 40)) * (wide / 2, 0.5)
    return circle


def _bent(points: Line) -> Line:
    """Return a smooth line past these points: quadratic Bézier arcs from middle to middle."""
    middle = (points[:-1] + points[1:]) / 2
    share = np.linspace(0, 1, 6, endpoint=False)[:, None]
    arcs = [
        (1 - share) ** 2 * start + 2 * share * (1 - share) * corner + share**2 * end
        for start, corner, end in zip(middle[:-1], points[1:-1], middle[1:], strict=True)
    ]
    return np.concatenate([points[:1], *arcs, points[-1:]])


def _fill(outline: Line) -> Line:
    """Go to and fro inside a convex outline [corners, 2] until no paper is left."""
    after = np.roll(outline, -1, axis=0)
    low, high = np.minimum(outline, after)[:, 1], np.maximum(outline, after)[:, 1]
    passes: list[tuple[float, float]] = []
    for row, y in enumerate(np.arange(low.min() + 0.01, high.max(), 0.02)):
        cut = (low <= y) & (y < high)
        start, way = outline[cut], (after - outline)[cut]
        x = start[:, 0] + way[:, 0] * (y - start[:, 1]) / way[:, 1]
        ends = [(float(x.min()), float(y)), (float(x.max()), float(y))]
        passes += ends if row % 2 else ends[::-1]
    return np.array(passes)
