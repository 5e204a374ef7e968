"""Toy digits and one thread: fixtures of everything that learns from digits."""

import pytest
import torch

from nnkit.digits import DigitSet


@pytest.fixture(scope="session", autouse=True)
def one_thread():
    """On a busy machine two threads that wait for one another make small networks crawl."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def upright_and_level(count):
    """Upright bars labelled 1, level bars labelled 7: anyone can learn that."""
    generator = torch.Generator().manual_seed(5)
    pictures = torch.zeros(count, 28, 28, dtype=torch.uint8)
    labels = torch.arange(count) % 2 * 6 + 1
    for picture, label in zip(pictures, labels, strict=True):
        place = int(torch.randint(6, 20, (1,), generator=generator))
        target = picture if label == 1 else picture.T
        target[4:24, place : place + 3] = 255
    return DigitSet(pictures, labels)
