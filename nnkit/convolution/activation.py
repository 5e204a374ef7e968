"""The activation functions that may follow a filter."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
import torch.nn.functional as F
from torch import Tensor

from nnkit.activations import ACTIVATIONS as KNOWN
from nnkit.errors import SettingsError

ACTIVATIONS: Mapping[str, Callable[[Tensor], Tensor]] = MappingProxyType(
    {
        "identity": KNOWN["identity"].function,
        "relu": torch.relu,
        "relu6": F.relu6,
        "leaky_relu": F.leaky_relu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
        "step": KNOWN["step"].function,
        "abs": torch.abs,
    }
)


def activation_function(name: str) -> Callable[[Tensor], Tensor]:
    """Return the named function of `ACTIVATIONS`, or raise `SettingsError`."""
    if name not in ACTIVATIONS:
        raise SettingsError(f"activation must be one of {', '.join(ACTIVATIONS)}.")
    return ACTIVATIONS[name]
