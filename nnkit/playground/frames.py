"""Where a run stands after an epoch: everything that a page shows or that a branch needs."""

from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.playground.features import features
from nnkit.playground.layers import Architecture, Parameters
from nnkit.playground.optimisers import Memory
from nnkit.playground.points import REACH

SIDE = 32  # pixels of a map
_ZERO, _STEPS = 128, 127  # the byte for 0, and how many bytes there are on either side of it


@dataclass(frozen=True, eq=False)
class PlaygroundFrame:
    """A network after `epoch` of `total` epochs.

    Losses are means over all training or test points, without penalties and dropout; accuracies
    the share of right answers, or R^2 for numbers. gradient_sizes: of each layer, the root mean
    square of the training loss's slopes. update_sizes: likewise of what the last epoch added to the
    weights and biases. idle: of each hidden neuron, layer by layer, the share of training points
    where its activation is almost flat, so that nothing can be learned from them. maps: of each
    neuron, the hidden layers' first and the outputs last, SIDE x SIDE bytes, top row first: 128 is
    0 and 255 the neuron's value in `scales`. dropped: of each hidden neuron, whether dropout had
    switched it off for one example of the last step. note: why the run ended early, or "".
    parameters, memory: what a run goes on from.
    """

    epoch: int
    total: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    gradient_sizes: tuple[float, ...]
    update_sizes: tuple[float, ...]
    idle: tuple[tuple[float, ...], ...]
    dropped: tuple[tuple[bool, ...], ...]
    maps: bytes = field(repr=False)
    scales: tuple[float, ...] = field(repr=False)
    parameters: Parameters = field(repr=False)
    memory: Memory = field(repr=False)
    best: tuple[float, int] = field(repr=False)  # lowest test loss so far, and its epoch
    has_diverged: bool = False
    note: str = ""

    @property
    def step(self) -> int:
        """The epoch, under the name that all frames have for how far they are."""
        return self.epoch

    @property
    def weights(self) -> tuple[Tensor, ...]:
        """The weights of each layer, [out, in]."""
        return tuple(weights[0] for weights in self.parameters.weights)

    @property
    def biases(self) -> tuple[Tensor, ...]:
        """The biases of each layer, [out]."""
        return tuple(biases[0, 0] for biases in self.parameters.biases)

    def map_of(self, layer: int, neuron: int) -> bytes:
        """Return the map of a neuron; the layer after the last hidden one is the output's."""
        sizes = self.parameters.architecture.sizes[1:]
        if not (0 <= layer < len(sizes) and 0 <= neuron < sizes[layer]):
            raise SettingsError(f"There is no neuron {neuron} in layer {layer}.")
        place = (sum(sizes[:layer]) + neuron) * SIDE * SIDE
        return self.maps[place : place + SIDE * SIDE]

    def with_weight(self, layer: int, to: int, source: int, value: float) -> "PlaygroundFrame":
        """Return the frame with another weight from neuron (or feature) `source` to neuron `to`.

        Maps and figures are still the old ones; `train` from this frame yields the new ones first.
        Raises SettingsError.
        """
        changed = self._copied()
        _set(changed.weights, layer, to, source, value)
        return replace(self, parameters=changed, has_diverged=False, note="")

    def with_bias(self, layer: int, neuron: int, value: float) -> "PlaygroundFrame":
        """Return the frame with another bias; see `with_weight`."""
        changed = self._copied()
        _set(changed.biases, layer, 0, neuron, value)
        return replace(self, parameters=changed, has_diverged=False, note="")

    def _copied(self) -> Parameters:
        return Parameters(self.parameters.architecture, 1, self.parameters.flat.clone())


def _set(layers: list[Tensor], layer: int, row: int, column: int, value: float) -> None:
    if not 0 <= layer < len(layers):
        raise SettingsError(f"There are layers 0..{len(layers) - 1}.")
    rows, columns = layers[layer].shape[1:]
    if not (0 <= row < rows and 0 <= column < columns):
        raise SettingsError(f"Layer {layer} has nothing at {row}, {column}.")
    if not abs(value) <= 1000:
        raise SettingsError("A weight or bias may be set to -1000..1000.")
    layers[layer][0, row, column] = value


def plane(names: tuple[str, ...], side: int = SIDE) -> Tensor:
    """Return the features [side * side, F] of the map's pixels, top row first."""
    ticks = (torch.arange(side) + 0.5) * (2 * REACH / side) - REACH
    y, x = torch.meshgrid(-ticks, ticks, indexing="ij")
    return features(torch.stack([x, y], 2).reshape(-1, 2), names)


def drawn_maps(values: Tensor) -> tuple[Tensor, Tensor]:
    """Return values [..., pixels, neurons] as bytes [..., neurons, pixels], and each one's scale.

    A neuron's scale is its largest value, and at least 1.
    """
    values = torch.nan_to_num(values.transpose(-1, -2), 0.0, 1e6, -1e6)
    scales = values.abs().amax(-1).clamp(min=1)  # [..., neurons]
    return (values * (_STEPS / scales.unsqueeze(-1)) + (_ZERO + 0.5)).to(torch.uint8), scales


def sections(architecture: Architecture, flat: Tensor) -> tuple[Tensor, ...]:
    """Return the part of one network's flat parameters that belongs to each layer."""
    sizes = architecture.sizes
    return flat.split_with_sizes(
        [out * (into + 1) for out, into in zip(sizes[1:], sizes, strict=False)]
    )


def sizes_of(architecture: Architecture, flat: Tensor) -> tuple[float, ...]:
    """Return the root mean square of each layer's numbers in one network's flat tensor."""
    norms = torch.stack([part.norm() / len(part) ** 0.5 for part in sections(architecture, flat)])
    return tuple(norms.tolist())
