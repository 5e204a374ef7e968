"""The gradient by measuring: go a little way along each axis, both ways, and compare."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.ranges import check_number

# 1 down to 1e-13, two to a decade.
STEPS = tuple(10 ** (-half / 2) for half in range(27))


class StepError(NamedTuple):
    """How far off the measured gradient is, in its worst entry, with steps of this length."""

    step: float
    error: float


def numerical_gradient(
    function: Callable[[Tensor], Tensor], place: Tensor, step: float = 1e-5
) -> Tensor:
    """Return the gradient [n] of a function from [n] to a number, by central differences.

    Entry i is (f(place + step in i) - f(place - step in i)) / (2 step): 2 n calls, where
    backpropagation needs about two. step, 1e-15..10: halving it quarters the error, until rounding
    takes over; near 1e-5 is best in float64. Raises SettingsError.
    """
    check_number("step", step, 1e-15, 10)
    if place.ndim != 1 or place.dtype != torch.float64:
        raise SettingsError("A place to measure at is a row of float64 numbers.")
    slopes = []
    with torch.no_grad():
        for axis in torch.eye(len(place), dtype=torch.float64, device=place.device):
            ahead, behind = place + step * axis, place - step * axis
            slopes.append((function(ahead) - function(behind)) / (2 * step))
    return torch.stack(slopes)


def error_curve(
    function: Callable[[Tensor], Tensor],
    gradient: Tensor,
    place: Tensor,
    steps: Sequence[float] = STEPS,
) -> tuple[StepError, ...]:
    """Return how far central differences are from the exact `gradient` [n], for each step."""
    return tuple(
        StepError(step, (numerical_gradient(function, place, step) - gradient).abs().max().item())
        for step in steps
    )
