"""What an attack yields."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import torch
from torch import Tensor

from nnkit.attacks import grid
from nnkit.attacks.classifier import Classifier
from nnkit.attacks.goal import Goal
from nnkit.errors import ImageError

# Original and changed pictures [N, C, H, W] to the nearest allowed ones that a file can hold.
Rounding = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True, eq=False)
class Target:
    """What is attacked, and to what end: N pictures on the 8-bit grid and a label for each, [N]."""

    classifier: Classifier = field(repr=False)
    original: Tensor = field(repr=False)
    goal: Goal
    labels: Tensor = field(repr=False)

    def logits(self, pictures: Tensor) -> Tensor:
        """Return what the network makes of pictures, [N, K], without gradients."""
        with torch.no_grad():
            return self.classifier(pictures)

    def only(self, rows: Tensor) -> "Target":
        """Return the target for some of its pictures."""
        return replace(self, original=self.original[rows], labels=self.labels[rows])


@dataclass(frozen=True, eq=False)
class AttackFrame:
    """Where an attack on N pictures stands after `step` of `total` steps.

    Pictures and figures are made when they are first asked for; the figures are those of the
    rounded pictures, which a PNG holds as they are.
    """

    step: int
    total: int
    target: Target = field(repr=False)
    iterate: Tensor = field(repr=False)  # the pictures before they are rounded
    rounding: Rounding = field(repr=False)

    @property
    def original(self) -> Tensor:
        """The pictures that the attack began with, [N, C, H, W], on the 8-bit grid."""
        return self.target.original

    @property
    def labels(self) -> Tensor:
        """The labels to reach, or to get away from, [N]."""
        return self.target.labels

    @cached_property
    def pictures(self) -> Tensor:
        """The attacked pictures [N, C, H, W], 0..1, on the 8-bit grid."""
        return self.rounding(self.target.original, self.iterate)

    @cached_property
    def logits(self) -> Tensor:
        """What the network makes of the pictures, [N, K]."""
        return self.target.logits(self.pictures)

    @cached_property
    def confidence(self) -> Tensor:
        """The probability [N] of the label to reach; untargeted, of the best other one."""
        return self.target.goal.confidence(self.logits, self.target.labels)

    @cached_property
    def fooled(self) -> Tensor:
        """Which of the pictures reach the goal, [N]."""
        return self.target.goal.reached(self.logits, self.target.labels)


def aim(classifier: Classifier, pictures: Tensor, goal: Goal) -> Target:
    """Return the target for pictures [N, C, H, W] in 0..1; they are rounded to 8 bits first.

    Raises ImageError and SettingsError.
    """
    if pictures.ndim != 4 or len(pictures) < 1 or not pictures.is_floating_point():
        raise ImageError(
            f"Attack pictures of floats [N, C, H, W], not {tuple(pictures.shape)} of "
            f"{pictures.dtype}."
        )
    if not bool(((pictures >= 0) & (pictures <= 1)).all()):
        raise ImageError("Pictures to attack hold values from 0 to 1 only.")
    # What is made in the caller's inference_mode could take part in no gradient later.
    with torch.inference_mode(False):
        original = grid.to_grid(pictures.detach())
        return Target(classifier, original, goal, goal.resolve(classifier, original))


def outside_inference(frames: Iterator[AttackFrame]) -> Iterator[AttackFrame]:
    """Yield the same frames, each made outside the caller's inference mode; see `aim`."""
    while True:
        with torch.inference_mode(False):
            frame = next(frames, None)
        if frame is None:
            return
        yield frame
