"""Two runs at once, frame by frame, and what their first weights have in common."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import torch
from torch import Tensor

from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.network import NetworkSettings
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings
from nnkit.playground.steps import Engine
from nnkit.playground.training import train

_CLOSE = 1e-5  # what single precision may differ by


@dataclass(frozen=True, eq=False)
class Candidate:
    """What a run is made of."""

    points: Points
    network: NetworkSettings
    training: TrainingSettings


@dataclass(frozen=True, eq=False)
class PairFrame:
    """Where two runs stand after the same number of epochs, or at their end if that came sooner.

    seconds: what the computer has spent on each since its first frame, with all that is measured.
    """

    first: PlaygroundFrame
    second: PlaygroundFrame
    seconds: tuple[float, float] = (0.0, 0.0)

    @property
    def step(self) -> int:
        """The epoch of the run that is farther."""
        return max(self.first.epoch, self.second.epoch)

    @property
    def total(self) -> int:
        """The epochs of the longer run."""
        return max(self.first.total, self.second.total)


def compare(first: Candidate, second: Candidate) -> Iterator[PairFrame]:
    """Yield frames of two runs side by side, the untrained networks first.

    Each run is what `train` makes of its settings. Where one ends before the other, its last frame
    stays. Raises SettingsError.
    """
    return _pairs(*(train(one.points, one.network, one.training) for one in (first, second)))


def _pairs(
    first: Iterator[PlaygroundFrame], second: Iterator[PlaygroundFrame]
) -> Iterator[PairFrame]:
    one, other = next(first), next(second)
    spent, other_spent = 0.0, 0.0
    yield PairFrame(one, other)
    for newer, other_newer in zip_longest(_timed(first), _timed(second)):
        one, spent = newer or (one, spent)
        other, other_spent = other_newer or (other, other_spent)
        yield PairFrame(one, other, (spent, other_spent))


def _timed(run: Iterator[PlaygroundFrame]) -> Iterator[tuple[PlaygroundFrame, float]]:
    """Yield each frame with the seconds that the run has taken so far."""
    spent = 0.0
    while True:
        began = time.perf_counter()
        frame = next(run, None)
        if frame is None:
            return
        spent += time.perf_counter() - began
        yield frame, spent


@dataclass(frozen=True)
class Kinship:
    """What one layer's first weights have in common with the same layer of another network.

    count: of the layer's weights. shared: of those between neurons (or features) that the other
    network has too. factor: these are so many times the other's; None if they are not multiples.
    """

    count: int
    shared: int
    factor: float | None


def kinship(first: Candidate, second: Candidate) -> tuple[Kinship, ...]:
    """Return for each layer of the second network how its first weights follow from the first's.

    Hidden layers are matched by their place, the output layer with the output layer.
    """
    one, other = (
        Engine(each.points, each.network, each.training).parameters.weights
        for each in (first, second)
    )
    found = []
    for layer, weights in enumerate(other):
        match = _match(layer, len(one), len(other))
        if match is None:
            found.append(Kinship(weights.numel(), 0, None))
            continue
        theirs, mine = one[match][0], weights[0]
        if layer == 0:
            theirs, mine = _of_known_features(first.network, second.network, theirs, mine)
        rows, columns = (min(sizes) for sizes in zip(theirs.shape, mine.shape, strict=True))
        theirs, mine = theirs[:rows, :columns], mine[:rows, :columns]
        found.append(Kinship(weights.numel(), mine.numel(), _factor(theirs, mine)))
    return tuple(found)


def _match(layer: int, count: int, other_count: int) -> int | None:
    """Return which of `count` layers stands where `layer` does among `other_count`, if any."""
    if layer < other_count - 1:
        return layer if layer < count - 1 else None
    # Without hidden layers the output layer reads features, otherwise neurons.
    return count - 1 if (count > 1) == (other_count > 1) else None


def _of_known_features(
    first: NetworkSettings, second: NetworkSettings, theirs: Tensor, mine: Tensor
) -> tuple[Tensor, Tensor]:
    known = [name for name in first.features if name in second.features]
    return (
        theirs[:, [first.features.index(name) for name in known]],
        mine[:, [second.features.index(name) for name in known]],
    )


def _factor(theirs: Tensor, mine: Tensor) -> float | None:
    if torch.equal(theirs, mine):
        return 1.0
    squares = theirs.square().sum()
    if squares == 0:
        return None
    factor = (theirs * mine).sum() / squares
    is_multiple = torch.allclose(mine, theirs * factor, rtol=_CLOSE, atol=_CLOSE)
    return factor.item() if is_multiple else None
