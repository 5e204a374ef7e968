"""A training run as the doctor sees it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.network import NetworkSettings
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings

ENOUGH = 5  # epochs, before which there is nothing to be said about how a run goes
_STUCK = 0.6  # of the loss of knowing nothing: a run that got lower is learning
_POOR = 0.9  # accuracy, or R^2, that a network should reach on what it learns from


@dataclass(frozen=True)
class Patient:
    """A run and all that made it."""

    run: Sequence[PlaygroundFrame]
    points: Points
    network: NetworkSettings
    training: TrainingSettings

    @property
    def first(self) -> PlaygroundFrame:
        """Where the run begins."""
        return self.run[0]

    @property
    def last(self) -> PlaygroundFrame:
        """Where it stands."""
        return self.run[-1]

    @property
    def epochs(self) -> int:
        """How many it has behind it."""
        return self.last.epoch - self.first.epoch

    @property
    def is_stuck(self) -> bool:
        """Whether it has had its chance and yet knows hardly more than nothing."""
        is_learning = self.last.train_loss < _STUCK * min(self.first.train_loss, self.ignorance)
        return self.epochs >= ENOUGH and not is_learning and not self.is_good

    @property
    def ignorance(self) -> float:
        """The loss of an answer that knows nothing."""
        if not self.points.classes:
            return self.points.targets[self.points.is_train].square().mean().item()
        is_entropy = self.training.loss == "cross_entropy"
        return math.log(self.points.classes) if is_entropy else 1.0

    @property
    def is_good(self) -> bool:
        """Whether it does well on what it learns from."""
        return self.last.train_accuracy >= _POOR

    @property
    def fell(self) -> float:
        """How much of the first training loss is gone."""
        return self.first.train_loss - self.last.train_loss
