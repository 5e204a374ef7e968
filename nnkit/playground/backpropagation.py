"""One example through one network, with every number of backpropagation to be seen.

The chain rule (Rumelhart, Hinton and Williams 1986) is written out here layer by layer, in double
precision; autograd and central differences stand beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.activations import ACTIVATIONS
from nnkit.descent.numerical import numerical_gradient
from nnkit.errors import SettingsError
from nnkit.playground import optimisers
from nnkit.playground.features import features
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.layers import Architecture, Parameters
from nnkit.playground.network import NetworkSettings
from nnkit.playground.objectives import Objective, objective
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings
from nnkit.playground.steps import add_penalties


@dataclass(frozen=True, eq=False)
class Slopes:
    """How the loss changes with each weight [out, in] and each bias [out] of a layer."""

    weights: Tensor
    biases: Tensor


@dataclass(frozen=True, eq=False)
class LayerSteps:
    """A layer on the way forward and back; float64, one number a neuron but where said otherwise.

    inputs: [in]. sums = weights @ inputs + biases. fired = activation(sums); outputs are the same,
    but for a layer with a skip, which adds its inputs. For the output layer outputs are the sums.
    output_slopes: dL/doutput. activation_slopes: dfired/dsum. sum_slopes = their product. chain:
    sum_slopes x inputs, and sum_slopes for the biases. autograd, measured: the same by PyTorch and
    by central differences. new_weights, new_biases: after one step of the run's optimiser.
    """

    weights: Tensor
    biases: Tensor
    inputs: Tensor
    sums: Tensor
    fired: Tensor
    outputs: Tensor
    output_slopes: Tensor
    activation_slopes: Tensor
    sum_slopes: Tensor
    chain: Slopes
    autograd: Slopes
    measured: Slopes
    new_weights: Tensor
    new_biases: Tensor
    skips: bool


@dataclass(frozen=True, eq=False)
class Backpropagation:
    """The example, the network's answer and all layers, the first hidden one first.

    answer: [outputs], as the map shows it. wanted: [outputs], as the loss wants it. new_loss: of
    this example after the step. disagreement: the largest difference between any two of the three
    ways to a slope.
    """

    point: tuple[float, float]
    answer: Tensor
    wanted: Tensor
    loss: float
    new_loss: float
    layers: tuple[LayerSteps, ...]
    disagreement: float


def explain(
    points: Points,
    network: NetworkSettings,
    training: TrainingSettings,
    frame: PlaygroundFrame,
    example: int = 0,
) -> Backpropagation:
    """Return every step for point number `example`, without dropout.

    The step is the one that training would take from this frame on this example alone. Exactly at
    the kink of a ReLU or of the hinge loss there is no slope to agree on. Raises SettingsError.
    """
    aim = objective(training.loss, points)
    architecture = frame.parameters.architecture
    given, wanted = _posed(points, network, aim, example)
    flat = frame.parameters.flat.double()
    loss_at = loss_of(points, network, training, architecture, example)
    place = flat.clone().requires_grad_()
    with torch.enable_grad():
        (by_autograd,) = torch.autograd.grad(loss_at(place), place)
    by_measure = numerical_gradient(loss_at, flat)
    by_chain = Parameters(architecture, 1, torch.zeros_like(flat))
    now = Parameters(architecture, 1, flat)
    walked = _walk(now, given, wanted, aim, by_chain)
    new = Parameters(architecture, 1, _stepped(now, by_chain.flat, training, frame))
    autograd = Parameters(architecture, 1, by_autograd)
    measured = Parameters(architecture, 1, by_measure)
    layers = tuple(
        LayerSteps(
            now.weights[layer][0],
            now.biases[layer][0, 0],
            **parts,
            chain=_slopes(by_chain, layer),
            autograd=_slopes(autograd, layer),
            measured=_slopes(measured, layer),
            new_weights=new.weights[layer][0],
            new_biases=new.biases[layer][0, 0],
            skips=architecture.skips(layer) and layer < len(architecture.activations),
        )
        for layer, parts in enumerate(walked)
    )
    ways = torch.stack([by_chain.flat, by_autograd, by_measure])
    return Backpropagation(
        (points.inputs[example, 0].item(), points.inputs[example, 1].item()),
        aim.shown(layers[-1].sums),
        wanted,
        loss_at(flat).item(),
        loss_at(new.flat).item(),
        layers,
        (ways.amax(0) - ways.amin(0)).max().item(),
    )


def loss_of(
    points: Points,
    network: NetworkSettings,
    training: TrainingSettings,
    architecture: Architecture,
    example: int,
) -> Callable[[Tensor], Tensor]:
    """Return the loss of point number `example` as a function of the flat weights [P], float64.

    Without dropout and penalties. Raises SettingsError.
    """
    aim = objective(training.loss, points)
    given, wanted = _posed(points, network, aim, example)

    def loss_at(place: Tensor) -> Tensor:
        sums = _forward(Parameters(architecture, 1, place), given)[-1]
        return aim.losses(sums[None], wanted[None])[0]

    return loss_at


def _posed(
    points: Points, network: NetworkSettings, aim: Objective, example: int
) -> tuple[Tensor, Tensor]:
    """Return an example's features [F] and its answer [outputs] as the loss wants it, float64."""
    if not 0 <= example < len(points.inputs):
        raise SettingsError(f"There are examples 0..{len(points.inputs) - 1}.")
    only = slice(example, example + 1)
    given = features(points.inputs[only].double(), network.features)[0]
    return given, aim.wanted(points.targets[only])[0].double()


