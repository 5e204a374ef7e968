"""The games that forger and critic can play: what each of them wants of the critic's scores.

A score is the critic's raw output, of any size. Each game is told by the loss of every example and
by its slope with respect to the score; a step goes down the mean of the slopes.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import softplus

Function = Callable[[Tensor], Tensor]


@dataclass(frozen=True)
class Loss:
    """A game. Each function takes scores and returns a number for each, of the same shape.

    on_real and on_fake: the critic's losses. on_forgery: the generator's. shown: scores on a scale
    of 0, fake, to 1, real; None where scores have no scale of their own. is_penalised: whether
    the critic's slope is held near 1.
    """

    key: str
    title: str
    sentence: str
    on_real: Function
    on_real_slope: Function
    on_fake: Function
    on_fake_slope: Function
    on_forgery: Function
    on_forgery_slope: Function
    shown: Function | None = None
    is_penalised: bool = False


def _sigmoid_minus_one(scores: Tensor) -> Tensor:
    return scores.sigmoid() - 1


def _negative_sigmoid(scores: Tensor) -> Tensor:
    return -scores.sigmoid()


def _clamped(scores: Tensor) -> Tensor:
    return scores.clamp(0, 1)


def _minus_ones(scores: Tensor) -> Tensor:
    return torch.full_like(scores, -1)


MINIMAX = Loss(
    "minimax",
    "Minimax",
    "The original game (Goodfellow et al. 2014, equation 1): what one wins the other loses. Once "
    "the critic is sure, the forger is told next to nothing.",
    on_real=lambda scores: softplus(-scores),
    on_real_slope=_sigmoid_minus_one,
    on_fake=softplus,
    on_fake_slope=torch.sigmoid,
    on_forgery=lambda scores: -softplus(scores),
    on_forgery_slope=_negative_sigmoid,
    shown=torch.sigmoid,
)
NON_SATURATING = Loss(
    "non_saturating",
    "Non-saturating",
    "The same critic, but the forger maximises its chance of passing for real (Goodfellow et al. "
    "2014, section 3): the worse a forgery, the harder it is pushed.",
    on_real=MINIMAX.on_real,
    on_real_slope=_sigmoid_minus_one,
    on_fake=softplus,
    on_fake_slope=torch.sigmoid,
    on_forgery=MINIMAX.on_real,
    on_forgery_slope=_sigmoid_minus_one,
    shown=torch.sigmoid,
)
LEAST_SQUARES = Loss(
    "least_squares",
    "Least squares",
    "The critic aims at 1 for real and 0 for fake, the forger at 1 (Mao et al. 2017): points far "
    "on the wrong side are pulled hardest.",
    on_real=lambda scores: (scores - 1).square() / 2,
    on_real_slope=lambda scores: scores - 1,
    on_fake=lambda scores: scores.square() / 2,
    on_fake_slope=lambda scores: scores,
    on_forgery=lambda scores: (scores - 1).square() / 2,
    on_forgery_slope=lambda scores: scores - 1,
    shown=_clamped,
)
WASSERSTEIN = Loss(
    "wasserstein",
    "Wasserstein",
    "The critic gives heights instead of verdicts and may nowhere be steeper than about 1 "
    "(Arjovsky et al. 2017; gradient penalty: Gulrajani et al. 2017): the slope never fades out.",
    on_real=torch.neg,
    on_real_slope=_minus_ones,
    on_fake=lambda scores: scores,
    on_fake_slope=torch.ones_like,
    on_forgery=torch.neg,
    on_forgery_slope=_minus_ones,
    is_penalised=True,
)
LOSSES = {loss.key: loss for loss in (MINIMAX, NON_SATURATING, LEAST_SQUARES, WASSERSTEIN)}
