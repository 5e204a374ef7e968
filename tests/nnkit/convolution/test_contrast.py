import pytest
import torch

from nnkit import SettingsError
from nnkit.convolution import display

VALUES = torch.tensor([[[[-2.0, -1.0, 0.0, 0.5, 2.0]]]])


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("clip", [0.0, 0.0, 0.0, 0.5, 1.0]),
        ("signed", [0.0, 0.0, 0.5, 0.75, 1.0]),
        ("stretch", [0.0, 0.25, 0.5, 0.625, 1.0]),
    ],
)
def test_modes(mode, expected):
    assert display(VALUES, mode).flatten().tolist() == expected


def test_an_even_picture_is_grey():
    assert display(torch.full((1, 1, 2, 2), 7.0), "stretch").unique().tolist() == [0.5]


def test_unknown_mode():
    with pytest.raises(SettingsError, match="mode"):
        display(VALUES, "log")
