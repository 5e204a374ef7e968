"""MNIST from a file server on this machine, packed like the real one."""

import gzip
import hashlib
import struct

import numpy as np
import pytest
import torch
from torchvision.datasets import MNIST

from nnkit.digits import DatasetError, dataset
from nnkit.digits.download import SIZE, download

COUNTS = {"train": 30, "t10k": 20}


def packed():
    """Four files in MNIST's format, with digits of chance."""
    generator = np.random.default_rng(0)
    for kind, count in COUNTS.items():
        pictures = generator.integers(0, 256, (count, 28, 28), np.uint8).tobytes()
        labels = generator.integers(0, 10, count).astype(np.uint8).tobytes()
        yield (
            f"{kind}-images-idx3-ubyte.gz",
            gzip.compress(struct.pack(">IIII", 2051, count, 28, 28) + pictures),
        )
        yield (
            f"{kind}-labels-idx1-ubyte.gz",
            gzip.compress(struct.pack(">II", 2049, count) + labels),
        )


@pytest.fixture
def mirror(file_server, monkeypatch):
    file_server.files |= dict(packed())
    digests = [
        (name, hashlib.md5(content, usedforsecurity=False).hexdigest())
        for name, content in file_server.files.items()
    ]
    monkeypatch.setattr(MNIST, "resources", digests)
    return file_server.url, file_server.files


def test_four_files_arrive_and_can_be_read(mirror, tmp_path):
    address, _ = mirror
    assert not dataset.is_on_disk(tmp_path)
    frames = list(download(tmp_path, [address]))
    assert frames[-1].step == frames[-1].total == SIZE
    assert [frame.step for frame in frames] == sorted(frame.step for frame in frames)
    assert dataset.is_on_disk(tmp_path)
    assert len(dataset.mnist(tmp_path)) == 30
    digits = dataset.mnist(tmp_path, train=False)
    assert digits.pictures.shape == (20, 28, 28)
    assert digits.images().max() <= 1
    assert digits.labels.dtype == torch.int64


def test_a_second_mirror_helps_out(mirror, tmp_path):
    address, _ = mirror
    list(download(tmp_path, [address + "nowhere/", address]))
    assert dataset.is_on_disk(tmp_path)


def test_a_missing_file_is_one_sentence(mirror, tmp_path):
    address, files = mirror
    del files["t10k-labels-idx1-ubyte.gz"]
    with pytest.raises(DatasetError, match=r"MNIST could not be downloaded: .*answered 404"):
        list(download(tmp_path, [address]))
    assert not dataset.is_on_disk(tmp_path)
    with pytest.raises(DatasetError, match="not on this machine"):
        dataset.mnist(tmp_path)


def test_a_wrong_file_is_not_kept(mirror, tmp_path):
    address, files = mirror
    name = "train-images-idx3-ubyte.gz"
    files[name] = files[name][:-1] + b"x"
    with pytest.raises(DatasetError, match="not the file expected"):
        list(download(tmp_path, [address]))
    assert not list((tmp_path / "MNIST" / "raw").iterdir())
