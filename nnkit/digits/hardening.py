"""Adversarial training (Madry et al. 2018): a network learns from its own worst mistakes."""

import torch
from torch import Tensor, nn
from torch.nn import functional

_PACE = 0.33  # of epsilon: the steps of an attack, so that seven of them cross the budget twice


def perturbed(
    network: nn.Module,
    images: Tensor,
    labels: Tensor,
    epsilon: float,
    steps: int,
    generator: torch.Generator,
) -> Tensor:
    """Return pictures [N,1,28,28] moved by at most epsilon (0..1) to where the network errs most.

    Projected gradient descent on the cross-entropy with `labels` [N], from a random start. Unlike
    `nnkit.attacks.pgd` it neither rounds nor stops early: training needs speed, no files.
    """
    low, high = (images - epsilon).clamp_(min=0), (images + epsilon).clamp_(max=1)
    noise = torch.rand(images.shape, generator=generator) * 2 - 1
    moving = torch.clamp(images + noise * epsilon, low, high)
    for _ in range(steps):
        start = moving.requires_grad_()
        loss = functional.cross_entropy(network(start), labels, reduction="sum")
        (slope,) = torch.autograd.grad(loss, start)
        moving = torch.clamp(start.detach() + _PACE * epsilon * slope.sign_(), low, high)
    return moving
