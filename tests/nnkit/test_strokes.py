"""Strokes become pictures: places, widths, and what is refused."""

import numpy as np
import pytest

from nnkit.errors import SettingsError
from nnkit.strokes import SHEET, Stroke, paint


def test_no_strokes_are_black_paper():
    assert paint([]).shape == (SHEET, SHEET)
    assert not paint([]).any()


def test_a_dot_is_a_disc_of_its_width():
    sheet = paint([Stroke(((140, 100),), 40)]).astype(float) / 255
    rows, columns = np.indices(sheet.shape) + 0.5
    assert (rows * sheet).sum() / sheet.sum() == pytest.approx(100, abs=0.1)
    assert (columns * sheet).sum() / sheet.sum() == pytest.approx(140, abs=0.1)
    assert sheet.sum() == pytest.approx(np.pi * 20**2, rel=0.02)


def test_a_line_has_its_width_and_round_ends():
    sheet = paint([Stroke(((60, 140), (220, 140)), 20)]).astype(float) / 255
    assert sheet[:, 140].sum() == pytest.approx(20, abs=0.8)
    assert sheet.sum() == pytest.approx(160 * 20 + np.pi * 10**2, rel=0.05)
    assert sheet[140, 51] == 1
    assert sheet[131, 51] == 0  # a square end would have ink here


def test_a_small_sheet_shows_the_same_drawing():
    strokes = [Stroke(((40, 40), (200, 240)), 24), Stroke(((200, 60),), 24)]
    large = paint(strokes, 280).reshape(70, 4, 70, 4).mean((1, 3))
    assert np.abs(paint(strokes, 70) - large).mean() < 3.5


def test_strokes_may_leave_the_sheet():
    assert paint([Stroke(((-50, 140), (400, 140)), 10)])[140].all()


@pytest.mark.parametrize(
    ("points", "width"),
    [((), 5), (((0, float("nan")),), 5), (((0, 0),), 0), (((0, 0),), float("inf"))],
)
def test_bad_strokes_are_refused(points, width):
    with pytest.raises(SettingsError):
        Stroke(points, width)


def test_a_sheet_without_pixels_is_refused():
    with pytest.raises(SettingsError):
        paint([], 0)
