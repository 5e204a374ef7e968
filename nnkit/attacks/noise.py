"""Rubbish that a network is sure of: pictures that look like nothing and are "goldfish, 99 %"."""

from collections.abc import Iterator

import torch
from torch import Tensor

from nnkit.attacks.classifier import Classifier
from nnkit.attacks.frames import AttackFrame
from nnkit.attacks.goal import Goal
from nnkit.attacks.pgd import pgd
from nnkit.attacks.settings import MOST_L2, NoiseSettings, PGDSettings
from nnkit.errors import SettingsError
from nnkit.vision import VisionNetwork


def from_noise(
    network: VisionNetwork | Classifier, goal: Goal, settings: NoiseSettings | None = None
) -> Iterator[AttackFrame]:
    """Yield noise that turns into something the network recognises, at least so confidently.

    After Nguyen, Yosinski and Clune (2015), by gradient ascent. As many pictures as the goal has
    labels. Raises SettingsError, also for a goal that names no class to reach.
    """
    settings = settings or NoiseSettings()
    if not goal.targeted:
        raise SettingsError("From noise an attack needs a class to reach: noise is nothing yet.")
    count = len(goal.labels) if isinstance(goal.labels, tuple) else 1
    climb = PGDSettings(
        norm="l2",
        epsilon=MOST_L2,  # noise has no looks to keep
        steps=settings.steps,
        step_size=settings.step_size,
        confidence=settings.confidence,
    )
    start = noise_pictures(settings, count)
    return pgd(network, start.to(network.device) if isinstance(network, VisionNetwork) else start,
               goal, climb)  # fmt: skip


def noise_pictures(settings: NoiseSettings, count: int = 1) -> Tensor:
    """Return the pictures [count, channels, side, side] to begin with, 0..1."""
    shape = (count, settings.channels, settings.side, settings.side)
    generator = torch.Generator().manual_seed(settings.seed)
    if settings.kind == "snow":
        return torch.rand(shape, generator=generator)
    if settings.kind == "mist":
        return (0.5 + 0.1 * torch.randn(shape, generator=generator)).clamp(0, 1)
    return torch.full(shape, 0.5)
