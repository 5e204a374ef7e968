"""Small networks to attack, the real one, and photos."""

import pytest
import torch
from torch import nn

from nnkit import samples, vision
from nnkit.attacks import to_grid


@pytest.fixture(scope="session")
def network():
    return vision.load(device="cpu")


@pytest.fixture(scope="session")
def photos(network):
    """Three photos as the network sees them, [3, 3, 224, 224], on the grid."""
    middles = [network.middle(samples.load(key)) for key in ("cat", "coffee", "temple")]
    return to_grid(torch.cat(middles))


@pytest.fixture(scope="session")
def toy():
    """A small ConvNet with random weights: [N, 3, 12, 12] to [N, 6]."""
    with torch.random.fork_rng():
        torch.manual_seed(7)
        net = nn.Sequential(
            nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 8, 3, 2), nn.ReLU(), nn.Flatten(),
            nn.Linear(128, 6),
        )  # fmt: skip
        net[-1].weight.data *= 20  # as sure of itself as a trained one
    return net.eval()


@pytest.fixture(scope="session")
def pictures():
    """Four pictures of noise for the toy, [4, 3, 12, 12], on the grid."""
    return to_grid(torch.rand(4, 3, 12, 12, generator=torch.Generator().manual_seed(3)))
