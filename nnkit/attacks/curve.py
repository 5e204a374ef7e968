"""How strong must an attack be? And would chance have done as well?"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from nnkit.attacks.classifier import Classifier, of
from nnkit.attacks.frames import Target, aim
from nnkit.attacks.goal import Goal
from nnkit.attacks.grid import STEPS, rounded
from nnkit.attacks.guesses import look
from nnkit.attacks.pgd import pgd
from nnkit.attacks.settings import PGDSettings
from nnkit.errors import SettingsError
from nnkit.vision import VisionNetwork


@dataclass(frozen=True, eq=False)
class CurveFrame:
    """N pictures at one epsilon, in units of 1/255; step 0 is epsilon 0, the pictures as they are.

    pictures: attacked, [N, C, H, W]. fooled: [N], whether the goal is reached; confidence: [N], as
    `Goal.confidence`. noise_fooled, noise_confidence: likewise for random noise of the same size.
    """

    step: int
    total: int
    epsilon: float
    pictures: Tensor
    fooled: Tensor
    confidence: Tensor
    noise_fooled: Tensor
    noise_confidence: Tensor

    @property
    def success(self) -> float:
        """The share of pictures that the attack turned, 0..1."""
        return self.fooled.float().mean().item()

    @property
    def mean_confidence(self) -> float:
        """How sure the network is of the goal's class on average, 0..1."""
        return self.confidence.mean().item()

    @property
    def noise_success(self) -> float:
        """The share of pictures that noise of the same size turned, 0..1."""
        return self.noise_fooled.float().mean().item()


def epsilon_curve(
    network: VisionNetwork | Classifier,
    pictures: Tensor,
    goal: Goal,
    epsilons: Sequence[float],
    settings: PGDSettings | None = None,
) -> Iterator[CurveFrame]:
    """Yield a frame for epsilon 0 and for each of the epsilons, in rising order.

    Each epsilon is a PGD run of its own with otherwise these settings, whose `norm` says what the
    epsilons mean. Where it fails and a smaller epsilon had succeeded, that picture stands: it is
    within the larger budget too, so the curve never falls. Raises ImageError and SettingsError
    before the first frame.
    """
    if not epsilons:
        raise SettingsError("Name at least one epsilon for the curve.")
    # Made here, so that an epsilon out of range is refused at once.
    runs = [replace(settings or PGDSettings(), epsilon=epsilon) for epsilon in epsilons]
    runs = sorted((run for run in runs if run.epsilon > 0), key=lambda run: run.epsilon)
    return _frames(aim(of(network), pictures, goal), runs)


def _frames(target: Target, runs: list[PGDSettings]) -> Iterator[CurveFrame]:
    goal = replace(target.goal, labels=tuple(target.labels.tolist()))
    logits = look(target.classifier, target.original)
    fooled = goal.reached(logits, target.labels)
    found, confidence = target.original, goal.confidence(logits, target.labels)
    yield CurveFrame(0, len(runs), 0.0, found, fooled, confidence, fooled, confidence)
    for step, run in enumerate(runs, start=1):
        *_, last = pgd(target.classifier, target.original, goal, run)
        stands = fooled & ~last.fooled
        found = torch.where(stands[:, None, None, None], found, last.pictures)
        confidence = torch.where(stands, confidence, last.confidence)
        fooled = fooled | last.fooled
        noisy = look(target.classifier, noise(target.original, run))
        by_noise = goal.reached(noisy, target.labels), goal.confidence(noisy, target.labels)
        yield CurveFrame(step, len(runs), run.epsilon, found, fooled, confidence, *by_noise)


def noise(original: Tensor, settings: PGDSettings) -> Tensor:
    """Return pictures on the 8-bit grid with as large a change as the settings allow, by chance.

    For "linf" every colour value goes up or down by epsilon. For "l2" as many values as make up the
    length go up or down by one size, since a change below half a step would be lost on the grid.
    """
    generator = torch.Generator().manual_seed(settings.seed)
    signs = torch.randint(0, 2, original.shape, generator=generator) * 2.0 - 1
    size, share = settings.epsilon, 1.0
    if settings.norm == "l2":
        even = settings.epsilon / math.sqrt(original[0].numel())
        size = math.ceil(even)
        share = (even / size) ** 2
    chosen = torch.rand(original.shape, generator=generator) < share
    change = (signs * chosen * (size / STEPS)).to(original)
    return rounded(original, (original + change).clamp(0, 1), settings.epsilon, settings.norm)
