"""Digits to learn from."""

import pytest
import torch

from nnkit.digits import DatasetError, dataset
from nnkit.errors import SettingsError


def test_the_small_digits_are_prepared_as_drawings_are():
    digits = dataset.small_digits()
    assert len(digits) == 1797
    assert digits.pictures.shape == (1797, 28, 28)
    assert digits.labels.bincount().min() > 170
    rows = (digits.pictures > 0).any(2)
    assert rows.sum(1).float().mean() > 18  # the longer side is 20, and digits are tall
    image = digits.images(slice(0, 1))
    assert image.shape == (1, 1, 28, 28)
    assert image.max() == 1


def test_a_split_keeps_every_digit_once():
    digits = dataset.small_digits()
    kept, held_out = dataset.split(digits, 360, seed=1)
    assert (len(kept), len(held_out)) == (1437, 360)
    both = torch.cat([kept.pictures, held_out.pictures]).flatten(1).float()
    whole = digits.pictures.flatten(1).float()
    assert torch.equal(both.sum(1).sort().values, whole.sum(1).sort().values)
    assert torch.equal(dataset.split(digits, 360, seed=1)[1].labels, held_out.labels)
    assert not torch.equal(dataset.split(digits, 360, seed=2)[1].labels, held_out.labels)


@pytest.mark.parametrize("count", [0, 1797, -3])
def test_impossible_splits_are_refused(count):
    with pytest.raises(SettingsError):
        dataset.split(dataset.small_digits(), count)


def test_the_folder_comes_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv(dataset.FOLDER_VARIABLE, str(tmp_path))
    assert dataset.default_folder() == tmp_path
    assert not dataset.is_on_disk()
    with pytest.raises(DatasetError, match="NNKIT_DATA"):
        dataset.mnist()


def test_damaged_files_are_one_sentence(tmp_path):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for kind in ("train", "t10k"):
        for part in ("images-idx3-ubyte", "labels-idx1-ubyte"):
            (raw / f"{kind}-{part}").write_bytes(b"nonsense that is long enough to have a header")
    with pytest.raises(DatasetError, match="damaged"):
        dataset.mnist(tmp_path)


def test_the_real_mnist(mnist_folder):
    assert len(dataset.mnist(mnist_folder)) == 60_000
    assert len(dataset.mnist(mnist_folder, train=False)) == 10_000
