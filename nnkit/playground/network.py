"""The settings of a small network, and the weights that it begins with."""

import math
from dataclasses import dataclass

import torch

from nnkit.activations import ACTIVATIONS
from nnkit.errors import SettingsError
from nnkit.playground import seeds
from nnkit.playground.features import FEATURES
from nnkit.playground.layers import BACKWARD, Architecture, Parameters
from nnkit.ranges import check_number, check_whole

MAX_LAYERS = 6
MAX_NEURONS = 12
INITIALISATIONS = ("xavier", "he", "zero", "large")
HIDDEN_ACTIVATIONS = tuple(key for key in ACTIVATIONS if key in BACKWARD)  # those that can learn
_LARGE = 3.0  # standard deviation of weights that put most neurons far out from the start


@dataclass(frozen=True)
class NetworkSettings:
    """A small network; SettingsError out of range.

    features: names from FEATURES. hidden: neurons (1..12) of each of 0..6 hidden layers.
    activations: one for each of them, from HIDDEN_ACTIVATIONS. initialisation: "xavier", weights of
    variance 1 / inputs (Glorot and Bengio 2010, counting inputs only); "he", twice that (He et al.
    2015); "zero"; or "large", of standard deviation 3. Biases begin with 0. residual: a hidden
    layer after the first, if as wide as the one before, adds its inputs to its outputs (He et al.
    2016). dropout, 0..0.9: how likely a hidden neuron is switched off for one example of one step
    (Srivastava et al. 2014).
    """

    features: tuple[str, ...] = ("x", "y")
    hidden: tuple[int, ...] = (4, 2)
    activations: tuple[str, ...] = ("tanh", "tanh")
    initialisation: str = "xavier"
    residual: bool = False
    dropout: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if not self.features or len(set(self.features)) < len(self.features):
            raise SettingsError("The network needs one or more features, each only once.")
        if not set(self.features) <= set(FEATURES):
            raise SettingsError(f"features must be some of {', '.join(FEATURES)}.")
        if len(self.hidden) > MAX_LAYERS:
            raise SettingsError(f"There may be 0..{MAX_LAYERS} hidden layers.")
        for neurons in self.hidden:
            check_whole("The neurons of a hidden layer", neurons, 1, MAX_NEURONS)
        if len(self.activations) != len(self.hidden):
            raise SettingsError("There must be one activation for each hidden layer.")
        if not set(self.activations) <= set(HIDDEN_ACTIVATIONS):
            raise SettingsError(f"activations must be some of {', '.join(HIDDEN_ACTIVATIONS)}.")
        if self.initialisation not in INITIALISATIONS:
            raise SettingsError(f"initialisation must be one of {', '.join(INITIALISATIONS)}.")
        check_number("dropout", self.dropout, 0, 0.9)
        check_whole("seed", self.seed, 0, 2**31)

    def architecture(self, outputs: int) -> Architecture:
        """Return the network's shape with so many outputs."""
        sizes = (len(self.features), *self.hidden, outputs)
        return Architecture(sizes, self.activations, self.residual)


def initial(settings: NetworkSettings, outputs: int, seeds_: tuple[int, ...]) -> Parameters:
    """Return the first weights of one network for each of `seeds_`.

    Each neuron draws from a generator of its own, and draws for every feature there is. So another
    setting leaves the numbers of all neurons as they were, and of a layer that gets another number
    of inputs, the numbers up to one common factor.
    """
    architecture = settings.architecture(outputs)
    parameters = Parameters(architecture, len(seeds_))
    chosen = [list(FEATURES).index(name) for name in settings.features]
    for layer, weights in enumerate(parameters.weights):  # [R, out, in]
        inputs = weights.shape[2]
        # The output layer keeps its numbers when a hidden layer is put before it.
        place = "output" if layer == len(settings.hidden) else layer
        spread = _spread(settings.initialisation, inputs)
        for run, seed in enumerate(seeds_):
            for neuron in range(weights.shape[1]):
                generator = seeds.generator(seed, "weights", place, neuron)
                if layer == 0:
                    numbers = torch.randn(len(FEATURES), generator=generator)[chosen]
                else:
                    numbers = torch.randn(inputs, generator=generator)
                weights[run, neuron] = numbers * spread
    return parameters


def _spread(initialisation: str, inputs: int) -> float:
    if initialisation == "zero":
        return 0.0
    if initialisation == "large":
        return _LARGE
    return math.sqrt((2 if initialisation == "he" else 1) / inputs)
