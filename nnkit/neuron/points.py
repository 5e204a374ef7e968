"""Points of two kinds for a neuron's line to separate: some sets let it, some do not."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor

from nnkit.box import Box
from nnkit.errors import SettingsError
from nnkit.neuron.neuron import Neuron

POINTS_BOX = Box(-5.0, 5.0, -5.0, 5.0)
_EACH = 20  # points of either kind


@dataclass(frozen=True)
class PointSet:
    """Points in POINTS_BOX, and at which of them the neuron shall fire."""

    key: str
    title: str
    sentence: str
    points: tuple[tuple[float, float], ...]
    targets: tuple[bool, ...]
    is_separable: bool


@dataclass(frozen=True)
class Separation:
    """How well a neuron's line keeps the two kinds apart.

    wrong: the numbers of the points on the wrong side. margin: from the line to the nearest point,
    below 0 by how far the worst one is on the wrong side; None without a line.
    """

    total: int
    wrong: tuple[int, ...]
    margin: float | None

    @property
    def right(self) -> int:
        """How many points are on their own side."""
        return self.total - len(self.wrong)

    @property
    def is_solved(self) -> bool:
        """Whether all of them are."""
        return not self.wrong


def separation(neuron: Neuron, points: PointSet) -> Separation:
    """Judge a neuron of two inputs on a set; SettingsError for one with other inputs."""
    if len(neuron.weights) != 2:
        raise SettingsError("Only a neuron of two inputs has a line.")
    sums = [neuron.weighted_sum(point) for point in points.points]
    wrong = tuple(
        number
        for number, (total, target) in enumerate(zip(sums, points.targets, strict=True))
        if (total > 0) != target
    )
    steepness = math.hypot(*neuron.weights)
    signed = (s if target else -s for s, target in zip(sums, points.targets, strict=True))
    return Separation(len(sums), wrong, min(signed) / steepness if steepness else None)


def _cloud(centre: tuple[float, float], seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    spots = 0.8 * torch.randn(_EACH, 2, generator=generator).clamp(-2, 2)
    return spots + torch.tensor(centre)


def _ring(low: float, high: float, seed: int) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    radius = low + (high - low) * torch.rand(_EACH, generator=generator)
    angle = torch.arange(_EACH) * (2 * math.pi / _EACH)
    return torch.stack([radius * angle.cos(), radius * angle.sin()], dim=1)


def _beside(gap: float, side: int, seed: int) -> Tensor:
    """Points on one side of the line y = 0.6 x - 1, at least `gap` above or below it."""
    generator = torch.Generator().manual_seed(seed)
    x, away = torch.rand(2, _EACH, generator=generator)
    x = 8 * x - 4
    return torch.stack([x, 0.6 * x - 1 + side * (gap + 1.5 * away)], dim=1)


def _strays(off: Tensor, on: Tensor) -> tuple[Tensor, Tensor]:
    """The two kinds, with one point of each moved far into the other."""
    off, on = off.clone(), on.clone()
    off[0], on[0] = torch.tensor([3.0, 2.0]), torch.tensor([-3.0, -2.0])
    return off, on


def _made(
    key: str, title: str, sentence: str, off: Tensor, on: Tensor, *, separable: bool = True
) -> PointSet:
    points = tuple((round(x, 2), round(y, 2)) for x, y in torch.cat([off, on]).tolist())
    return PointSet(
        key, title, sentence, points, (False,) * len(off) + (True,) * len(on), separable
    )


_LOW, _HIGH = _cloud((-2.0, -1.5), 1), _cloud((2.0, 1.5), 2)

POINT_SETS: Mapping[str, PointSet] = MappingProxyType(
    {
        made.key: made
        for made in (
            _made("apart", "Two clouds", "Plenty of room: many lines will do.", _LOW, _HIGH),
            _made(
                "corner",
                "Off centre",
                "Both clouds lie on the same side of the middle: no line through the middle keeps "
                "them apart, so the bias has to push it.",
                _cloud((-0.3, 0.2), 3),
                _cloud((2.8, 2.8), 4),
            ),
            _made(
                "narrow",
                "A narrow gap",
                "There is a way through, but hardly more than one.",
                _beside(0.25, 1, 5),
                _beside(0.25, -1, 6),
            ),
            _made(
                "strays",
                "Two strays",
                "One point of each kind has got lost among the others: what is the best line now?",
                *_strays(_LOW, _HIGH),
                separable=False,
            ),
            _made(
                "ring",
                "A ring",
                "One kind surrounds the other. No straight line can do this; a few neurons "
                "together can.",
                _ring(2.8, 4.2, 7),
                _ring(0.2, 1.5, 8),
                separable=False,
            ),
        )
    }
)
