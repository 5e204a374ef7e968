"""A path down a loss surface, one frame a step."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import torch
from torch import Tensor

from nnkit.box import Box
from nnkit.descent.settings import DescentSettings
from nnkit.descent.surfaces import Place, Surface, Terrain
from nnkit.errors import SettingsError

# In sizes of the map, from its middle: this far out, no map shows where the path has gone.
LOST = 10
_FLAT = 1e-6


class State(StrEnum):
    """What a path is doing.

    AT_REST: the slope is below 1e-6, as it is in a minimum, but also on top of a saddle. DIVERGED:
    it has been thrown out of the map, ten of its sizes away or further, and ends there.
    """

    MOVING = "moving"
    AT_REST = "at rest"
    DIVERGED = "diverged"


@dataclass(frozen=True)
class DescentFrame:
    """Where a path stands after `step` of `total` steps; all its numbers are finite.

    value and gradient: the loss there and its slope, over all examples. rows: the examples that
    this step looked at, where it looked at a few only.
    """

    step: int
    total: int
    position: Place
    value: float
    gradient: Place
    state: State
    rows: tuple[int, ...] = ()

    @property
    def has_diverged(self) -> bool:
        """Whether the path got lost; then this frame is its last."""
        return self.state is State.DIVERGED


def descend(
    surface: Surface, settings: DescentSettings, start: Place | None = None
) -> Iterator[DescentFrame]:
    """Yield the path from `start`, a place in the surface's box, or from the surface's own start.

    The place it sets out from comes first. The path ends after `steps` steps, or where it
    diverges. Raises SettingsError before the first frame: for a start off the map, and for
    mini-batches where there are no examples.
    """
    place = surface.start if start is None else start
    _check_start(place, surface.box)
    if settings.optimiser == "sgd" and surface.examples is None:
        raise SettingsError(f"'{surface.title}' has no examples to take mini-batches of.")
    return _path(surface, settings, torch.tensor(place, dtype=torch.float64))


def _path(surface: Surface, settings: DescentSettings, place: Tensor) -> Iterator[DescentFrame]:
    rule, terrains = settings.rule(), _terrains(surface, settings)
    frame = _frame(surface, place, 0, settings.steps, ())
    yield frame
    while frame.step < frame.total and not frame.has_diverged:
        terrain, rows = next(terrains)
        place = place + rule.move(terrain.gradient(place))
        frame = _frame(surface, place, frame.step + 1, frame.total, rows)
        yield frame


def _terrains(
    surface: Surface, settings: DescentSettings
) -> Iterator[tuple[Terrain, tuple[int, ...]]]:
    """Yield, without end, what a step is to go down on, and the examples that it comes from."""
    fit = surface.examples
    if fit is None or settings.optimiser != "sgd":
        yield from itertools.repeat((surface, ()))
        return
    generator = torch.Generator().manual_seed(settings.seed)
    while True:  # every example once, in a new order, before any comes again
        order = torch.randperm(len(fit.inputs), generator=generator)
        for rows in torch.split(order, settings.batch):
            yield fit.of(rows), tuple(rows.tolist())


def _frame(
    surface: Surface, place: Tensor, step: int, total: int, rows: tuple[int, ...]
) -> DescentFrame:
    gradient = surface.gradient(place)
    state = State.MOVING
    if _is_lost(place, surface.box):
        state = State.DIVERGED
    elif gradient.norm() < _FLAT:
        state = State.AT_REST
    return DescentFrame(
        step, total, _pair(place), surface.value(place).item(), _pair(gradient), state, rows
    )


def _is_lost(place: Tensor, box: Box) -> bool:
    x, y = _pair(place)
    across, up = abs(x - (box.left + box.right) / 2), abs(y - (box.bottom + box.top) / 2)
    return across > LOST * (box.right - box.left) or up > LOST * (box.top - box.bottom)


def _pair(numbers: Tensor) -> Place:
    x, y = numbers.tolist()
    return x, y


def _check_start(place: Place, box: Box) -> None:
    x, y = place
    if not (box.left <= x <= box.right and box.bottom <= y <= box.top):
        raise SettingsError("Set out from a place on the map.")
