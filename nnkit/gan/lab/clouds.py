"""Clouds of real points in the plane, for a forger to imitate."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.playground import seeds
from nnkit.ranges import check_whole

REACH = 1.0  # clouds lie within -REACH..REACH, and so do maps and grids
MAX_DRAWN = 5000
_DRAWN_RADIUS = 0.15  # a drawn point farther than this from all others is a place of its own
_JITTER = 0.02  # standard deviation; a dot is a finger's width, not a mathematical point


@dataclass(frozen=True, eq=False)
class Cloud:
    """Real points, SettingsError if there are none or they are not where they should be.

    points: [N, 2] float, within -1..1 but for the tails of noise. modes: [M, 2], places that
    together make up the cloud: its clumps, or steps along its line. radius: a point so near to a
    mode belongs there.
    """

    points: Tensor
    modes: Tensor
    radius: float

    def __post_init__(self) -> None:
        """Check shapes and numbers."""
        for what, places in (("points", self.points), ("modes", self.modes)):
            if places.ndim != 2 or places.shape[1] != 2 or not len(places):
                raise SettingsError(f"A cloud needs {what} [N,2], one at least.")
            if not bool(places.isfinite().all()):
                raise SettingsError("Every point of a cloud must lie at a finite place.")


@dataclass(frozen=True)
class CloudSettings:
    """Which cloud to make; SettingsError out of range.

    kind: a key of KINDS. points, 100..10000. seed: of the draw.
    """

    kind: str = "gaussians"
    points: int = 2000
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.kind not in KINDS:
            raise SettingsError(f"kind must be one of {', '.join(KINDS)}.")
        check_whole("points", self.points, 100, 10_000)
        check_whole("seed", self.seed, 0, 2**31)


@dataclass(frozen=True)
class Kind:
    """A recipe: `place` puts (number of points, generator) into the plane, [N, 2]."""

    title: str
    sentence: str
    place: Callable[[int, torch.Generator], Tensor]
    modes: Tensor
    radius: float


def make(settings: CloudSettings) -> Cloud:
    """Return the cloud; the same settings, the same points."""
    kind = KINDS[settings.kind]
    generator = seeds.generator(settings.seed, "cloud", settings.kind)
    return Cloud(kind.place(settings.points, generator), kind.modes, kind.radius)


def drawn(points: Sequence[tuple[float, float]], count: int = 2000, seed: int = 0) -> Cloud:
    """Return a cloud of `count` points, each beside one that a visitor drew. Raises SettingsError.

    points: 2..5000 of x and y, -1..1. Modes are chosen among them so that each point has one within
    the radius (Gonzalez 1985).
    """
    check_whole("count", count, 100, 10_000)
    check_whole("seed", seed, 0, 2**31)
    if not 2 <= len(points) <= MAX_DRAWN:
        raise SettingsError(f"Draw 2..{MAX_DRAWN} points for the forger to imitate.")
    for point in points:
        if len(point) != 2 or not all(_is_inside(value) for value in point):
            raise SettingsError(f"Points must be drawn within -{REACH:g}..{REACH:g}.")
    places = torch.tensor([(float(x), float(y)) for x, y in points])
    generator = seeds.generator(seed, "drawn")
    chosen = torch.randint(len(places), (count,), generator=generator)
    moved = places[chosen] + _JITTER * torch.randn(count, 2, generator=generator)
    return Cloud(moved, _spread_out(places, _DRAWN_RADIUS), _DRAWN_RADIUS)


def _is_inside(value: object) -> bool:
    return isinstance(value, (int, float)) and abs(value) <= REACH


def _spread_out(places: Tensor, radius: float) -> Tensor:
    """Return some of the places, the farthest next, until every place is within the radius."""
    chosen = [places[0]]
    away = (places - places[0]).norm(dim=1)
    while away.max() > radius:
        chosen.append(places[away.argmax()])
        away = away.minimum((places - chosen[-1]).norm(dim=1))
    return torch.stack(chosen)


def _circle(count: int, radius: float) -> Tensor:
    angles = torch.arange(count) * (2 * math.pi / count)
    return radius * torch.stack([angles.cos(), angles.sin()], 1)


def _around(modes: Tensor, spread: float) -> Callable[[int, torch.Generator], Tensor]:
    def place(count: int, generator: torch.Generator) -> Tensor:
        chosen = torch.randint(len(modes), (count,), generator=generator)
        return modes[chosen] + spread * torch.randn(count, 2, generator=generator)

    return place


def _line(count: int, generator: torch.Generator) -> Tensor:
    along = torch.rand(count, 1, generator=generator) * 2 - 1
    return along * _LINE_END + 0.03 * torch.randn(count, 2, generator=generator)


def _ring(count: int, generator: torch.Generator) -> Tensor:
    angle = 2 * math.pi * torch.rand(count, generator=generator)
    places = 0.7 * torch.stack([angle.cos(), angle.sin()], 1)
    return places + 0.03 * torch.randn(count, 2, generator=generator)


_LINE_END = torch.tensor([0.8, 0.5])
_EIGHT = _circle(8, 0.7)
_GRID = torch.cartesian_prod(*(torch.tensor([-0.65, 0.0, 0.65]),) * 2)
_THREE = torch.tensor([[-0.65, -0.5], [0.65, -0.5], [0.0, 0.65]])

KINDS = {
    "line": Kind(
        "Line",
        "A stroke: the easiest cloud there is.",
        _line,
        torch.linspace(-0.9, 0.9, 10)[:, None] * _LINE_END,
        0.15,
    ),
    "ring": Kind("Ring", "A hoop with nothing in its middle.", _ring, _circle(16, 0.7), 0.18),
    "gaussians": Kind(
        "Eight clumps", "Round clumps on a circle.", _around(_EIGHT, 0.05), _EIGHT, 0.15
    ),
    "grid": Kind("Nine clumps", "Round clumps in rows.", _around(_GRID, 0.05), _GRID, 0.15),
    "disjoint": Kind(
        "Three islands",
        "Wide clumps with a gulf between them.",
        _around(_THREE, 0.09),
        _THREE,
        0.27,
    ),
}
