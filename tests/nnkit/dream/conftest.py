"""One network and one small photo for all dreams."""

import pytest

from nnkit import samples, vision


@pytest.fixture(scope="session")
def network():
    return vision.load(device="cpu")


@pytest.fixture(scope="session")
def photo():
    """The temple, [1, 3, 96, 128], which has the width and height of no other thing here."""
    return samples.load("temple", 160)[..., :96, :128].contiguous()
