"""Networks that several files of tests look at; all of them are frozen and shared."""

import pytest
import torch

from nnkit import vision


@pytest.fixture(scope="session")
def network():
    return vision.load(device="cpu")


@pytest.fixture(scope="session")
def control():
    """The same build without learning."""
    return vision.untrained(device="cpu")


@pytest.fixture(scope="session")
def squeezenet():
    """The smallest of torchvision's, with random weights."""
    return vision.untrained("squeezenet1_1", device="cpu")


@pytest.fixture(scope="session")
def noise():
    """Makes pictures of chance [N, 3, H, W]."""

    def make(*shape, seed=0):
        return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))

    return make
