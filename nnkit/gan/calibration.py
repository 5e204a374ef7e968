"""What the critic's logit is worth: probabilities that hold what they promise."""

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.digits import evaluation
from nnkit.digits.dataset import DigitSet
from nnkit.gan.forging import forge, judge
from nnkit.gan.networks import Critic, Generator

SEED = 11  # of the forgeries from which the calibration comes
_NEWTON_STEPS, _RIDGE = 30, 1e-6


def calibrate(forger: Generator, critic: Critic, real: DigitSet) -> tuple[float, float]:
    """Return slope and offset by which the critic's logits become probabilities (Platt 1999).

    They make the truth likeliest for these digits and as many fresh forgeries.
    """
    forgeries, labels = forge(forger, len(real), SEED)
    asked = real.labels if forger.labels else None
    logits = torch.cat([judge(critic, real.images(), asked), judge(critic, forgeries, labels)])
    truth = (torch.arange(len(logits)) < len(real)).double()
    return _logistic_fit(logits.double(), truth)


def _logistic_fit(logits: Tensor, truth: Tensor) -> tuple[float, float]:
    """Return slope and offset that minimise the mean cross-entropy, by Newton's method."""
    middle, spread = logits.mean(), logits.std().clamp(min=1e-9)
    design = torch.stack([(logits - middle) / spread, torch.ones_like(logits)], 1)

    def loss(at: Tensor) -> float:
        return functional.binary_cross_entropy_with_logits(design @ at, truth).item()

    found = torch.zeros(2, dtype=logits.dtype)
    for _ in range(_NEWTON_STEPS):
        shares = (design @ found).sigmoid()
        gradient = design.T @ (shares - truth) / len(truth)
        curvature = design.T @ (design * (shares * (1 - shares))[:, None]) / len(truth)
        # Two piles that do not overlap have no best slope: the ridge keeps it finite.
        step = torch.linalg.solve(curvature + _RIDGE * torch.eye(2), gradient + _RIDGE * found)
        while loss(found - step) > loss(found) and step.norm() > 1e-9:
            step = step / 2  # a whole step may go too far
        found = found - step
    slope = (found[0] / spread).item()
    return slope, (found[1] - found[0] * middle / spread).item()


def verdicts(logits: Tensor, real: int) -> dict[str, float]:
    """Return how well calibrated logits tell the first `real` pictures, the real ones, apart."""
    truth = (torch.arange(len(logits)) < real).long()
    shares = evaluation.probabilities(logits[:, None])
    return {
        "accuracy": round(evaluation.accuracy(shares.argmax(1), truth), 4),
        "expected_calibration_error": round(
            evaluation.expected_calibration_error(shares, truth), 4
        ),
        "mean_for_real": round(shares[:real, 1].mean().item(), 4),
        "mean_for_forged": round(shares[real:, 1].mean().item(), 4),
    }
