"""Ways of stepping downhill, on all weights of all networks at once."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

import torch
from torch import Tensor

_MOMENTUM = 0.9
_RMS = 0.99
_EPSILON = 1e-8


@dataclass(frozen=True, eq=False)
class Memory:
    """What an optimiser remembers between steps: how many there were, and some tensors [P]."""

    optimiser: str
    steps: int
    slots: tuple[Tensor, ...]


class Optimiser(ABC):
    """Changes weights along a gradient, in place, with PyTorch's formulas and defaults."""

    slots_needed = 0

    def __init__(self, name: str, weights: Tensor, memory: Memory | None = None) -> None:
        """Begin afresh, or go on from the memory of an optimiser with as many slots."""
        self.name, self.steps = name, 0
        if memory is not None and memory.optimiser == name:
            self.steps = memory.steps
            self.slots = [slot.to(weights.dtype, copy=True) for slot in memory.slots]
        else:
            self.slots = [torch.zeros_like(weights) for _ in range(self.slots_needed)]

    def memory(self) -> Memory:
        """Return a copy of what a later run needs to go on."""
        return Memory(self.name, self.steps, tuple(slot.clone() for slot in self.slots))

    def step(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        """Change the weights [P] by one step; `gradient` may be overwritten."""
        self.steps += 1
        self._move(weights, gradient, rate)

    @abstractmethod
    def _move(self, weights: Tensor, gradient: Tensor, rate: float) -> None: ...


class GradientDescent(Optimiser):
    """Cauchy 1847."""

    def _move(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        weights.sub_(gradient, alpha=rate)


class _Momentum(Optimiser):
    """Polyak 1964."""

    slots_needed = 1

    def _move(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        (velocity,) = self.slots
        weights.sub_(velocity.mul_(_MOMENTUM).add_(gradient), alpha=rate)


class _Nesterov(Optimiser):
    """Nesterov 1983, as Sutskever et al. 2013 write it."""

    slots_needed = 1

    def _move(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        (velocity,) = self.slots
        velocity.mul_(_MOMENTUM).add_(gradient)
        weights.sub_(gradient.add_(velocity, alpha=_MOMENTUM), alpha=rate)


class _RMSProp(Optimiser):
    """Hinton 2012."""

    slots_needed = 1

    def _move(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        (squares,) = self.slots
        squares.mul_(_RMS).addcmul_(gradient, gradient, value=1 - _RMS)
        weights.addcdiv_(gradient, squares.sqrt().add_(_EPSILON), value=-rate)


class Adam(Optimiser):
    """Kingma and Ba 2015."""

    slots_needed = 2
    betas = (0.9, 0.999)

    def _move(self, weights: Tensor, gradient: Tensor, rate: float) -> None:
        mean, squares = self.slots
        mean.lerp_(gradient, 1 - self.betas[0])
        squares.mul_(self.betas[1]).addcmul_(gradient, gradient, value=1 - self.betas[1])
        shrunk = (1 - self.betas[1] ** self.steps) ** 0.5
        size = squares.sqrt().div_(shrunk).add_(_EPSILON)
        weights.addcdiv_(mean, size, value=-rate / (1 - self.betas[0] ** self.steps))


_KINDS: dict[str, type[Optimiser]] = {
    "sgd": GradientDescent,
    "momentum": _Momentum,
    "nesterov": _Nesterov,
    "rmsprop": _RMSProp,
    "adam": Adam,
}
OPTIMISERS = tuple(_KINDS)


def make(name: str, weights: Tensor, memory: Memory | None = None) -> Optimiser:
    """Return the named one of OPTIMISERS; it goes on from `memory` if that is of its kind."""
    return _KINDS[name](name, weights, memory)
