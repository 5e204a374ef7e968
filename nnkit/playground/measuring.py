"""One slope of a network by measuring, with longer and shorter steps."""

import torch
from torch import Tensor

from nnkit.descent.numerical import StepError, error_curve
from nnkit.errors import SettingsError
from nnkit.playground.backpropagation import loss_of
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.layers import Parameters
from nnkit.playground.network import NetworkSettings
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings


def step_errors(
    points: Points,
    network: NetworkSettings,
    training: TrainingSettings,
    frame: PlaygroundFrame,
    example: int,
    layer: int,
    to: int,
    source: int | None,
) -> tuple[StepError, ...]:
    """Return how far central differences with each of STEPS are from autograd's slope.

    The slope is that of the loss of point number `example`, without dropout, with respect to the
    weight from neuron (or feature) `source` to neuron `to` of `layer`; source None: with respect to
    the bias. Raises SettingsError.
    """
    architecture = frame.parameters.architecture
    whole_loss = loss_of(points, network, training, architecture, example)
    flat = frame.parameters.flat.double()
    axis = _axis(Parameters(architecture, 1, torch.zeros_like(flat)), layer, to, source)

    def loss_at(change: Tensor) -> Tensor:
        return whole_loss(flat + change * axis)

    here = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    with torch.enable_grad():
        (slope,) = torch.autograd.grad(loss_at(here), here)
    return error_curve(loss_at, slope, here.detach())


def _axis(zeros: Parameters, layer: int, to: int, source: int | None) -> Tensor:
    """Return [P]: 1 at the chosen weight or bias, otherwise 0."""
    sizes = zeros.architecture.sizes
    if not 0 <= layer < len(sizes) - 1:
        raise SettingsError(f"There are layers 0..{len(sizes) - 2}.")
    if not (0 <= to < sizes[layer + 1] and 0 <= (source or 0) < sizes[layer]):
        raise SettingsError(f"Layer {layer} has nothing at {to}, {source}.")
    if source is None:
        zeros.biases[layer][0, 0, to] = 1
    else:
        zeros.weights[layer][0, to, source] = 1
    return zeros.flat
