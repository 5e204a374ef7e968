"""Toy data sets: made, drawn by a visitor, or read from a CSV file."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.playground import seeds
from nnkit.playground.points import MAX_CLASSES, UNSCALED, Points, Scale, drawn, split
from nnkit.playground.tables import TableError, from_csv
from nnkit.ranges import check_number, check_whole

__all__ = ["KINDS", "DataSettings", "Points", "TableError", "drawn", "from_csv", "make"]

_NOISE = 2.0  # how far noise 1 moves a point, as a standard deviation
_RADIUS = 5.0


@dataclass(frozen=True)
class DataSettings:
    """Which toy data to make; SettingsError out of range.

    kind: a key of KINDS. points, 10..5000. noise, 0..0.5. train_share, 0.1..0.9. classes, 2..4:
    more than 2 for gaussians, circle (rings) and spiral (arms) only.
    """

    kind: str = "circle"
    points: int = 500
    noise: float = 0.1
    train_share: float = 0.7
    classes: int = 2
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.kind not in KINDS:
            raise SettingsError(f"kind must be one of {', '.join(KINDS)}.")
        check_whole("points", self.points, 10, 5000)
        check_number("noise", self.noise, 0, 0.5)
        check_number("train_share", self.train_share, 0.1, 0.9)
        check_whole("classes", self.classes, 2, MAX_CLASSES)
        check_whole("seed", self.seed, 0, 2**31)
        if self.classes > 2 and not KINDS[self.kind].takes_classes:
            raise SettingsError(f"The data set {self.kind} has two classes, not {self.classes}.")


@dataclass(frozen=True)
class Kind:
    """A recipe: places [N, 2] and answers [N], drawn from a generator."""

    title: str
    sentence: str
    draw: Callable[[int, int, torch.Generator], tuple[Tensor, Tensor]]
    takes_classes: bool = False
    is_regression: bool = False
    input_names: tuple[str, str] = ("x", "y")
    target_names: tuple[str, ...] = ()
    scale: Scale = UNSCALED


def make(settings: DataSettings) -> Points:
    """Return the points; other noise or another train share leaves everything else in place."""
    kind, seed = KINDS[settings.kind], settings.seed
    places, answers = kind.draw(settings.points, settings.classes, seeds.generator(seed, "places"))
    noise = torch.randn(len(places), 2, generator=seeds.generator(seed, "noise"))
    classes = 0 if kind.is_regression else settings.classes
    names = kind.target_names or tuple(f"class {index + 1}" for index in range(classes))
    return Points(
        places + noise * settings.noise * _NOISE,
        answers,
        split(len(places), settings.train_share, seed),
        classes,
        kind.input_names,
        names,
        kind.scale,
    )


def _labels(count: int, classes: int) -> Tensor:
    return torch.arange(count) % classes


def _uniform(count: int, low: float, high: float, generator: torch.Generator) -> Tensor:
    return low + (high - low) * torch.rand(count, generator=generator)


def _around(radius: Tensor, angle: Tensor) -> Tensor:
    return torch.stack([radius * angle.cos(), radius * angle.sin()], 1)


def _gaussians(count: int, classes: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    labels = _labels(count, classes)
    centres = _around(torch.full((count,), 2.8), labels * 2 * math.pi / classes + math.pi / 4)
    return centres + 0.7 * torch.randn(count, 2, generator=generator), labels


def _circle(count: int, classes: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    labels = _labels(count, classes)
    width = _RADIUS / classes
    gap = 0.3 * width  # left free on the inner side of each ring
    inner = torch.where(labels > 0, labels * width + gap, 0.0)
    outer = (labels + 1) * width - gap
    share = torch.rand(count, generator=generator)
    angle = _uniform(count, 0, 2 * math.pi, generator)
    return _around(inner + (outer - inner) * share, angle), labels


def _xor(count: int, classes: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    corner = _labels(count, 4)
    signs = torch.stack([corner % 2, corner // 2], 1) * 2 - 1
    places = 0.5 + (_RADIUS - 0.5) * torch.rand(count, 2, generator=generator)
    return places * signs, (signs.prod(1) < 0).long()


def _moons(count: int, classes: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    labels = _labels(count, classes)
    angle = _uniform(count, 0, math.pi, generator) + labels * math.pi
    side = labels * 2 - 1
    shift = torch.stack([side * 1.6, side * 0.8], 1)
    return _around(torch.full((count,), 3.2), angle) + shift, labels


def _spiral(count: int, classes: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    labels = _labels(count, classes)
    along = _uniform(count, 0.05, 1, generator)
    turns = 3.5 / classes  # as far apart with four arms as with two
    return _around(_RADIUS * along, 2 * math.pi * (turns * along + labels / classes)), labels


def _cats_and_dogs(count: int, classes: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    labels = _labels(count, classes)
    first, second = torch.randn(2, count, generator=generator).clamp(-2.5, 2.5)
    is_dog = labels == 1
    height = torch.where(is_dog, 46 + 11 * first, 25 + 1.8 * first)
    weight = torch.where(
        is_dog,
        20 * (height / 46) ** 2 * (1 + 0.18 * second),
        4.5 + 0.2 * (height - 25) + 0.6 * second,
    )
    scale = KINDS["cats_and_dogs"].scale
    real = torch.stack([height, weight], 1)
    return (real - torch.tensor(scale.centres)) / torch.tensor(scale.spreads), labels


def _plane(count: int, classes: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    places = _uniform(2 * count, -_RADIUS, _RADIUS, generator).reshape(count, 2)
    return places, places.sum(1) / (2 * _RADIUS)


def _multi_gaussian(count: int, classes: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    places = _uniform(2 * count, -_RADIUS, _RADIUS, generator).reshape(count, 2)
    centres = torch.tensor([[-3, 2.5], [0, 2.5], [3, 2.5], [-3, -2.5], [0, -2.5], [3, -2.5]])
    signs = torch.tensor([1.0, -1, 1, -1, 1, -1])
    nearness = torch.exp(-(torch.cdist(places, centres) / 1.5).square())  # [N, 6]
    return places, nearness @ signs


KINDS = {
    "gaussians": Kind("Clouds", "One round cloud a class.", _gaussians, takes_classes=True),
    "circle": Kind("Circle", "A disc, and rings around it.", _circle, takes_classes=True),
    "xor": Kind("XOR", "Opposite corners belong together.", _xor),
    "moons": Kind("Moons", "Two half moons, one in the arms of the other.", _moons),
    "spiral": Kind("Spiral", "Arms wound around each other.", _spiral, takes_classes=True),
    "cats_and_dogs": Kind(
        "Cats and dogs",
        "Height at the shoulder and weight of cats and dogs. No animal was measured: the numbers "
        "are made up, near those of real ones.",
        _cats_and_dogs,
        input_names=("height in cm", "weight in kg"),
        target_names=("cat", "dog"),
        scale=Scale((45.0, 25.0), (7.0, 6.0)),
    ),
    "plane": Kind(
        "Plane",
        "A number that rises from one corner to the other.",
        _plane,
        is_regression=True,
        target_names=("height",),
    ),
    "multi_gaussian": Kind(
        "Hills and hollows",
        "A number that rises to three hills and sinks into three hollows.",
        _multi_gaussian,
        is_regression=True,
        target_names=("height",),
    ),
}
