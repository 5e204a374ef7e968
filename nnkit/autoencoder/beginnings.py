"""How networks begin: by their own generator, the global one left alone."""

from collections.abc import Callable
from typing import TypeVar

import torch
from torch import nn

Network = TypeVar("Network", bound=nn.Module)


def begin(build: Callable[[], Network], generator: torch.Generator) -> Network:
    """Return what `build` makes, with weights after He et al. 2015 and biases 0."""
    with torch.device("meta"):  # without memory: PyTorch's own beginnings draw no numbers there
        network = build()
    network.to_empty(device="cpu")
    for part in network.modules():
        if isinstance(part, nn.Linear | nn.Conv2d | nn.ConvTranspose2d):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu", generator=generator)
            if part.bias is not None:
                nn.init.zeros_(part.bias)
    return network
