"""Neighbours beside a comparison of each with each."""

import pytest
import torch

from nnkit.digits import DatasetError, DigitSet
from nnkit.errors import ImageError, SettingsError
from nnkit.gan import copying, nearest_training


@pytest.fixture(scope="module")
def noise():
    generator = torch.Generator().manual_seed(0)
    pictures = torch.randint(0, 256, (50, 28, 28), dtype=torch.uint8, generator=generator)
    return DigitSet(pictures, torch.arange(50) % 10)


@pytest.mark.parametrize("block", [7, 50, 1000])
def test_neighbours_are_those_of_a_plain_search(noise, block, monkeypatch):
    monkeypatch.setattr(copying, "_BLOCK", block)
    asked = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    found = copying.nearest(asked, noise, 3)
    gaps = (asked - noise.images()[:, 0]).square().mean((2, 3)).sqrt()  # [4, 50]
    expected, places = gaps.sort(dim=1)
    assert torch.equal(found.places, places[:, :3])
    assert torch.allclose(found.distances, expected[:, :3], atol=1e-4)
    assert torch.equal(found.labels, noise.labels[places[:, :3]])
    assert torch.equal(found.pictures, noise.images()[:, 0][places[:, :3]])


def test_a_copy_is_at_distance_nothing(noise):
    found = copying.nearest(noise.images(slice(5, 8)), noise, 1)
    assert found.places[:, 0].tolist() == [5, 6, 7]
    assert found.distances.max() < 2e-3


def test_without_mnist_the_error_says_so(tmp_path):
    with pytest.raises(DatasetError, match="MNIST is not on this machine"):
        nearest_training(torch.zeros(1, 1, 28, 28), 3, tmp_path)


def test_neighbours_among_the_real_ones(mnist_folder):
    from nnkit.digits import mnist

    some = mnist(mnist_folder).images(slice(100, 102))
    found = nearest_training(some, 2, mnist_folder)
    assert found.places[:, 0].tolist() == [100, 101]
    assert found.pictures.shape == (2, 2, 28, 28)
    assert (found.distances[:, 1] > 0.01).all()


@pytest.mark.parametrize("k", [0, 51, 1.0])
def test_bad_counts_are_refused(noise, k):
    with pytest.raises(SettingsError):
        copying.nearest(torch.zeros(1, 1, 28, 28), noise, k)


@pytest.mark.parametrize("shape", [(28, 28), (1, 3, 28, 28), (1, 1, 8, 8)])
def test_bad_pictures_are_refused(noise, shape):
    with pytest.raises(ImageError):
        copying.nearest(torch.zeros(shape), noise, 1)
