import torch

from nnkit import devices


def test_the_best_present_device_is_picked():
    expected = "cuda" if torch.cuda.is_available() else None
    if expected is None:
        expected = "mps" if torch.backends.mps.is_available() else "cpu"
    assert devices.pick().type == expected


def test_a_named_device_wins():
    assert devices.pick("cpu") == torch.device("cpu")