def _forward(parameters: Parameters, given: Tensor) -> list[Tensor]:
    """Return the outputs of each layer, of the last one its sums."""
    architecture = parameters.architecture
    values = [given]
    for layer, (weights, biases) in enumerate(
        zip(parameters.weights, parameters.biases, strict=True)
    ):
        sums = functional.linear(values[-1], weights[0], biases[0, 0])
        if layer == len(architecture.activations):
            return [*values, sums]
        fired = ACTIVATIONS[architecture.activations[layer]].function(sums)
        values.append(fired + values[-1] if architecture.skips(layer) else fired)
    return values


def _walk(
    parameters: Parameters, given: Tensor, wanted: Tensor, aim: Objective, gradient: Parameters
) -> list[dict[str, Tensor]]:
    """Return what `LayerSteps` needs of each layer; write the slopes into `gradient`."""
    architecture: Architecture = parameters.architecture
    values = _forward(parameters, given)
    steps: list[dict[str, Tensor]] = []
    output_slopes = aim.slopes(values[-1][None], wanted[None])[0]  # dL/doutput of the last layer
    for layer in reversed(range(len(parameters.weights))):
        weights, biases = parameters.weights[layer][0], parameters.biases[layer][0, 0]
        inputs, is_hidden = values[layer], layer < len(architecture.activations)
        sums = weights @ inputs + biases
        name = architecture.activations[layer] if is_hidden else "identity"
        activation_slopes = ACTIVATIONS[name].derivative(sums)
        sum_slopes = output_slopes * activation_slopes  # chain rule: through the activation
        gradient.weights[layer][0] = torch.outer(sum_slopes, inputs)  # ... to each weight
        gradient.biases[layer][0, 0] = sum_slopes  # ... to the bias, a weight of an input 1
        steps.append(
            {
                "inputs": inputs,
                "sums": sums,
                "fired": ACTIVATIONS[name].function(sums),
                "outputs": values[layer + 1],
                "output_slopes": output_slopes,
                "activation_slopes": activation_slopes,
                "sum_slopes": sum_slopes,
            }
        )
        skipped = output_slopes if is_hidden and architecture.skips(layer) else 0
        output_slopes = weights.T @ sum_slopes + skipped  # ... and on to the layer before
    return steps[::-1]


def _stepped(
    now: Parameters, slopes: Tensor, training: TrainingSettings, frame: PlaygroundFrame
) -> Tensor:
    flat, gradient = now.flat.clone(), slopes.clone()
    add_penalties(gradient, flat, now.is_weight(), training)
    optimiser = optimisers.make(training.optimiser, flat, frame.memory)
    optimiser.step(flat, gradient, training.learning_rate)
    return flat


def _slopes(parameters: Parameters, layer: int) -> Slopes:
    return Slopes(parameters.weights[layer][0], parameters.biases[layer][0, 0])
