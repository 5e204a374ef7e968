"""A run as a plain PyTorch script of its own, and a network's weights as JSON."""

import json
import math
from collections.abc import Sequence
from pprint import pformat

from nnkit.playground import script
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.layers import Architecture, Parameters
from nnkit.playground.network import NetworkSettings, initial
from nnkit.playground.objectives import objective
from nnkit.playground.points import Points
from nnkit.playground.script import Number, numbers
from nnkit.playground.settings import TrainingSettings


def export(
    points: Points,
    network: NetworkSettings,
    training: TrainingSettings,
    start: PlaygroundFrame | None = None,
) -> str:
    """Return a Python script that needs PyTorch alone and makes the same run as `train`.

    Points and first weights stand in it as numbers, and with `start` what the optimiser remembers;
    it prints the losses as it goes, and in its last line the epoch and both losses as JSON. They
    agree with `train` but for rounding, which differs because the script leaves the gradient to
    autograd. Raises SettingsError.
    """
    aim = objective(training.loss, points)
    architecture = network.architecture(aim.outputs)
    if start is None:
        first = initial(network, aim.outputs, (network.seed,))
        epoch, best, memory = 0, (math.inf, 0), None
    else:
        first, epoch, best, memory = start.parameters, start.epoch, start.best, start.memory
    parts = (
        script.HEAD,
        _points(points),
        _weights(first),
        script.settings(network, training, epoch, best),
        script.optimiser(training.optimiser, memory),
        script.features(network.features),
        script.network(architecture, network.dropout > 0),
        script.losses(training.loss, points.classes),
        script.TRAINING,
    )
    return "\n\n\n".join(part.strip("\n") for part in parts) + "\n"


def weights_json(network: NetworkSettings, frame: PlaygroundFrame) -> str:
    """Return a network as JSON: its features, and of each layer activation, weights and biases.

    Weights are [out][in]; what is no number any more is null. The loss decides what becomes of the
    output layer, so its activation is "identity".
    """
    names = (*network.activations, "identity")
    architecture: Architecture = frame.parameters.architecture
    layers = [
        {
            "activation": name,
            "adds_inputs": architecture.skips(layer) and layer < len(network.activations),
            "weights": _finite(frame.weights[layer].tolist()),
            "biases": _finite(frame.biases[layer].tolist()),
        }
        for layer, name in enumerate(names)
    ]
    whole = {"features": list(network.features), "epoch": frame.epoch, "layers": layers}
    return json.dumps(whole, allow_nan=False)


def _finite(numbers: Sequence[object]) -> list[object]:
    return [
        _finite(one)
        if isinstance(one, list)
        else one
        if isinstance(one, float) and math.isfinite(one)
        else None
        for one in numbers
    ]


def _points(points: Points) -> str:
    order = [
        *points.is_train.nonzero()[:, 0].tolist(),
        *(~points.is_train).nonzero()[:, 0].tolist(),
    ]
    rows = "\n".join(
        f"    ({Number(x)}, {Number(y)}, {Number(answer)}),"
        for (x, y), answer in zip(points.inputs[order], points.targets[order], strict=True)
    )
    what = f"class, of {points.classes}" if points.classes else "number to be learned"
    # A line break in a name would end the comment, and what follows would be run.
    names = ", ".join(" ".join(name.split()) for name in points.input_names)
    return (
        f"# {names}, {what}; the first LEARNED points are "
        f"to learn from, the others to test with.\n"
        f"LEARNED = {int(points.is_train.sum())}\nPOINTS = [\n{rows}\n]"
    )


def _weights(first: Parameters) -> str:
    """Return the weights before training, of each layer those of its neurons, and its biases."""
    layers = [
        ([numbers(neuron) for neuron in weights[0]], numbers(biases[0, 0]))
        for weights, biases in zip(first.weights, first.biases, strict=True)
    ]
    text = pformat(layers, width=100, compact=True)
    return f"# (weights, biases) of each layer before training\nFIRST = {text}"
