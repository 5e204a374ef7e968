"""Dropout seen from inside: the thinned network of a training step beside the whole one."""

from collections.abc import Iterator
from dataclasses import replace

import torch

from nnkit.playground import frames
from nnkit.playground.comparing import PairFrame
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.layers import forward
from nnkit.playground.network import NetworkSettings
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings
from nnkit.playground.steps import Engine
from nnkit.playground.training import on_plane, train


def thin(
    points: Points, network: NetworkSettings, training: TrainingSettings, frame: PlaygroundFrame
) -> PlaygroundFrame:
    """Return the frame as it is with the neurons off that `frame.dropped` names.

    Those that stay count 1 / (1 - dropout) times as much, as they did in that step of training.
    Maps, losses and accuracies are the thinned network's; the rest stays as it is. Before the first
    step nobody is off.
    """
    if not any(frame.dropped):
        return frame
    engine = Engine(points, network, training, 1, frame.parameters)
    rows = torch.cat([engine.inputs, frames.plane(network.features)]).unsqueeze(0)
    masks = [(~torch.tensor([[layer]])) / (1 - network.dropout) for layer in frame.dropped]
    trace = forward(engine.parameters, rows, masks)
    maps, scales = frames.drawn_maps(on_plane(engine, trace)[0])
    (train_loss, test_loss), (train_accuracy, test_accuracy) = (
        [figure.item() for figure in pair] for pair in (engine.losses(trace), engine.scores(trace))
    )
    return replace(
        frame,
        train_loss=train_loss,
        test_loss=test_loss,
        train_accuracy=train_accuracy,
        test_accuracy=test_accuracy,
        maps=maps.numpy().tobytes(),
        scales=tuple(scales.tolist()),
    )


def watch_dropout(
    points: Points, network: NetworkSettings, training: TrainingSettings
) -> Iterator[PairFrame]:
    """Yield frames of one run, twice each: thinned as for one example of the last step, and whole.

    The whole network has nobody off: so it is tested. Raises SettingsError.
    """
    run = train(points, network, training)
    return (
        PairFrame(thin(points, network, training, frame), replace(frame, dropped=()))
        for frame in run
    )
