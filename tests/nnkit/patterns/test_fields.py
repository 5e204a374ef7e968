"""Noise, streaks, slopes and steps against what is known of them."""

import numpy as np
import pytest

from nnkit.patterns import fields
from nnkit.patterns.sheet import Sheet

SHEET = Sheet(256, 256)


def _noise(cell, octaves=1, sheet=SHEET, seed=0):
    return fields.noise(sheet, np.random.default_rng(seed), cell, octaves)


@pytest.mark.parametrize("octaves", [1, 3])
def test_noise_has_mean_0_and_deviation_1(octaves):
    field = _noise(8, octaves)
    assert field.shape == (256, 256)
    assert abs(field.mean()) < 0.1
    assert field.std() == pytest.approx(1, abs=0.1)


def test_noise_is_smooth_within_a_cell_and_unrelated_beyond_a_few():
    field = _noise(20)  # ten pixels a cell
    near = np.corrcoef(field[:, 1:].ravel(), field[:, :-1].ravel())[0, 1]
    far = np.corrcoef(field[:, 60:].ravel(), field[:, :-60].ravel())[0, 1]
    assert near > 0.97
    assert abs(far) < 0.2


def test_noise_can_be_stretched():
    field = _noise((80, 8))
    right, down = fields.slope(SHEET, field)
    assert np.abs(down).mean() > 5 * np.abs(right).mean()


def test_noise_is_the_same_on_a_finer_sheet():
    coarse, fine = _noise(20, 2), _noise(20, 2, Sheet(768, 768))
    assert np.abs(fine[1::3, 1::3] - coarse).max() < 1e-3  # the middle one of three pixels


def test_streaks_are_smooth_along_their_angle_only():
    grain = np.random.default_rng(0).standard_normal((256, 256)).astype(np.float32)
    drawn = fields.streaks(SHEET, grain, np.zeros((256, 256), np.float32), 40)
    right, down = fields.slope(SHEET, drawn)
    assert np.abs(down).mean() > 3 * np.abs(right).mean()


def test_streaks_keep_an_even_field():
    even = np.full((256, 256), 0.3, np.float32)
    angle = _noise(50)
    assert np.allclose(fields.streaks(SHEET, even, angle, 30), 0.3, atol=1e-5)


def test_the_slope_is_per_unit():
    x, y = SHEET.places()
    right, down = fields.slope(SHEET, 3 * x - 2 * y)
    assert np.allclose(right, 3, atol=1e-3)
    assert np.allclose(down, -2, atol=1e-3)


def test_even_has_mean_0_and_deviation_1():
    field = fields.even(5 + 3 * _noise(20))
    assert field.mean() == pytest.approx(0, abs=1e-4)
    assert field.std() == pytest.approx(1, abs=1e-4)


def test_a_flat_field_stays_finite_when_made_even():
    assert (fields.even(np.ones((4, 4), np.float32)) == 0).all()


def test_a_step_rises_from_0_to_1():
    values = fields.step(np.asarray([-9, 1, 2, 3, 9], np.float32), 1, 3)
    assert values.tolist() == [0, 0, 0.5, 1, 1]


def test_blur_is_measured_in_units():
    spike = np.zeros((257, 257), np.float32)
    spike[128, 128] = 1
    sheet = Sheet(257, 257)
    blurred = fields.soft(sheet, spike, 6)
    x, _ = sheet.places()
    middle = x[128, 128]
    assert np.sqrt((blurred * (x - middle) ** 2).sum()) == pytest.approx(6, rel=0.05)
