"""The activation functions that may follow a filter."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
import torch.nn.functional as F
from torch import Tensor

from nnkit.errors import SettingsError


def _identity(values: Tensor) -> Tensor:
    return values


def _step(values: Tensor) -> Tensor:
    return (values > 0).to(values.dtype)


ACTIVATIONS: Mapping[str, Callable[[Tensor], Tensor]] = MappingProxyType(
    {
        "identity": _identity,
        "relu": torch.relu,
        "relu6": F.relu6,
        "leaky_relu": F.leaky_relu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "step": _step,
        "abs": torch.abs,
    }
)


def activation_function(name: str) -> Callable[[Tensor], Tensor]:
    """Return the named function of `ACTIVATIONS`, or raise `SettingsError`."""
    if name not in ACTIVATIONS:
        raise SettingsError(f"activation must be one of {', '.join(ACTIVATIONS)}.")
    return ACTIVATIONS[name]
