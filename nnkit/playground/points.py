"""Points of the plane with the answers that a network shall learn."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.playground import seeds
from nnkit.ranges import check_number, check_whole

REACH = 6.0  # the maps show the plane from -REACH to REACH
MAX_CLASSES = 4


@dataclass(frozen=True)
class Scale:
    """The way back to real units: real = shown * spread + centre, for both inputs and the answer.

    The answer's matters for numbers only; a class is a class.
    """

    centres: tuple[float, float] = (0.0, 0.0)
    spreads: tuple[float, float] = (1.0, 1.0)
    target_centre: float = 0.0
    target_spread: float = 1.0

    def real(self, x: float, y: float) -> tuple[float, float]:
        """Return a place of the plane in real units."""
        return (
            x * self.spreads[0] + self.centres[0],
            y * self.spreads[1] + self.centres[1],
        )

    def shown(self, first: float, second: float) -> tuple[float, float]:
        """Return the place of the plane for real units."""
        return (
            (first - self.centres[0]) / self.spreads[0],
            (second - self.centres[1]) / self.spreads[1],
        )


UNSCALED = Scale()


@dataclass(frozen=True, eq=False)
class Points:
    """What there is to learn, SettingsError if it does not fit together.

    inputs: [N, 2] float, about -6..6. targets: [N], classes from 0 (long), or numbers, about -1..1
    (float). is_train: [N] bool, the others are for the test. classes: 2..4, or 0 where the answers
    are numbers. input_names and target_names (of the classes, or of the one number): in words.
    scale: back to real units. notes: sentences on what was mended.
    """

    inputs: Tensor
    targets: Tensor
    is_train: Tensor
    classes: int
    input_names: tuple[str, str] = ("x", "y")
    target_names: tuple[str, ...] = ()
    scale: Scale = UNSCALED
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check shapes and that there is something to learn from and to test with."""
        count = len(self.inputs)
        if self.inputs.shape != (count, 2) or len(self.targets) != count:
            raise SettingsError("Points need inputs [N,2] and as many targets.")
        if not bool(self.inputs.isfinite().all()):
            raise SettingsError("Every point must lie at a finite place.")
        learned = int(self.is_train.sum())
        if not 0 < learned < count:
            raise SettingsError("There must be points to learn from and points to test with.")
        if self.classes not in (0, *range(2, MAX_CLASSES + 1)):
            raise SettingsError(f"There must be 2..{MAX_CLASSES} classes, or 0 for numbers.")
        if self.classes and not 0 <= int(self.targets.min()) <= int(self.targets.max()) < (
            self.classes
        ):
            raise SettingsError("Each target must be the number of a class, from 0.")

    def counts(self) -> tuple[int, ...]:
        """Return how many points to learn from there are of each class."""
        learned = self.targets[self.is_train].long()
        return tuple(torch.bincount(learned, minlength=self.classes).tolist())


def split(count: int, share: float, seed: int) -> Tensor:
    """Return which of so many points, [N] bool, are to be learned from: at least 1, never all."""
    learned = min(max(round(count * share), 1), count - 1)
    is_train = torch.zeros(count, dtype=torch.bool)
    is_train[torch.randperm(count, generator=seeds.generator(seed, "split"))[:learned]] = True
    return is_train


def drawn(
    points: Sequence[tuple[float, float, int]],
    train_share: float = 0.7,
    seed: int = 0,
) -> Points:
    """Return points that a visitor drew: x and y, -6..6, and a class from 0. Raises SettingsError.

    There must be at least four, of at least two classes, every class up to the highest drawn.
    """
    check_number("train_share", train_share, 0.1, 0.9)
    check_whole("seed", seed, 0, 2**31)
    if len(points) < 4:
        raise SettingsError("Draw at least four points: some to learn from, some to test with.")
    for x, y, label in points:
        if not all(math.isfinite(value) and abs(value) <= REACH for value in (x, y)):
            raise SettingsError(f"Points must be drawn within -{REACH:g}..{REACH:g}.")
        check_whole("The class of a point", label, 0, MAX_CLASSES - 1)
    labels = {label for _, _, label in points}
    classes = max(labels) + 1
    if len(labels) < 2:
        raise SettingsError("Draw points of at least two classes: with one there is no question.")
    if len(labels) < classes:
        raise SettingsError("Leave no class out: of one of them there is no point.")
    return Points(
        torch.tensor([(x, y) for x, y, _ in points], dtype=torch.float32),
        torch.tensor([label for _, _, label in points]),
        split(len(points), train_share, seed),
        classes,
        target_names=tuple(f"class {label + 1}" for label in range(classes)),
    )
