"""How good forgeries are: Fréchet distance, precision and recall, coverage, novelty.

All but novelty look at them through the shipped networks that read digits, as FID looks through
Inception.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.digits import evaluation, recognition
from nnkit.digits.dataset import DigitSet
from nnkit.digits.models import CLASSES, ConvNet
from nnkit.gan.copying import nearest

READ, SURE = 0.5, 0.9  # probabilities from which a digit counts as read, and as read surely
NEIGHBOURS = 3  # as in Kynkäänniemi et al. 2019
_BATCH = 250
_BLOCK = 1000  # of all distances at once only so many rows fit well into memory


@dataclass(frozen=True, eq=False)
class Reading:
    """What the shipped networks make of N pictures.

    features: [N,64], the most of each of the ConvNet's last maps. digits: [N], what it reads.
    confidences: [N], how sure it is, 0..1; 0 where the gate takes the picture for no digit at all.
    """

    features: Tensor
    digits: Tensor
    confidences: Tensor

    @property
    def shares(self) -> list[float]:
        """The share 0..1 of each of the ten digits; unreadable pictures count where they look."""
        counts = torch.bincount(self.digits, minlength=CLASSES)
        return [count / len(self.digits) for count in counts.tolist()]

    @property
    def unreadable(self) -> float:
        """The share 0..1 of pictures that are no digit, or of which it is less than half sure."""
        return (self.confidences < READ).double().mean().item()

    @property
    def doubtful(self) -> float:
        """The share 0..1 of pictures, those that are unreadable too, with under 90 % certainty."""
        return (self.confidences < SURE).double().mean().item()

    def obeyed(self, labels: Tensor) -> float:
        """Return the share of pictures that are read as the labels [N] say."""
        return evaluation.accuracy(self.digits, labels)


def read(pictures: Tensor) -> Reading:
    """Read pictures [N,1,28,28], 0..1."""
    cnn, gate = recognition.load("cnn"), recognition.load("gate")
    assert isinstance(cnn.module, ConvNet)
    features, digits, confidences = [], [], []
    for some in torch.split(pictures, _BATCH):
        with torch.inference_mode():
            maps = cnn.module.maps(some)[-1]
            logits = cnn.module.reader(maps.flatten(1))
        sure, likeliest = evaluation.probabilities(logits, cnn.temperature).max(1)
        accepted = gate.probabilities(some)[:, 1] >= gate.threshold
        features.append(maps.amax((2, 3)))
        digits.append(likeliest)
        confidences.append(sure * accepted)
    return Reading(*(torch.cat(parts).clone() for parts in (features, digits, confidences)))


def frechet(real: Tensor, made: Tensor) -> float:
    """Return the Fréchet distance of two sets of features [N,F] and [M,F] (Heusel et al. 2017).

    |m - n|^2 + trace(A + B - 2 (A B)^(1/2)) for their means m, n and covariances A, B. Each feature
    is scaled first so that its variance among the real ones is 1.
    """
    scale = real.double().std(0).clamp(min=1e-6)
    one, other = real.double() / scale, made.double() / scale
    first, second = torch.cov(one.T), torch.cov(other.T)
    root = _root(first)
    # A B has the same eigenvalues as A^(1/2) B A^(1/2), which is symmetric.
    overlap = torch.linalg.eigvalsh(root @ second @ root).clamp(min=0).sqrt().sum()
    gap = (one.mean(0) - other.mean(0)).square().sum()
    distance: float = (gap + first.trace() + second.trace() - 2 * overlap).item()
    return distance


def precision_recall(real: Tensor, made: Tensor) -> tuple[float, float]:
    """Return the share of made features [M,F] that lie among the real ones [N,F], and vice versa.

    To lie among points is to be no farther from one of them than its third neighbour (Kynkäänniemi
    et al. 2019). Precision falls when digits look wrong, recall when kinds of digits are missing.
    """
    return _inside(made, real), _inside(real, made)


def novelty(pictures: Tensor, digits: DigitSet) -> float:
    """Return the median distance of pictures [N,1,28,28] to the nearest digit of a training set.

    Root mean square difference of pixels, 0..1. Much below that of unseen real digits means copies.
    """
    return nearest(pictures, digits, 1).distances[:, 0].median().item()


def _root(matrix: Tensor) -> Tensor:
    values, vectors = torch.linalg.eigh(matrix)
    root: Tensor = vectors * values.clamp(min=0).sqrt() @ vectors.T
    return root


def _inside(asked: Tensor, known: Tensor) -> float:
    reach = torch.cat(
        # Each point is its own first neighbour.
        [
            torch.cdist(some, known).kthvalue(NEIGHBOURS + 1, dim=1).values
            for some in torch.split(known, _BLOCK)
        ]
    )
    among = [(torch.cdist(some, known) <= reach).any(1) for some in torch.split(asked, _BLOCK)]
    return torch.cat(among).double().mean().item()
