"""The loss around a network's weights, along two directions: at random, or of its training."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.playground import seeds
from nnkit.playground.features import features
from nnkit.playground.frames import PlaygroundFrame
from nnkit.playground.layers import Architecture, Parameters, forward
from nnkit.playground.network import NetworkSettings
from nnkit.playground.objectives import objective
from nnkit.playground.points import Points
from nnkit.playground.settings import TrainingSettings
from nnkit.ranges import check_number, check_whole

_MOST_POINTS = 1000  # of those to learn from; more would change the picture little
_MARGIN = 1.25  # a picture that reaches to 1 shows the whole way and a little more
_NARROWEST = 0.1  # a way's width in the second direction, of that in the first, if it has less
_AT_ONCE = 100_000  # points times networks that are in memory together


@dataclass(frozen=True, eq=False)
class Landscape:
    """losses: [side, side], row by row along `second`, within a row along `first`, both over ticks.

    The network itself stands in the middle, at 0, 0. first and second: [P], flat like the frame's
    parameters. At 1, a random one changes each neuron's weights by as much as they are long. way:
    [n, 2], where the frames of a path stand, its shadow; kept: 0..1, how much of its squared
    distances from the middle lies in the picture's plane.
    """

    losses: Tensor
    ticks: tuple[float, ...]
    first: Tensor
    second: Tensor
    way: Tensor | None = None
    kept: float = 0.0


def landscape(
    points: Points,
    network: NetworkSettings,
    training: TrainingSettings,
    frame: PlaygroundFrame,
    *,
    reach: float = 1.0,
    side: int = 25,
    seed: int = 0,
    path: Sequence[PlaygroundFrame] = (),
) -> Landscape:
    """Return the training loss on a grid -reach..reach (0.01..10), `side` (odd, 3..101) across.

    The directions are filter-normalised (Li et al. 2018): drawn at random, then each neuron's
    weights scaled to the length of those that it has; biases stay. With `path`, frames of the run
    that led to this one, they are the two that hold most of the way (ibid., section 7: principal
    components of the differences), so long that at 0.8 there is its farthest place. Raises
    SettingsError.
    """
    check_number("reach", reach, 0.01, 10)
    check_whole("side", side, 3, 101)
    check_whole("seed", seed, 0, 2**31)
    if side % 2 == 0:
        raise SettingsError("side must be odd, so that the network stands in the middle.")
    aim = objective(training.loss, points)
    learned = points.is_train.nonzero()[:, 0]
    learned = learned[:: -(-len(learned) // _MOST_POINTS)]
    inputs = features(points.inputs[learned].float(), network.features)
    wanted = aim.wanted(points.targets[learned])
    way, kept = None, 0.0
    if path:
        first, second, way, kept = _directions_of(path, frame)
    else:
        first, second = (_direction(frame.parameters, seed, name) for name in ("first", "second"))
    half = side // 2
    ticks = torch.arange(-half, half + 1) * (reach / half)
    down, along = torch.meshgrid(ticks, ticks, indexing="ij")
    places = (
        frame.parameters.flat + along.reshape(-1, 1) * first + down.reshape(-1, 1) * second
    )  # [side * side, P]
    losses = []
    at_once = max(1, _AT_ONCE // len(learned))
    for start in range(0, len(places), at_once):
        some = places[start : start + at_once]
        many = stacked(frame.parameters.architecture, some)
        sums = forward(many, inputs.expand(len(some), -1, -1)).result
        losses.append(aim.losses(sums, wanted).mean(1))
    heights = torch.cat(losses).reshape(side, side)
    return Landscape(heights, tuple(ticks.tolist()), first, second, way, kept)


def stacked(architecture: Architecture, places: Tensor) -> Parameters:
    """Return networks given as rows [R, P] of flat parameters as one batch."""
    counts = [
        count
        for out, into in zip(architecture.sizes[1:], architecture.sizes, strict=False)
        for count in (out * into, out)
    ]
    flat = torch.cat([part.reshape(-1) for part in places.split_with_sizes(counts, 1)])
    return Parameters(architecture, len(places), flat)


def _direction(parameters: Parameters, seed: int, name: str) -> Tensor:
    generator = seeds.generator(seed, "direction", name)
    direction = Parameters(
        parameters.architecture, 1, torch.zeros_like(parameters.flat)
    )  # biases stay 0
    for weights, own in zip(direction.weights, parameters.weights, strict=True):
        drawn = torch.randn(weights.shape, generator=generator)
        weights.copy_(drawn * (own.norm(dim=2, keepdim=True) / drawn.norm(dim=2, keepdim=True)))
    return direction.flat


def _directions_of(
    path: Sequence[PlaygroundFrame], frame: PlaygroundFrame
) -> tuple[Tensor, Tensor, Tensor, float]:
    """Return both directions [P], the way [n, 2] along them, and how much of it they hold."""
    if any(each.parameters.flat.shape != frame.parameters.flat.shape for each in path):
        raise SettingsError("The path must be of networks of the same shape.")
    places = torch.stack([each.parameters.flat for each in path])
    steps = (places - frame.parameters.flat).double()  # [n, P]
    if len(path) < 2 or not steps.isfinite().all() or not steps.any():
        raise SettingsError("A path needs two frames or more that lie apart and are finite.")
    _, sizes, components = torch.linalg.svd(steps, full_matrices=False)
    way = steps @ components[:2].T
    lengths = way.abs().amax(0) * _MARGIN
    lengths = lengths.clamp(min=_NARROWEST * lengths.max().item())
    first, second = (components[:2] * lengths[:, None]).float()
    kept = sizes[:2].square().sum() / sizes.square().sum()
    return first, second, (way / lengths).float(), kept.item()
