"""The formulas behind the named kernels: each gives rows of plain numbers for a side length."""

import math
from collections.abc import Callable, Sequence

Rows = list[list[float]]
Shape = Callable[[int], Rows]

MAX_SIDE = 11


def fixed(*rows: Sequence[float]) -> Shape:
    """Return a shape that comes in one size only."""
    return lambda size: [[float(cell) for cell in row] for row in rows]


def transposed(shape: Shape) -> Shape:
    """Return the shape with rows and columns exchanged."""
    return lambda size: [list(column) for column in zip(*shape(size), strict=True)]


def line(on_line: Callable[[int, int, int], bool]) -> Shape:
    """Return size - 1 on the line and -1 beside it; on_line is given row, column and size."""
    return lambda size: [
        [float(size - 1) if on_line(row, column, size) else -1.0 for column in range(size)]
        for row in range(size)
    ]


def identity(size: int) -> Rows:
    """Return 1 in the middle."""
    middle = (size - 1) // 2
    return [[float(row == column == middle) for column in range(size)] for row in range(size)]


def box(size: int) -> Rows:
    """Return the plain mean."""
    return [[1 / size**2] * size for _ in range(size)]


def motion_blur(size: int) -> Rows:
    """Return the mean along the middle row."""
    return [[float(row == (size - 1) // 2) / size] * size for row in range(size)]


def gaussian(size: int) -> Rows:
    """Return a bell whose width fits the size by OpenCV's rule."""
    bell = _bell(size, 0.3 * ((size - 1) * 0.5 - 1) + 0.8)
    return _outer(bell, bell)


def unsharp(size: int) -> Rows:
    """Return the picture plus what a Gaussian blur takes away."""
    return _combined(identity(size), 2, gaussian(size), -1)


def sobel(size: int) -> Rows:
    """Return a smoothed slope from left to right; binomial numbers for larger sizes."""
    smooth = _binomial(size - 3)
    slope = [b - a for a, b in zip([*smooth, 0, 0], [0, 0, *smooth], strict=True)]
    return _outer(_binomial(size - 1), slope)


def prewitt(size: int) -> Rows:
    """Return a plain ramp from left to right."""
    return _outer([1.0] * size, [float(column - size // 2) for column in range(size)])


def gabor(size: int) -> Rows:
    """Return two upright stripes under a bell, freed of their mean (Daugman 1985)."""
    bell = _bell(size, size / 5)
    wave = [b * math.cos(4 * math.pi * (x - size // 2) / size) for x, b in enumerate(bell)]
    offset = sum(wave)
    return _balanced(_outer(bell, [w - b * offset for w, b in zip(wave, bell, strict=True)]))


def difference_of_gaussians(size: int) -> Rows:
    """Return a narrow bell minus a wide one (Marr and Hildreth 1980)."""
    narrow, wide = _bell(size, size / 8), _bell(size, size / 5)
    return _balanced(_combined(_outer(narrow, narrow), 1, _outer(wide, wide), -1))


def _outer(column: Sequence[float], row: Sequence[float]) -> Rows:
    return [[down * across for across in row] for down in column]


def _combined(first: Rows, weight: float, second: Rows, other: float) -> Rows:
    return [
        [weight * a + other * b for a, b in zip(*pair, strict=True)]
        for pair in zip(first, second, strict=True)
    ]


def _balanced(rows: Rows) -> Rows:
    """Scale rows so that the positive cells add up to 1."""
    total = sum(cell for row in rows for cell in row if cell > 0)
    return [[cell / total for cell in row] for row in rows]


def _bell(size: int, sigma: float) -> list[float]:
    values = [math.exp(-((x - (size - 1) / 2) ** 2) / (2 * sigma**2)) for x in range(size)]
    return [value / sum(values) for value in values]


def _binomial(power: int) -> list[float]:
    return [float(math.comb(power, index)) for index in range(power + 1)]
