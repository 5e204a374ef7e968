"""What an attack is after: an answer to reach, or one to get away from."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.attacks.classifier import Classifier
from nnkit.errors import SettingsError


@dataclass(frozen=True)
class Goal:
    """One label, or one for each picture; None stands for what the network says at first.

    targeted: whether the network shall say the label, or anything else. See `towards` and `away`.
    """

    labels: int | tuple[int, ...] | None
    targeted: bool

    def __post_init__(self) -> None:
        """Refuse what cannot be a goal."""
        labels = self.labels if isinstance(self.labels, tuple) else (self.labels,)
        if self.targeted and self.labels is None:
            raise SettingsError("An attack towards a class needs the number of that class.")
        if not labels or any(each is not None and (type(each) is not int or each < 0)
                             for each in labels):  # fmt: skip
            raise SettingsError("A label is the number of a class, from 0.")

    def resolve(self, classifier: Classifier, pictures: Tensor) -> Tensor:
        """Return the label for each of N pictures, [N].

        Raises SettingsError where there is not one label for each, or the network lacks the class.
        """
        count = len(pictures)
        with torch.no_grad():
            logits = classifier(pictures if self.labels is None else pictures[:1])
        if self.labels is None:
            return logits.argmax(dim=1)
        labels = self.labels if isinstance(self.labels, tuple) else (self.labels,) * count
        if len(labels) != count:
            raise SettingsError(f"There are {len(labels)} labels for {count} pictures.")
        if max(labels) >= logits.shape[1]:
            raise SettingsError(f"The network has no class {max(labels)}: they end at "
                                f"{logits.shape[1] - 1}.")  # fmt: skip
        return torch.tensor(labels, device=logits.device)

    def loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Return what an attack climbs for each picture, [N]: cross-entropy, its sign the goal's.

        logits [N, K], labels [N].
        """
        entropy = functional.cross_entropy(logits, labels, reduction="none")
        return -entropy if self.targeted else entropy

    def margin(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Return by how much the goal is reached, in logits [N]: over 0 where it is.

        The f of Carlini and Wagner (2017), its sign turned round.
        """
        chosen = logits.gather(1, labels[:, None])[:, 0]
        others = logits.scatter(1, labels[:, None], -torch.inf).amax(dim=1)
        return chosen - others if self.targeted else others - chosen

    def confidence(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Return the probability [N] of the goal's label; untargeted, of the best other one."""
        probabilities = logits.softmax(dim=1)
        if self.targeted:
            return probabilities.gather(1, labels[:, None])[:, 0]
        return probabilities.scatter(1, labels[:, None], 0.0).amax(dim=1)

    def reached(self, logits: Tensor, labels: Tensor, confidence: float = 0.0) -> Tensor:
        """Return for each picture [N] whether the goal is reached, and at least so confidently."""
        sure = self.confidence(logits, labels) >= confidence
        return (self.margin(logits, labels) > 0) & sure


def towards(label: int | Sequence[int]) -> Goal:
    """Return the goal that the network says this class, or one for each picture."""
    return Goal(label if isinstance(label, int) else tuple(label), targeted=True)


def away(labels: int | Sequence[int] | None = None) -> Goal:
    """Return the goal that the network says anything but this; None: but what it says at first."""
    return Goal(labels if labels is None or isinstance(labels, int) else tuple(labels), False)
