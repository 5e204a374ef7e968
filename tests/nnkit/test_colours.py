import numpy as np
import torch

from nnkit import colours


def test_sign_and_size_choose_the_colour():
    painted = colours.signed([[1.0, 0.0, -1.0]])
    assert tuple(painted[0, 0]) == colours.POSITIVE
    assert tuple(painted[0, 1]) == colours.ZERO
    assert tuple(painted[0, 2]) == colours.NEGATIVE


def test_heat_runs_from_dark_to_light():
    painted = colours.heat(torch.linspace(0, 1, 50)[None]).astype(int)
    luma = painted[0] @ np.array([299, 587, 114])
    assert (np.diff(luma) > 0).all()
    assert tuple(painted[0, 0]) == colours.CIVIDIS[0]
    assert tuple(painted[0, -1]) == colours.CIVIDIS[-1]


def test_constant_numbers_paint_without_a_division_by_zero():
    assert colours.heat(np.full((2, 2), 3.0)).shape == (2, 2, 3)
    assert colours.signed(np.zeros((2, 2))).shape == (2, 2, 3)


def test_enlarging_repeats_pixels():
    small = colours.signed([[1.0, -1.0]])
    large = colours.enlarge(small, 3)
    assert large.shape == (3, 6, 3)
    assert (large[:, :3] == small[0, 0]).all()
