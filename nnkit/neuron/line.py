"""The line at which a neuron of two inputs changes its mind, and the neuron back from its line."""

import math

from nnkit.box import Box
from nnkit.errors import SettingsError
from nnkit.neuron.neuron import Neuron

Point = tuple[float, float]
Line = tuple[Point, Point]

_SHORTEST = 1e-6  # a line through a corner of the box is rounded to about 1e-15


def line(neuron: Neuron, box: Box) -> Line | None:
    """Return the two ends in the box of the line where the weighted sum is 0.

    Whoever walks from the first to the second has the side where the neuron fires on the left.
    None where the line misses the box, and where both weights are 0: then there is none.
    """
    across, up = _weights(neuron)
    steepness = math.hypot(across, up)
    if steepness == 0:
        return None
    x, y = -neuron.bias * across / steepness**2, -neuron.bias * up / steepness**2
    along = (up / steepness, -across / steepness)
    first, last = -math.inf, math.inf
    for place, pace, low, high in (
        (x, along[0], box.left, box.right),
        (y, along[1], box.bottom, box.top),
    ):
        if pace == 0:
            if not low <= place <= high:
                return None
            continue
        enters, leaves = sorted(((low - place) / pace, (high - place) / pace))
        first, last = max(first, enters), min(last, leaves)
    if last - first < _SHORTEST:
        return None
    return (
        (x + first * along[0], y + first * along[1]),
        (x + last * along[0], y + last * along[1]),
    )


def from_line(neuron: Neuron, start: Point, end: Point) -> Neuron:
    """Return the neuron whose line runs from `start` to `end`, as steep as the one given.

    It fires on the left of that way, as `line` hands it out; so whoever drags one end keeps the
    side. A neuron without a line gets steepness 1. Raises SettingsError for ends that are one.
    """
    across, up = _weights(neuron)
    x, y = end[0] - start[0], end[1] - start[1]
    length = math.hypot(x, y)
    if not (math.isfinite(length) and length > 0):
        raise SettingsError("A line needs two ends that differ.")
    steepness = math.hypot(across, up) or 1.0
    weights = (-y / length * steepness, x / length * steepness)
    return through(Neuron(weights, neuron.bias, neuron.activation), start)


def through(neuron: Neuron, point: Point) -> Neuron:
    """Return the neuron with its line pushed, parallel, to a point: only the bias changes."""
    across, up = _weights(neuron)
    bias = -(across * point[0] + up * point[1])
    return Neuron(neuron.weights, bias + 0.0, neuron.activation)


def flipped(neuron: Neuron) -> Neuron:
    """Return the neuron with the same line that fires on its other side."""
    weights = tuple(0.0 - weight for weight in neuron.weights)
    return Neuron(weights, 0.0 - neuron.bias, neuron.activation)


def _weights(neuron: Neuron) -> tuple[float, float]:
    if len(neuron.weights) != 2:
        raise SettingsError("Only a neuron of two inputs has a line.")
    across, up = neuron.weights
    return across, up
