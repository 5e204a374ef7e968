"""Which classes a network takes for which."""

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.playground.features import features
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.layers import forward
from nnkit.playground.network import NetworkSettings
from nnkit.playground.objectives import answers
from nnkit.playground.points import Points


def confusion(
    points: Points, network: NetworkSettings, frame: PlaygroundFrame, *, learned: bool = False
) -> Tensor:
    """Return [classes, classes]: how many test points of each class, a row, are taken for which.

    learned: the points to learn from instead. Raises SettingsError where the answers are numbers.
    """
    if points.classes == 0:
        raise SettingsError("Only classes can be taken for one another: these answers are numbers.")
    chosen = points.is_train if learned else ~points.is_train
    inputs = features(points.inputs[chosen].float(), network.features)
    sums = forward(frame.parameters, inputs[None]).result[0]
    cells = points.targets[chosen].long() * points.classes + answers(sums)
    return torch.bincount(cells, minlength=points.classes**2).view(points.classes, -1)
