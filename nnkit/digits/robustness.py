"""How well a network reads digits that somebody attacks."""

import math
from collections.abc import Sequence

from torch import nn

from nnkit import weights
from nnkit.attacks import PGDSettings, away, pgd
from nnkit.digits import evaluation
from nnkit.digits.dataset import DigitSet
from nnkit.errors import WeightsError

EPSILONS = (0.1, 0.2, 0.3)  # of the way from black to white
STEPS, PACE, RESTARTS = 40, 0.02, 3  # 0.8 in all: from any start through the whole budget
_BATCH = 500


def accuracy_under_attack(
    network: nn.Module, digits: DigitSet, epsilon: float, restarts: int = RESTARTS, seed: int = 0
) -> float:
    """Return the share of digits still read rightly after PGD-40 from `restarts` random starts.

    epsilon: how far the attack may move each pixel, 0..1, rounded up to whole steps of 1/255, as
    its pictures are rounded too. It knows the network and the right
    answers (Madry et al. 2018); a digit counts as read only if every start fails.
    """
    settings = PGDSettings(
        epsilon=math.ceil(epsilon * 255), steps=STEPS, step_size=PACE * 255, restarts=restarts,
        random_start=True, seed=seed,
    )  # fmt: skip
    right = 0
    for start in range(0, len(digits), _BATCH):
        images, labels = digits.images(slice(start, start + _BATCH)), digits.labels
        wanted = labels[start : start + _BATCH]
        for frame in pgd(network, images, away(wanted.tolist()), settings):
            last = frame
        right += int((~last.fooled).sum())
    return right / len(digits)


def robust_accuracies(
    network: nn.Module, digits: DigitSet, epsilons: Sequence[float] = EPSILONS
) -> dict[str, float]:
    """Return the accuracy on untouched digits, key "0", and under attack for each epsilon."""
    clean = evaluation.accuracy(
        evaluation.answers(evaluation.logits(network, digits)), digits.labels
    )
    attacked = {
        str(epsilon): round(accuracy_under_attack(network, digits, epsilon), 4)
        for epsilon in epsilons
    }
    return {"0": round(clean, 4), **attacked}


def shipped() -> dict[str, dict[str, float]]:
    """Return what the manifest says of "cnn" and "robust": accuracy for each epsilon, "0" first.

    Raises WeightsError where the manifest does not say it.
    """
    try:
        figures = weights.manifest()["digits_robust"].metrics["accuracy_under_attack"]
        return {name: dict(figures[name]) for name in ("cnn", "robust")}
    except KeyError as error:
        raise WeightsError(
            "The manifest lacks the figures of the robust network: install nnkit again."
        ) from error
