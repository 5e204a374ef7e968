"""How large the gradient still is when it arrives at the first layers of a deep network."""

import math
from collections.abc import Mapping
from types import MappingProxyType

import torch

from nnkit.playground import seeds
from nnkit.playground.data import DataSettings, make
from nnkit.playground.features import features
from nnkit.playground.layers import Architecture, Parameters, backward, forward
from nnkit.playground.objectives import CrossEntropy
from nnkit.ranges import check_whole

WIDTH = 12
_NETWORKS = 32  # averaged: one network alone is largely chance

# Of each kind: the activation, the variance of a neuron's weights all together, and skips.
_KINDS = {
    "sigmoid": ("sigmoid", 1.0, False),
    "tanh": ("tanh", 1.0, False),
    "relu": ("relu", 2.0, False),  # He et al. 2015: half of the sums are lost
    "residual": ("tanh", 1.0, True),
}
KINDS = tuple(_KINDS)


def gradient_sizes(depth: int, seed: int = 0) -> Mapping[str, tuple[float, ...]]:
    """Return, for each of KINDS, the gradient's size in each of `depth` (2..20) hidden layers.

    The size is the root mean square of the loss's slopes with respect to a layer's weights, of 32
    untrained networks with layers of 12 neurons, on the circle data; "residual" is a tanh network
    whose layers add their inputs to their outputs. Glorot and Bengio 2010 saw it vanish, He et al.
    2016 found that cure. Raises SettingsError.
    """
    check_whole("depth", depth, 2, 20)
    check_whole("seed", seed, 0, 2**31)
    return MappingProxyType({kind: _sizes(kind, depth, seed) for kind in KINDS})


def _sizes(kind: str, depth: int, seed: int) -> tuple[float, ...]:
    activation, variance, residual = _KINDS[kind]
    architecture = Architecture((2, *[WIDTH] * depth, 1), (activation,) * depth, residual)
    parameters = Parameters(architecture, _NETWORKS)
    generator = seeds.generator(seed, "vanishing")
    for weights in parameters.weights:
        spread = math.sqrt(variance / weights.shape[2])
        weights.copy_(torch.randn(weights.shape, generator=generator) * spread)
    points = make(DataSettings("circle", seed=seed))
    aim = CrossEntropy(2)
    inputs = features(points.inputs, ("x", "y")).expand(_NETWORKS, -1, -1)
    trace = forward(parameters, inputs)
    slopes = aim.slopes(trace.result, aim.wanted(points.targets)) / len(points.inputs)
    gradient = Parameters(architecture, _NETWORKS)
    backward(parameters, trace, slopes, gradient)
    return tuple(weights.square().mean().sqrt().item() for weights in gradient.weights[:depth])
