"""Toy digits, and one thread."""

import pytest

from tests.nnkit.toy_digits import one_thread, upright_and_level

__all__ = ["one_thread"]


@pytest.fixture(scope="session")
def bars():
    """Upright bars labelled 1, level bars labelled 7."""
    return upright_and_level(80)
