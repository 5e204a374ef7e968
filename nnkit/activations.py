"""Activation functions: what a neuron makes of its weighted sum, with the slope of each."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
import torch.nn.functional as F
from torch import Tensor

from nnkit.errors import SettingsError

LEAK = 0.01  # slope of the leaky ReLU below zero, as in PyTorch


@dataclass(frozen=True)
class Activation:
    """A function from weighted sums to outputs, of any shape and floating type, and its derivative.

    low and high: no output lies beyond them; they may be infinite. kink: the sum at which there is
    no derivative; there `derivative` gives what PyTorch would use. is_elementwise: whether each
    output depends on its own sum alone. Softmax's does not: it runs over the last axis, its
    `derivative` says how each output follows its own sum, and `softmax_jacobian` says the rest.
    """

    key: str
    title: str
    sentence: str
    low: float
    high: float
    function: Callable[[Tensor], Tensor]
    derivative: Callable[[Tensor], Tensor]
    kink: float | None = None
    is_elementwise: bool = True


def activation(key: str) -> Activation:
    """Return the named one of `ACTIVATIONS`, or raise SettingsError."""
    if key not in ACTIVATIONS:
        raise SettingsError(f"activation must be one of {', '.join(ACTIVATIONS)}.")
    return ACTIVATIONS[key]


def softmax(sums: Tensor) -> Tensor:
    """Return shares [..., K] that add up to 1 over the last axis (Bridle 1990)."""
    return sums.softmax(dim=-1)


def softmax_jacobian(sums: Tensor) -> Tensor:
    """Return [..., K, K]: how output i (row) changes with sum j (column), p_i * (1[i=j] - p_j)."""
    shares = softmax(sums)
    return torch.diag_embed(shares) - shares.unsqueeze(-1) * shares.unsqueeze(-2)


def _identity(sums: Tensor) -> Tensor:
    return sums


def _step(sums: Tensor) -> Tensor:
    return (sums > 0).to(sums.dtype)


def _leaky_relu(sums: Tensor) -> Tensor:
    return F.leaky_relu(sums, LEAK)


def _sigmoid_slope(sums: Tensor) -> Tensor:
    return sums.sigmoid() * (-sums).sigmoid()


def _tanh_slope(sums: Tensor) -> Tensor:
    return 1 - torch.tanh(sums).square()


def _leaky_relu_slope(sums: Tensor) -> Tensor:
    return torch.where(sums > 0, 1.0, LEAK).to(sums.dtype)


def _elu_slope(sums: Tensor) -> Tensor:
    return sums.clamp(max=0).exp()


def _gelu_slope(sums: Tensor) -> Tensor:
    density = torch.exp(-sums.square() / 2) / math.sqrt(2 * math.pi)
    share = (1 + torch.erf(sums / math.sqrt(2))) / 2  # of the bell curve, left of the sum
    return share + sums * density


def _silu_slope(sums: Tensor) -> Tensor:
    return torch.sigmoid(sums) * (1 + sums * torch.sigmoid(-sums))


def _softmax_slope(sums: Tensor) -> Tensor:
    shares = softmax(sums)
    return shares * (1 - shares)


_ALL = (
    Activation(
        "step",
        "Step",
        "Says 1 as soon as the sum is above 0, otherwise 0. Its slope is 0 everywhere, and at 0 it "
        "has none, so going downhill never learns a thing from it.",
        0,
        1,
        _step,
        torch.zeros_like,
        kink=0.0,
    ),
    Activation(
        "identity",
        "Identity",
        "Passes the sum on as it is. However many layers of it you stack, together they draw no "
        "more than one straight line.",
        -math.inf,
        math.inf,
        _identity,
        torch.ones_like,
    ),
    Activation(
        "sigmoid",
        "Sigmoid",
        "A soft step from 0 to 1, good for saying how likely. It is steepest at 0, with a slope of "
        "just a quarter, and almost flat far out.",
        0,
        1,
        torch.sigmoid,
        _sigmoid_slope,
    ),
    Activation(
        "tanh",
        "Tanh",
        "A soft step from -1 to 1: the sigmoid stretched so that its middle is 0. At 0 its slope "
        "is 1, and far out it goes flat too.",
        -1,
        1,
        torch.tanh,
        _tanh_slope,
    ),
    Activation(
        "relu",
        "ReLU",
        "Lets positive sums pass and turns the rest into 0. Quick and popular, but where the sum "
        "is negative its slope is 0, and a neuron that stays there has stopped learning.",
        0,
        math.inf,
        torch.relu,
        _step,
        kink=0.0,
    ),
    Activation(
        "leaky_relu",
        "Leaky ReLU",
        "A ReLU that lets a hundredth of every negative sum through, so its slope is never 0 and a "
        "silent neuron can still find its way back.",
        -math.inf,
        math.inf,
        _leaky_relu,
        _leaky_relu_slope,
        kink=0.0,
    ),
    Activation(
        "elu",
        "ELU",
        "Passes positive sums on and lets negative ones sink gently towards -1, with no corner at "
        "0.",
        -1,
        math.inf,
        F.elu,
        _elu_slope,
    ),
    Activation(
        "gelu",
        "GELU",
        "A ReLU with its corner rounded by the bell curve: it dips to -0.17 before it rises. Many "
        "language models use it.",
        -0.16997120747990369,
        math.inf,
        F.gelu,
        _gelu_slope,
    ),
    Activation(
        "silu",
        "SiLU",
        "The sum times its own sigmoid, also called Swish: smooth, with a dip to -0.28 before it "
        "rises.",
        -0.27846454276107380,
        math.inf,
        F.silu,
        _silu_slope,
    ),
    Activation(
        "softplus",
        "Softplus",
        "A ReLU made perfectly smooth: always above 0, and its slope is the sigmoid.",
        0,
        math.inf,
        F.softplus,
        torch.sigmoid,
    ),
    Activation(
        "softmax",
        "Softmax",
        "Turns the sums of several neurons into shares that add up to 1: when one rises, the "
        "others must fall.",
        0,
        1,
        softmax,
        _softmax_slope,
        is_elementwise=False,
    ),
)

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({one.key: one for one in _ALL})
