"""What a network is trained towards: loss, its slope, and how often the answer is right."""

from abc import ABC, abstractmethod
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.errors import SettingsError
from nnkit.playground.points import Points

LOSSES = ("cross_entropy", "squared", "hinge")


def answers(sums: Tensor) -> Tensor:
    """Return the class that sums [..., N, outputs] speak for, [..., N]; one output: yes or no."""
    return sums.argmax(-1) if sums.shape[-1] > 1 else (sums[..., 0] > 0).long()


class Objective(ABC):
    """A loss for answers of one kind. sums: [..., N, outputs], of the output layer.

    wanted: [..., N, outputs], the answers as the loss wants them. outputs: 1 for two classes and
    for numbers, otherwise one for each class.
    """

    def __init__(self, classes: int) -> None:
        """Make the objective for so many classes, 0 for numbers."""
        self.classes = classes
        self.outputs = classes if classes > 2 else 1

    @abstractmethod
    def wanted(self, targets: Tensor) -> Tensor:
        """Return targets [N] as the loss wants them, [N, outputs]."""

    @abstractmethod
    def losses(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Return the loss of each example, [..., N]."""

    @abstractmethod
    def slopes(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Return the slope of each example's loss with respect to its sums."""

    @abstractmethod
    def shown(self, sums: Tensor) -> Tensor:
        """Return outputs to be looked at: shares 0..1, one-output classifiers -1..1, numbers."""

    def score(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Return the share of right answers, [...]; for numbers R^2, 1 for perfect."""
        return (answers(sums) == answers(wanted)).float().mean(-1)


class CrossEntropy(Objective):
    """Surprise at the right answer, of a sigmoid for two classes, of a softmax for more."""

    def wanted(self, targets: Tensor) -> Tensor:
        """0 and 1, or one column a class with a 1 in the right one."""
        if self.outputs == 1:
            return targets[:, None].float()
        return functional.one_hot(targets, self.classes).float()

    def losses(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """-ln(share of the right class)."""
        if self.outputs == 1:
            return (functional.softplus(sums) - sums * wanted).squeeze(-1)
        return -(sums.log_softmax(-1) * wanted).sum(-1)

    def slopes(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Share minus wanted share."""
        return self._shares(sums).sub_(wanted)

    def shown(self, sums: Tensor) -> Tensor:
        """Shares; with one output, from -1, surely the first class, to 1, surely the second."""
        return 2 * sums.sigmoid() - 1 if self.outputs == 1 else sums.softmax(-1)

    def _shares(self, sums: Tensor) -> Tensor:
        return sums.sigmoid() if self.outputs == 1 else sums.softmax(-1)


class _Signed(Objective):
    """A loss that wants 1 for yes and -1 for no; over several outputs it is the mean."""

    def wanted(self, targets: Tensor) -> Tensor:
        if self.outputs == 1:
            return targets[:, None].float() * 2 - 1
        return functional.one_hot(targets, self.classes).float() * 2 - 1


class SquaredTanh(_Signed):
    """(tanh(sum) - wanted)^2, as TensorFlow Playground has it but for a factor."""

    def losses(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Return the mean over the outputs."""
        return (sums.tanh() - wanted).square().mean(-1)

    def slopes(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Return 2 (tanh - wanted) tanh'."""
        outputs = sums.tanh()
        return (outputs - wanted) * (1 - outputs * outputs) * (2 / self.outputs)

    def shown(self, sums: Tensor) -> Tensor:
        """Return the outputs, -1..1."""
        return sums.tanh()


class Hinge(_Signed):
    """max(0, 1 - wanted * sum), one against the rest: right by a margin costs nothing."""

    def losses(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Return the mean over the outputs."""
        return (1 - wanted * sums).clamp(min=0).mean(-1)

    def slopes(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """-wanted within the margin, otherwise 0."""
        return torch.where(wanted * sums < 1, -wanted / self.outputs, 0)

    def shown(self, sums: Tensor) -> Tensor:
        """Return the sums within the margins, -1..1."""
        return sums.clamp(-1, 1)


class SquaredError(Objective):
    """(sum - wanted)^2, for numbers."""

    def wanted(self, targets: Tensor) -> Tensor:
        """Return the numbers as a column."""
        return targets[:, None]

    def losses(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Return the squared error."""
        return (sums - wanted).square().squeeze(-1)

    def slopes(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """Return 2 (sum - wanted)."""
        return (sums - wanted).mul_(2)

    def shown(self, sums: Tensor) -> Tensor:
        """Return the numbers."""
        return sums

    def score(self, sums: Tensor, wanted: Tensor) -> Tensor:
        """R^2: 1 - squared error / variance; NaN where all answers are the same."""
        spread = (wanted - wanted.mean(-2, keepdim=True)).square().mean((-2, -1))
        return 1 - self.losses(sums, wanted).mean(-1) / spread


def objective(loss: str, points: Points) -> Objective:
    """Return the loss for these points; SettingsError where it does not fit."""
    if not points.classes:
        if loss != "squared":
            raise SettingsError("For numbers instead of classes the loss must be squared.")
        return SquaredError(0)
    kinds: dict[str, Callable[[int], Objective]] = {
        "cross_entropy": CrossEntropy,
        "squared": SquaredTanh,
        "hinge": Hinge,
    }
    return kinds[loss](points.classes)
