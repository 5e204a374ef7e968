"""Many forgeries, and the critic's logits of many pictures, in batches."""

import torch
from torch import Tensor

from nnkit.digits.models import CLASSES
from nnkit.gan.latents import draw
from nnkit.gan.networks import Critic, Generator

_BATCH = 250


def forge(
    forger: Generator, count: int, seed: int, truncation: float = 1.0
) -> tuple[Tensor, Tensor | None]:
    """Return `count` forgeries [N,1,28,28] and, if it takes any, their labels in turn."""
    labels = torch.arange(count) % CLASSES if forger.labels else None
    return forge_from(forger, draw(count, seed, truncation), labels), labels


def forge_from(forger: Generator, latents: Tensor, labels: Tensor | None) -> Tensor:
    """Return the forgeries [N,1,28,28] of latents [N,100] and, if it takes any, labels [N]."""
    made = []
    for start in range(0, len(latents), _BATCH):
        some = slice(start, start + _BATCH)
        with torch.inference_mode():
            made.append(forger(latents[some], None if labels is None else labels[some]))
    return torch.cat(made).clone()


def judge(critic: Critic, pictures: Tensor, labels: Tensor | None) -> Tensor:
    """Return the critic's logits [N]."""
    found = []
    for start in range(0, len(pictures), _BATCH):
        some = slice(start, start + _BATCH)
        with torch.inference_mode():
            found.append(critic(pictures[some], None if labels is None else labels[some]))
    return torch.cat(found).clone()
