"""Why a bottleneck: four inputs through two layers of four neurons learn to copy, nothing else.

With as many neurons as inputs everywhere, the easiest way to small errors is the identity
(Goodfellow, Bengio, Courville 2016, section 14.1): whatever comes in goes out, noise and nonsense
included. With two numbers in the middle the network must learn what its examples have in common.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole

INPUTS = 4
ACTIVATIONS = ("linear", "tanh")
EXAMPLES = ("anything", "pattern")
# Each example of the pattern is a sum of two fixed fours: all that two numbers can say.
PATTERN = ((0.5, 0.5, -0.5, -0.5), (0.5, -0.5, 0.5, -0.5))
_CHECKED = 1000  # inputs of each kind on which the network is measured
_COUNT = 512  # examples to learn from


@dataclass(frozen=True)
class CopySettings:
    """A network of four inputs and outputs, and how it learns; SettingsError out of range.

    middle: neurons put between the two hidden layers of four, 1..3; None for none, the network
    4-4-4-4. activation: of the hidden neurons, one of ACTIVATIONS; the outputs are linear.
    examples: "anything" for four numbers that have nothing to do with one another, "pattern" for
    fours made from two numbers, with noise of standard deviation `noise`, 0..1, on each of them.
    learning_rate: Adam's. frames: reports of the run.
    """

    middle: int | None = None
    activation: str = "tanh"
    examples: str = "pattern"
    noise: float = 0.2
    steps: int = 1500
    learning_rate: float = 0.01
    batch: int = 64
    frames: int = 60
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.middle is not None:
            check_whole("middle", self.middle, 1, INPUTS - 1)
        if self.activation not in ACTIVATIONS:
            raise SettingsError(f"activation must be one of {', '.join(ACTIVATIONS)}.")
        if self.examples not in EXAMPLES:
            raise SettingsError(f"examples must be one of {', '.join(EXAMPLES)}.")
        for name, lowest, highest in (("steps", 1, 100_000), ("batch", 1, _COUNT),
                                      ("frames", 1, 1000), ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        check_number("noise", self.noise, 0, 1)
        check_number("learning_rate", self.learning_rate, 0, 1)

    @property
    def widths(self) -> tuple[int, ...]:
        """Neurons of each layer, the inputs first: 4-4-4-4, or 4-4-2-4-4."""
        middle = () if self.middle is None else (self.middle,)
        return (INPUTS, INPUTS, *middle, INPUTS, INPUTS)


@dataclass(frozen=True, eq=False)
class CopyFrame:
    """Where the network stands after `step` of `total` steps; all is measured on unseen inputs.

    loss: mean squared error on examples of the kind that it learns from. weights: of each layer
    [outputs, inputs], biases [outputs]. matrix: how each output follows each input at the origin,
    [4, 4]: the identity for a network that copies. distance: of that matrix from the identity,
    0 for equal (Frobenius norm, divided by the identity's). copied: how much of each kind of input
    comes out, "anything" and "pattern" (the latter without noise): 1 all of it, 0 no better than
    saying their mean, below 0 worse. noise_kept: of the noise on a pattern, the share of its
    strength (variance) that comes out again: 1 for a copy. outputs: what it makes of `shown`, both
    [8, 4]: four of the pattern, then four of anything.
    """

    step: int
    total: int
    loss: float
    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]
    matrix: Tensor
    distance: float
    copied: dict[str, float]
    noise_kept: float
    shown: Tensor
    outputs: Tensor


def copy(settings: CopySettings) -> Iterator[CopyFrame]:
    """Yield frames of a small network that learns to give back what it was given.

    The untrained network comes first. The same settings, the same run.
    """
    return _Run(settings).frames()


def anything(count: int, generator: torch.Generator) -> Tensor:
    """Return fours of numbers [count, 4] that have nothing to do with one another, -1..1."""
    return torch.rand(count, INPUTS, generator=generator) * 2 - 1


def pattern(count: int, generator: torch.Generator) -> Tensor:
    """Return fours [count, 4], -1..1, that two numbers of -1..1 each describe wholly."""
    return (torch.rand(count, 2, generator=generator) * 2 - 1) @ torch.tensor(PATTERN)


class _Run:
    def __init__(self, settings: CopySettings) -> None:
        self.settings = settings
        self.generator = torch.Generator().manual_seed(settings.seed)
        self.examples = self.draw(_COUNT)
        self.pattern, self.anything = (
            make(_CHECKED, self.generator) for make in (pattern, anything)
        )
        self.noise = settings.noise * torch.randn(_CHECKED, INPUTS, generator=self.generator)
        pairs = itertools.pairwise(settings.widths)
        self.weights = [
            torch.randn(made, given, generator=self.generator) * (0.5 / given**0.5)
            for given, made in pairs
        ]
        self.biases = [torch.zeros(made) for made in settings.widths[1:]]
        self.parameters = [*self.weights, *self.biases]
        for parameter in self.parameters:
            parameter.requires_grad_()
        self.optimiser = torch.optim.Adam(self.parameters, lr=settings.learning_rate)

    def draw(self, count: int) -> Tensor:
        if self.settings.examples == "anything":
            return anything(count, self.generator)
        noise = torch.randn(count, INPUTS, generator=self.generator)
        return pattern(count, self.generator) + self.settings.noise * noise

    def frames(self) -> Iterator[CopyFrame]:
        total, count = self.settings.steps, self.settings.frames
        due = {round(total * index / count) for index in range(count + 1)}
        yield self.frame(0)
        for step in range(1, total + 1):
            self.learn()
            if step in due:
                yield self.frame(step)

    def learn(self) -> None:
        chosen = torch.randint(_COUNT, (self.settings.batch,), generator=self.generator)
        examples = self.examples[chosen]
        with torch.enable_grad():
            loss = functional.mse_loss(self.run(examples), examples)
            gradients = torch.autograd.grad(loss, self.parameters)
        for parameter, gradient in zip(self.parameters, gradients, strict=True):
            parameter.grad = gradient
        self.optimiser.step()

    def run(self, inputs: Tensor) -> Tensor:
        for index, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            inputs = functional.linear(inputs, weight, bias)
            if self.settings.activation == "tanh" and index < len(self.weights) - 1:
                inputs = inputs.tanh()
        return inputs

    def frame(self, step: int) -> CopyFrame:
        matrix = torch.autograd.functional.jacobian(  # type: ignore[no-untyped-call]
            self.run, torch.zeros(INPUTS)
        ).detach()
        with torch.no_grad():
            clean, noisy = self.run(self.pattern), self.run(self.pattern + self.noise)
            kept = (noisy - clean).square().mean() / self.noise.square().mean().clamp(min=1e-12)
            outputs = self.run(self.anything)
            known = self.anything if self.settings.examples == "anything" else None
            known = self.pattern + self.noise if known is None else known
            return CopyFrame(
                step,
                self.settings.steps,
                functional.mse_loss(self.run(known), known).item(),
                tuple(weight.detach().clone() for weight in self.weights),
                tuple(bias.detach().clone() for bias in self.biases),
                matrix,
                ((matrix - torch.eye(INPUTS)).norm() / torch.eye(INPUTS).norm()).item(),
                {
                    "anything": explained(self.anything, outputs),
                    "pattern": explained(self.pattern, clean),
                },
                kept.item() if self.settings.noise > 0 else float("nan"),
                torch.cat([self.pattern[:4], self.anything[:4]]),
                torch.cat([clean[:4], outputs[:4]]),
            )


def explained(inputs: Tensor, outputs: Tensor) -> float:
    """Return the share of the inputs' variance that comes out: 1 - squared error / variance."""
    spread = (inputs - inputs.mean(0)).square().sum()
    return (1 - (outputs - inputs).square().sum() / spread).item()
