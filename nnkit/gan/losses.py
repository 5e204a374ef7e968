"""What forger and critic play for."""

import torch
from torch import Tensor, nn
from torch.nn import functional


def critic_loss(on_real: Tensor, on_forged: Tensor) -> Tensor:
    """Return the mean of -log D(real) - log(1 - D(forged)), D = sigmoid(logits [N])."""
    return functional.softplus(-on_real).mean() + functional.softplus(on_forged).mean()


def forger_loss(on_forged: Tensor) -> Tensor:
    """Return the mean of -log D(forged), the non-saturating loss (Goodfellow et al. 2014).

    The forger of the original game, log(1 - D(forged)), learns next to nothing while it is bad.
    """
    return functional.softplus(-on_forged).mean()


def r1(critic: nn.Module, real: Tensor, labels: Tensor | None = None) -> Tensor:
    """Return half the mean squared slope of the critic on real digits (Mescheder et al. 2018).

    A critic that is steep around real digits sends the forger past them; its penalty lets the game
    come to rest.
    """
    real = real.detach().requires_grad_()
    logits = critic(real) if labels is None else critic(real, labels)
    (slope,) = torch.autograd.grad(logits.sum(), real, create_graph=True)
    return slope.flatten(1).square().sum(1).mean() / 2


def uncertainty(readings: Tensor) -> Tensor:
    """Return how unsure a reader with logits [N,10] is of each picture, less how unsure of all.

    The mean entropy of its answers, less the entropy of its mean answer (Springenberg 2016): least
    where each picture is plainly one digit and all digits are equally common.
    """
    shares = readings.softmax(1)
    each = -(shares * readings.log_softmax(1)).sum(1).mean()
    common = shares.mean(0)
    return each + (common * common.clamp(min=1e-8).log()).sum()
