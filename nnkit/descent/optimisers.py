"""Six ways down: what each makes of the gradients it meets, with PyTorch's conventions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import torch
from torch import Tensor

_EPSILON = 1e-8  # PyTorch's; keeps the division from 0 / 0


class Rule(Protocol):
    """An optimiser at work: it remembers what it needs between steps."""

    def move(self, gradient: Tensor, /) -> Tensor:
        """Return the step to take, [2], from the gradient [2] at the place."""


@dataclass
class Plain:
    """Cauchy 1847: against the gradient; with mini-batches, Robbins and Monro 1951."""

    rate: float

    def move(self, gradient: Tensor) -> Tensor:
        """Return the step to take."""
        return -self.rate * gradient


@dataclass
class Momentum:
    """Polyak 1964: a velocity that gradients push; Nesterov 1983 adds the next push in advance."""

    rate: float
    momentum: float
    looks_ahead: bool = False

    def __post_init__(self) -> None:
        """Start at rest."""
        self.velocity = torch.zeros(2, dtype=torch.float64)

    def move(self, gradient: Tensor) -> Tensor:
        """Return the step to take."""
        self.velocity = self.momentum * self.velocity + gradient
        if self.looks_ahead:
            return -self.rate * (gradient + self.momentum * self.velocity)
        return -self.rate * self.velocity


@dataclass
class RMSprop:
    """Tieleman and Hinton 2012: each gradient over its own recent root mean square."""

    rate: float
    decay: float

    def __post_init__(self) -> None:
        """Start without a memory."""
        self.square = torch.zeros(2, dtype=torch.float64)

    def move(self, gradient: Tensor) -> Tensor:
        """Return the step to take."""
        self.square = self.decay * self.square + (1 - self.decay) * gradient.square()
        return -self.rate * gradient / (self.square.sqrt() + _EPSILON)


@dataclass
class Adam:
    """Kingma and Ba 2015: the running mean of the gradients over their root mean square.

    Both means start at 0, and both are corrected for it.
    """

    rate: float
    betas: tuple[float, float]

    def __post_init__(self) -> None:
        """Start without a memory."""
        self.mean = torch.zeros(2, dtype=torch.float64)
        self.square = torch.zeros(2, dtype=torch.float64)
        self.steps = 0

    def move(self, gradient: Tensor) -> Tensor:
        """Return the step to take."""
        first, second = self.betas
        self.steps += 1
        self.mean = first * self.mean + (1 - first) * gradient
        self.square = second * self.square + (1 - second) * gradient.square()
        mean = self.mean / (1 - first**self.steps)
        square = self.square / (1 - second**self.steps)
        return -self.rate * mean / (square.sqrt() + _EPSILON)


@dataclass(frozen=True)
class Optimiser:
    """An optimiser's name, and what it does in a sentence."""

    key: str
    title: str
    sentence: str


OPTIMISERS: Mapping[str, Optimiser] = MappingProxyType(
    {
        one.key: one
        for one in (
            Optimiser(
                "gd",
                "Gradient descent",
                "Looks at all examples, then steps straight downhill, the further the steeper.",
            ),
            Optimiser(
                "sgd",
                "Mini-batch SGD",
                "Looks at a handful of examples only: each step is cheap and a little wrong, and "
                "on average it goes downhill.",
            ),
            Optimiser(
                "momentum",
                "Momentum",
                "A ball that rolls: it gathers speed where the slope stays the same, then "
                "overshoots.",
            ),
            Optimiser(
                "nesterov",
                "Nesterov",
                "Momentum that looks where it is about to be, and so brakes a little earlier.",
            ),
            Optimiser(
                "rmsprop",
                "RMSprop",
                "Measures each weight's slope against what is usual for it, so that flat and steep "
                "directions are walked at a like pace.",
            ),
            Optimiser(
                "adam",
                "Adam",
                "RMSprop with momentum, and with a fair start for both: often the first "
                "one to try.",
            ),
        )
    }
)
