"""What forger and critic need beyond the playground's layers: noise, slopes of inputs, the penalty.

Slopes are written by hand, as in nnkit.playground.layers; tests compare them with autograd.
"""

import math
from collections.abc import Callable

import torch
from torch import Tensor

from nnkit.playground import seeds
from nnkit.playground.layers import BACKWARD, Architecture, Parameters, Trace, forward

NOISES = ("uniform", "gaussian")
_EDGE = 0.01  # of the Gaussian's mass: its grid leaves out so much at either end
_OUTPUT_SPREAD = 0.5  # standard deviation of the outputs of a new network, about
_TINY = 1e-12  # keeps the direction of a slope of 0 a number

# How an activation's slope changes, from its outputs; those that are left out have straight pieces.
_BENDS: dict[str, Callable[[Tensor], Tensor]] = {"tanh": lambda fired: -2 * fired}
HIDDEN_ACTIVATIONS = ("relu", "leaky_relu", "tanh")


def initial(architecture: Architecture, role: str, run_seeds: list[int]) -> Parameters:
    """Return first weights for one network a seed, of variance 2 / inputs (He et al. 2015).

    Those of the output layer are smaller, so that most first forgeries lie within the picture.
    """
    parameters = Parameters(architecture, len(run_seeds))
    for layer, weights in enumerate(parameters.weights):  # [R, out, in]
        is_output = layer == len(parameters.weights) - 1
        spread = (_OUTPUT_SPREAD if is_output else math.sqrt(2)) / math.sqrt(weights.shape[2])
        for run, seed in enumerate(run_seeds):
            generator = seeds.generator(seed, role, layer)
            weights[run] = spread * torch.randn(weights.shape[1:], generator=generator)
    return parameters


def noise(kind: str, shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Return noise: uniform over -1..1, or Gaussian of mean 0 and variance 1."""
    if kind == "uniform":
        return torch.rand(shape, generator=generator) * 2 - 1
    return torch.randn(shape, generator=generator)


def ticks(kind: str, count: int) -> Tensor:
    """Return values of noise [count] in rising order, with equal shares of it between neighbours.

    Of the Gaussian, the outermost hundredths are left out.
    """
    if kind == "uniform":
        return torch.linspace(-1, 1, count)
    quantiles: Tensor = torch.special.ndtri(torch.linspace(_EDGE, 1 - _EDGE, count))
    return quantiles


def input_slopes(parameters: Parameters, trace: Trace, slopes: Tensor) -> Tensor:
    """Return the loss's slopes with respect to the inputs, [R, N, F].

    slopes: [R, N, outputs], with respect to the sums of the output layer.
    """
    return torch.bmm(_sum_slopes(parameters, trace, slopes)[0], parameters.weights[0])


def _sum_slopes(parameters: Parameters, trace: Trace, slopes: Tensor) -> list[Tensor]:
    """Return the slopes with respect to the sums of each layer, the first layer's first."""
    found = [slopes]
    for layer in range(len(parameters.weights) - 1, 0, -1):
        values = torch.bmm(found[-1], parameters.weights[layer])
        back = BACKWARD[parameters.architecture.activations[layer - 1]]
        found.append(back(values, trace.sums[layer - 1], trace.fired[layer - 1]))
    return found[::-1]


def add_penalty(
    parameters: Parameters, points: Tensor, weight: float, gradient: Parameters
) -> None:
    """Add to `gradient` that of weight * mean of (length of the score's slope - 1)^2.

    points: [R, N, 2], where the slopes are looked at. Gulrajani et al. 2017, equation 3. It is a
    slope's slope: along the pulls, each scaled by what the penalty wants of it, the score's change
    is followed forward, and that change is differentiated backward.
    """
    trace = forward(parameters, points)
    chain = _sum_slopes(parameters, trace, torch.ones_like(trace.result))
    pulls = torch.bmm(chain[0], parameters.weights[0])  # [R, N, 2]
    lengths = pulls.norm(dim=2, keepdim=True)
    wanted = pulls * (2 * weight / points.shape[1] * (lengths - 1) / lengths.clamp(min=_TINY))
    of_inputs, of_sums = _changes(parameters, trace, wanted)
    bent = None  # slopes of the score's change with respect to the sums; straight layers have none
    for layer in range(len(parameters.weights) - 1, -1, -1):
        gradient.weights[layer].baddbmm_(chain[layer].transpose(1, 2), of_inputs[layer])
        if bent is not None:
            gradient.weights[layer].baddbmm_(bent.transpose(1, 2), trace.inputs[layer])
            gradient.biases[layer].add_(bent.sum(1, keepdim=True))
        below = layer - 1
        if layer == 0 or (name := parameters.architecture.activations[below]) not in _BENDS:
            continue
        own = chain[below] * of_sums[below] * _BENDS[name](trace.fired[below])
        if bent is not None:
            values = torch.bmm(bent, parameters.weights[layer])
            own = own + BACKWARD[name](values, trace.sums[below], trace.fired[below])
        bent = own


def _changes(
    parameters: Parameters, trace: Trace, changes: Tensor
) -> tuple[list[Tensor], list[Tensor]]:
    """Return how each layer's inputs and sums change when the points move by `changes`."""
    of_inputs, of_sums = [changes], []
    for layer, name in enumerate(parameters.architecture.activations):
        of_sums.append(torch.bmm(of_inputs[layer], parameters.turned[layer]))
        of_inputs.append(BACKWARD[name](of_sums[layer], trace.sums[layer], trace.fired[layer]))
    return of_inputs, of_sums
