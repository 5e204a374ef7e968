"""Colours and light."""

import numpy as np
import pytest

from nnkit.patterns import palette
from nnkit.patterns.sheet import Sheet


def test_codes_become_colours():
    assert np.allclose(palette.colours("#ff0080", "#000000"), [[1, 0, 128 / 255], [0, 0, 0]])


def test_a_ramp_passes_its_stops_and_ends_there():
    stops = palette.colours("#000000", "#ff0000", "#ffffff")
    values = np.asarray([[-1.0, 0.0, 0.25], [0.5, 1.0, 7.0]])
    expected = [[[0, 0, 0], [0, 0, 0], [0.5, 0, 0]], [[1, 0, 0], [1, 1, 1], [1, 1, 1]]]
    assert np.allclose(palette.ramp(values, stops), expected)


def test_varied_colours_stay_near_and_in_range():
    grey = np.full((5000, 3), 0.5, np.float32)
    varied = palette.varied(grey, np.random.default_rng(0), 0.1, 0.02)
    assert varied.min() >= 0
    assert varied.max() <= 1
    assert varied.mean() == pytest.approx(0.5, abs=0.01)
    assert varied.mean(axis=1).std() == pytest.approx(np.hypot(0.05, 0.02 / 3**0.5), rel=0.05)


def test_blending_is_a_share():
    under, over = np.zeros((2, 2, 3), np.float32), np.ones(3, np.float32)
    share = np.asarray([[0, 0.25], [0.5, 1]], np.float32)
    assert np.allclose(palette.blended(under, over, share)[..., 1], share)


def test_light_falls_from_the_upper_left():
    sheet = Sheet(512, 512)
    x, y = sheet.places()
    dome = np.exp(-((x - 256) ** 2 + (y - 256) ** 2) / 2 / 60**2)
    shaded = palette.lit(sheet, np.full((512, 512, 3), 0.5, np.float32), dome, 20)
    assert shaded[200, 200].mean() > 0.55
    assert shaded[312, 312].mean() < 0.45
    assert shaded[0, 0].mean() == pytest.approx(0.5, abs=0.01)
