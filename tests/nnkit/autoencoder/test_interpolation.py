"""Walks from code to code."""

import numpy as np
import pytest
import torch

from nnkit import SettingsError
from nnkit.autoencoder import interpolate, load


def test_even_steps_on_a_straight_line():
    start, end = torch.tensor([0.0, 2.0]), torch.tensor([4.0, -2.0])
    assert interpolate(start, end, 5).tolist() == [[0, 2], [1, 1], [2, 0], [3, -1], [4, -2]]
    generator = torch.Generator().manual_seed(0)
    start, end = torch.randn(2, 8, generator=generator)
    expected = np.linspace(start.numpy(), end.numpy(), 24)
    assert np.allclose(interpolate(start, end).numpy(), expected, atol=1e-6)


def test_a_walk_leads_from_the_one_digit_to_the_other(digits):
    model = load("ae8")
    codes = model.encode(digits[[5, 75]])
    drawn = model.decode(interpolate(*codes, 10))
    assert torch.allclose(drawn[[0, -1]], model.decode(codes), atol=1e-5)
    steps = (drawn[1:] - drawn[:-1]).square().mean((1, 2, 3))
    assert steps.max() < 0.5 * (drawn[0] - drawn[-1]).square().mean()  # no jump


@pytest.mark.parametrize("steps", [1, 0, 2.0])
def test_too_few_steps_are_refused(steps):
    with pytest.raises(SettingsError, match="2 steps"):
        interpolate(torch.zeros(2), torch.ones(2), steps)


def test_codes_of_other_sizes_are_refused():
    with pytest.raises(SettingsError, match="as many numbers"):
        interpolate(torch.zeros(2), torch.zeros(3))
    with pytest.raises(SettingsError, match="as many numbers"):
        interpolate(torch.zeros(1, 2), torch.zeros(1, 2))
