"""One network, one small photo and two styles for all paintings."""

import pytest
import torch

from nnkit import samples, vision


@pytest.fixture(scope="session")
def network():
    return vision.load(device="cpu")


@pytest.fixture(scope="session")
def photo():
    """The temple, [1, 3, 96, 128], which has the width and height of no other thing here."""
    return samples.load("temple", 160)[..., :96, :128].contiguous()


@pytest.fixture(scope="session")
def style():
    return samples.load("flower", 120)[..., :80, :112].contiguous()


@pytest.fixture(scope="session")
def other_style():
    return samples.load("galaxies", 100)[..., :72, :90].contiguous()


@pytest.fixture(scope="session")
def noise():
    """Makes numbers of chance from a normal distribution."""

    def make(*shape, seed=0):
        return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))

    return make
