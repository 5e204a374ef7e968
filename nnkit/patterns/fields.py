"""Smooth random fields and the streaks that follow them."""

import cv2
import numpy as np

from nnkit.patterns.sheet import Field, Sheet

_SPREAD = 0.479  # variance of a cubic spline through white noise on a line; on a plane its square


def noise(
    sheet: Sheet,
    rng: np.random.Generator,
    cell: float | tuple[float, float],
    octaves: int = 1,
) -> Field:
    """Return smooth noise [H, W] of mean 0 and deviation 1.

    `cell` is the size of its hills in units, or (across, down). Each further octave has hills half
    as large and half as high.
    """
    across, down = cell if isinstance(cell, tuple) else (cell, cell)
    x, y = sheet.axes()
    wide, high = sheet.size
    total = np.zeros((sheet.height, sheet.width), np.float32)
    for octave in range(octaves):
        columns = _spline(x, wide, across / 2**octave)
        rows = _spline(y, high, down / 2**octave)
        lattice = rng.standard_normal((rows.shape[1], columns.shape[1])).astype(np.float32)
        total += rows @ lattice @ columns.T / 2**octave
    return total / np.float32(_SPREAD * np.sqrt(sum(0.25**octave for octave in range(octaves))))


def line(sheet: Sheet, rng: np.random.Generator, cell: float, octaves: int = 1) -> Field:
    """Return smooth noise [W] of mean 0 and deviation 1 along the sheet's width, as `noise`."""
    x, _ = sheet.axes()
    total = np.zeros(sheet.width, np.float32)
    for octave in range(octaves):
        points = _spline(x, sheet.size[0], cell / 2**octave)
        lattice = rng.standard_normal(len(points.T)).astype(np.float32)
        total += points @ lattice / 2**octave
    return total / np.float32(np.sqrt(_SPREAD * sum(0.25**octave for octave in range(octaves))))


def _spline(places: Field, extent: float, cell: float) -> Field:
    """Return how much each point of a lattice counts [N, points] at places 0..extent."""
    lattice = np.arange(int(extent / cell) + 4, dtype=np.float32) - 1
    away = np.abs(places[:, None] / np.float32(cell) - lattice)
    near = 2 / 3 - away**2 + away**3 / 2
    far = np.clip(2 - away, 0, None) ** 3 / 6
    weights: Field = np.where(away < 1, near, far).astype(np.float32)
    return weights


def streaks(sheet: Sheet, grain: Field, angle: Field, length: float) -> Field:
    """Return a field [H, W] or [H, W, 3] drawn out by `length` units along an angle [H, W].

    Line integral convolution (Cabral and Leedom 1993), here by doubling: each pass averages what
    lies before and behind, twice as far as the pass before.
    """
    step_x, step_y = np.cos(angle), np.sin(angle)
    columns = np.arange(sheet.width, dtype=np.float32)
    rows = np.arange(sheet.height, dtype=np.float32)[:, None]
    drawn, reach = grain, length * sheet.unit / 4
    while reach >= 0.5:
        ends = [
            cv2.remap(
                drawn,
                columns + side * reach * step_x,
                rows + side * reach * step_y,
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REFLECT,
            )
            for side in (-1, 1)
        ]
        drawn = ((ends[0] + ends[1]) / 2).astype(np.float32)
        reach /= 2
    return drawn


def even(field: Field) -> Field:
    """Return the field moved and scaled to mean 0 and deviation 1."""
    evened: Field = (field - field.mean()) / (field.std() + np.float32(1e-6))
    return evened


def slope(sheet: Sheet, field: Field) -> tuple[Field, Field]:
    """Return how much a field [H, W] grows per unit to the right and per unit downwards."""
    down: Field
    right: Field
    down, right = np.gradient(field * np.float32(sheet.unit))
    return right, down


def soft(sheet: Sheet, field: Field, radius: float) -> Field:
    """Return the field blurred by a Gaussian of `radius` units."""
    return cv2.GaussianBlur(field, (0, 0), radius * sheet.unit).astype(np.float32)


def step(field: Field, low: float, high: float) -> Field:
    """Return 0 below `low`, 1 above `high` and a smooth way between."""
    share = np.clip((field - np.float32(low)) / np.float32(high - low), 0, 1)
    way: Field = share * share * (3 - 2 * share)
    return way
