"""Loss surfaces that come from examples: how badly two weights, w and b, fit them.

Places are [..., 2]; values are [...] and gradients [..., 2].
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

_NEWTON_STEPS = 20  # from (0, 0) eight suffice for 1e-12


@dataclass(frozen=True, eq=False)
class Fit(ABC):
    """A mean loss over examples [N] of one input and one target each, float64."""

    inputs: Tensor
    targets: Tensor

    @abstractmethod
    def value(self, places: Tensor) -> Tensor:
        """Return the losses."""

    @abstractmethod
    def gradient(self, places: Tensor) -> Tensor:
        """Return the gradients."""

    def of(self, rows: Tensor) -> Self:
        """Return the same kind of loss over some of the examples only: a mini-batch."""
        return type(self)(self.inputs[rows], self.targets[rows])

    def sums(self, places: Tensor) -> Tensor:
        """Return w x + b for every place and example, [..., N]."""
        return places[..., :1] * self.inputs + places[..., 1:]

    def collect(self, slopes: Tensor) -> Tensor:
        """Return the mean gradient [..., 2] from the slopes [..., N] of each example by its sum."""
        return torch.stack([(slopes * self.inputs).mean(dim=-1), slopes.mean(dim=-1)], dim=-1)


class LineFit(Fit):
    """A line y = w x + b, judged by the mean squared error."""

    def value(self, places: Tensor) -> Tensor:
        """Return the mean squared errors."""
        return (self.sums(places) - self.targets).square().mean(dim=-1)

    def gradient(self, places: Tensor) -> Tensor:
        """Return the gradients."""
        return self.collect(2 * (self.sums(places) - self.targets))

    def lowest(self) -> tuple[float, float]:
        """Return the one minimum, by least squares."""
        columns = torch.stack([self.inputs, torch.ones_like(self.inputs)], dim=1)
        w, b = torch.linalg.lstsq(columns, self.targets.unsqueeze(1)).solution.flatten().tolist()
        return w, b


class OneNeuron(Fit):
    """A sigmoid neuron that says how likely a 1 is, judged by the mean cross-entropy."""

    def value(self, places: Tensor) -> Tensor:
        """Return the mean cross-entropies."""
        sums = self.sums(places)
        # Not softplus: PyTorch's goes over to a straight line at 20, which its gradient shows.
        ceiling = torch.logaddexp(sums, torch.zeros_like(sums))
        return (ceiling - self.targets * sums).mean(dim=-1)

    def gradient(self, places: Tensor) -> Tensor:
        """Return the gradients: of cross-entropy and sigmoid together, output less target."""
        return self.collect(self.sums(places).sigmoid() - self.targets)

    def lowest(self) -> tuple[float, float]:
        """Return the one minimum, by Newton's method; it exists where the two kinds overlap."""
        place = torch.zeros(2, dtype=torch.float64)
        columns = torch.stack([self.inputs, torch.ones_like(self.inputs)], dim=1)
        for _ in range(_NEWTON_STEPS):
            outputs = self.sums(place).sigmoid()
            curvature = columns.T @ (columns * (outputs * (1 - outputs)).unsqueeze(1))
            place = place - torch.linalg.solve(curvature / len(self.inputs), self.gradient(place))
        w, b = place.tolist()
        return w, b


def line_examples() -> LineFit:
    """Return 30 points near the line y = 1.2 x + 0.5."""
    generator = torch.Generator().manual_seed(1)
    x = torch.linspace(-0.5, 2.5, 30, dtype=torch.float64)
    noise = 0.3 * torch.randn(30, generator=generator, dtype=torch.float64)
    return LineFit(x, 1.2 * x + 0.5 + noise)


def neuron_examples() -> OneNeuron:
    """Return 40 inputs, and for each a 0 or a 1, the likelier the larger the input is."""
    generator = torch.Generator().manual_seed(3)
    x = torch.linspace(-3, 3, 40, dtype=torch.float64)
    chance = torch.rand(40, generator=generator, dtype=torch.float64)
    return OneNeuron(x, (chance < (1.6 * x - 0.8).sigmoid()).double())
