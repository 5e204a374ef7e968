"""How well a network reads: accuracy, F1, confusion matrix, calibration."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.digits.dataset import DigitSet

_BATCH = 500


def logits(network: nn.Module, digits: DigitSet) -> Tensor:
    """Return the network's logits [N, answers] for all digits."""
    made = []
    for start in range(0, len(digits), _BATCH):
        with torch.inference_mode():
            made.append(network(digits.images(slice(start, start + _BATCH))))
    return torch.cat(made).clone()


def answers(logits: Tensor) -> Tensor:
    """Return the most probable answers [N]; for a single logit 1 where it is above 0."""
    return (logits[:, 0] > 0).long() if logits.shape[1] == 1 else logits.argmax(1)


def accuracy(answers: Tensor, labels: Tensor) -> float:
    """Return the share of right answers, 0..1."""
    return (answers == labels).double().mean().item()


def f1(answers: Tensor, labels: Tensor) -> float:
    """Return the harmonic mean of precision and recall of answer 1 (van Rijsbergen 1979)."""
    hits = ((answers == 1) & (labels == 1)).sum().item()
    return 2 * hits / max(1, (answers == 1).sum().item() + (labels == 1).sum().item())


def confusion(answers: Tensor, labels: Tensor, classes: int) -> Tensor:
    """Return counts [classes, classes]: row the true label, column the answer."""
    places = labels * classes + answers
    return torch.bincount(places, minlength=classes * classes).reshape(classes, classes)


def probabilities(logits: Tensor, temperature: float = 1.0) -> Tensor:
    """Return softmax(logits / temperature) [N,C]; for a single logit [N,2]: no and yes."""
    scaled = logits / temperature
    if logits.shape[1] == 1:
        return torch.cat([(-scaled).sigmoid(), scaled.sigmoid()], dim=1)
    return scaled.softmax(1)


def fit_temperature(logits: Tensor, labels: Tensor) -> float:
    """Return the temperature that makes the labels most likely (Guo et al. 2017, section 4.2).

    The mean cross-entropy is convex in 1 / temperature: a golden-section search finds the best in
    0.05..20.
    """
    exact = logits.double()

    def loss(inverse: float) -> float:
        scaled = torch.cat([torch.zeros_like(exact), exact], 1) if exact.shape[1] == 1 else exact
        return functional.cross_entropy(scaled * inverse, labels).item()

    low, high, ratio = 0.05, 20.0, (5**0.5 - 1) / 2
    while high - low > 1e-6:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return 2 / (low + high)


def expected_calibration_error(probabilities: Tensor, labels: Tensor, bins: int = 15) -> float:
    """Return the mean gap between confidence and accuracy over equal bins (Guo et al. 2017)."""
    confidence, chosen = probabilities.double().max(1)
    right = (chosen == labels).double()
    bin_of = (confidence * bins).long().clamp(max=bins - 1)
    gaps = torch.zeros(bins, dtype=torch.double).index_add(0, bin_of, right - confidence)
    return gaps.abs().sum().item() / len(labels)
