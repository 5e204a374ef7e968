"""What a network is given of a point: its coordinates and what can be made of them."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

FEATURES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
    "x": lambda x, y: x,
    "y": lambda x, y: y,
    "x^2": lambda x, y: x * x,
    "y^2": lambda x, y: y * y,
    "xy": lambda x, y: x * y,
    "sin x": lambda x, y: torch.sin(x),
    "sin y": lambda x, y: torch.sin(y),
}


def features(inputs: Tensor, names: Sequence[str]) -> Tensor:
    """Return [N, F], the named features of points [N, 2]."""
    x, y = inputs.unbind(1)
    return torch.stack([FEATURES[name](x, y) for name in names], 1)
