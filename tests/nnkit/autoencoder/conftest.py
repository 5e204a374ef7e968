"""Toy digits, some that a forger drew, and one thread."""

import pytest

from nnkit.autoencoder import sample_digits
from tests.nnkit.toy_digits import one_thread, upright_and_level

__all__ = ["one_thread"]


@pytest.fixture(scope="session")
def bars():
    """Upright bars labelled 1 and level bars labelled 7, at many places."""
    return upright_and_level(80)


@pytest.fixture(scope="session")
def digits():
    """A hundred digits that nobody wrote, as a batch of pictures."""
    return sample_digits().images()
