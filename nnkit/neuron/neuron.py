"""One neuron: inputs times weights, plus a bias, through an activation; and how it would learn."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.activations import Activation, activation
from nnkit.errors import SettingsError
from nnkit.ranges import check_number

MAX_INPUTS = 1024
_LARGEST = 1e6
_DIGITS = 12


@dataclass(frozen=True)
class Gradient:
    """The chain rule for one example, link by link, and what it comes to.

    loss: half the squared error, (output - target)² / 2. loss_by_output, output_by_sum: the links;
    their product is loss_by_sum. weights: loss_by_sum times each input. bias: loss_by_sum times 1,
    the input that the bias always has. inputs: loss_by_sum times each weight, what would be handed
    back to the neurons before.
    """

    output: float
    loss: float
    loss_by_output: float
    output_by_sum: float
    loss_by_sum: float
    weights: tuple[float, ...]
    bias: float
    inputs: tuple[float, ...]


@dataclass(frozen=True)
class Neuron:
    """A neuron of 1 to 1024 inputs; SettingsError for numbers that are not -1e6..1e6.

    activation: a key of `nnkit.activations.ACTIVATIONS`, without softmax, which takes several
    neurons. McCulloch and Pitts 1943; with weights that learn, Rosenblatt 1958.
    """

    weights: tuple[float, ...]
    bias: float = 0.0
    activation: str = "step"

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not isinstance(self.weights, tuple) or not 1 <= len(self.weights) <= MAX_INPUTS:
            raise SettingsError(f"weights must be a tuple of 1 to {MAX_INPUTS} numbers.")
        for weight in (*self.weights, self.bias):
            check_number("A weight or bias", weight, -_LARGEST, _LARGEST)
        if not self._activation.is_elementwise:
            raise SettingsError(f"{self._activation.title} needs several neurons, not one.")

    def terms(self, inputs: Sequence[float]) -> tuple[float, ...]:
        """Return each weight times its input, and last the bias times 1."""
        self._check(inputs)
        return (*(w * x for w, x in zip(self.weights, inputs, strict=True)), self.bias * 1.0)

    def weighted_sum(self, inputs: Sequence[float]) -> float:
        """Return the sum of the terms, to 12 decimals."""
        # Unrounded, 0.1 + 0.2 - 0.3 would be a little above 0, and the neuron would fire.
        return round(math.fsum(self.terms(inputs)), _DIGITS) + 0.0  # + 0.0: never -0.0

    def output(self, inputs: Sequence[float]) -> float:
        """Return the activation of the weighted sum."""
        return self._activation.function(_number(self.weighted_sum(inputs))).item()

    def fires(self, inputs: Sequence[float]) -> bool:
        """Return whether the weighted sum is above 0: the neuron's yes or no."""
        return self.weighted_sum(inputs) > 0

    def outputs(self, inputs: Tensor) -> Tensor:
        """Return the outputs [...] for many inputs [..., n] at once."""
        if inputs.ndim < 1 or inputs.shape[-1] != len(self.weights):
            raise SettingsError(f"Give {len(self.weights)} inputs, as many as there are weights.")
        return self._activation.function(inputs @ inputs.new_tensor(self.weights) + self.bias)

    def gradient(self, inputs: Sequence[float], target: float) -> Gradient:
        """Return how half the squared error changes with each weight, the bias and each input.

        Where the activation has a kink, with the slope that PyTorch uses there.
        """
        check_number("target", target, -_LARGEST, _LARGEST)
        output, total = self.output(inputs), self.weighted_sum(inputs)
        loss_by_output = output - target
        output_by_sum = self._activation.derivative(_number(total)).item()
        loss_by_sum = loss_by_output * output_by_sum
        return Gradient(
            output=output,
            loss=loss_by_output**2 / 2,
            loss_by_output=loss_by_output,
            output_by_sum=output_by_sum,
            loss_by_sum=loss_by_sum,
            weights=tuple(loss_by_sum * x for x in inputs),
            bias=loss_by_sum * 1.0,
            inputs=tuple(loss_by_sum * w for w in self.weights),
        )

    def autograd(self, inputs: Sequence[float], target: float) -> tuple[tuple[float, ...], float]:
        """Return the slopes of the weights and of the bias as PyTorch's autograd finds them.

        It knows nothing of `gradient`: a second opinion.
        """
        check_number("target", target, -_LARGEST, _LARGEST)
        rounded = self.weighted_sum(inputs)
        with torch.inference_mode(False), torch.enable_grad():
            parameters = torch.tensor([*self.weights, self.bias], dtype=torch.float64)
            parameters.requires_grad_()
            total = parameters @ torch.tensor([*inputs, 1.0], dtype=torch.float64)
            # On a kink it matters that the sum is exactly the rounded one.
            total = total - total.detach() + rounded
            loss = (self._activation.function(total) - target).square() / 2
            if not loss.requires_grad:  # a step is flat: there is nothing to go back through
                return (0.0,) * len(self.weights), 0.0
            (slopes,) = torch.autograd.grad(loss, parameters)
        *weights, bias = slopes.tolist()
        return tuple(weights), bias

    def stepped(self, gradient: Gradient, learning_rate: float) -> "Neuron":
        """Return the neuron after one step downhill."""
        check_number("learning_rate", learning_rate, 0, _LARGEST)
        weights = tuple(
            w - learning_rate * g for w, g in zip(self.weights, gradient.weights, strict=True)
        )
        return Neuron(weights, self.bias - learning_rate * gradient.bias, self.activation)

    @property
    def _activation(self) -> Activation:
        return activation(self.activation)

    def _check(self, inputs: Sequence[float]) -> None:
        if len(inputs) != len(self.weights):
            raise SettingsError(f"Give {len(self.weights)} inputs, as many as there are weights.")
        for number in inputs:
            check_number("An input", number, -_LARGEST, _LARGEST)


def _number(value: float) -> Tensor:
    return torch.tensor(value, dtype=torch.float64)
