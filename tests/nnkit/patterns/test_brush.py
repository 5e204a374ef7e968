"""Strokes lie where they should, and paths follow their field."""

import numpy as np
import pytest

from nnkit.patterns import brush
from nnkit.patterns.palette import colours
from nnkit.patterns.sheet import Sheet

SHEET = Sheet(1024, 1024)  # two pixels a unit
BLACK, WHITE = colours("#000000")[0], colours("#ffffff")[0]


def test_a_stroke_is_as_wide_as_asked_and_where_asked():
    canvas = brush.Canvas(SHEET, BLACK)
    canvas.strokes(np.asarray([[[100.0, 200.0], [300.0, 200.0]]]), 10, WHITE[None])
    column = canvas.picture[:, 400, 0]
    assert column.sum() / 2 == pytest.approx(10, abs=1)
    rows = np.arange(1024)
    assert (column * (rows + 0.5)).sum() / column.sum() / 2 == pytest.approx(200, abs=0.3)


def test_later_strokes_cover_earlier_ones_and_lie_thick():
    canvas = brush.Canvas(SHEET, WHITE)
    path = np.asarray([[[50.0, 50.0], [90.0, 50.0]]])
    inks = colours("#ff0000", "#0000ff")
    canvas.strokes(np.repeat(path, 2, axis=0), 8, inks, np.asarray([0.2, 1.0]))
    assert np.allclose(canvas.picture[100, 140], inks[1])
    assert canvas.relief[100, 140] == 1
    assert canvas.relief[500, 500] == 0


def test_a_shape_is_filled():
    canvas = brush.Canvas(SHEET, BLACK)
    square = np.asarray([[[10.0, 10.0], [60.0, 10.0], [60.0, 60.0], [10.0, 60.0]]])
    canvas.shapes(square, WHITE[None])
    assert canvas.picture[..., 0].sum() / 4 == pytest.approx(50 * 50, rel=0.03)


def test_paths_follow_a_turning_field_round_in_circles():
    x, y = SHEET.places()
    angle = np.arctan2(x - 256, -(y - 256))
    paths = brush.followed(SHEET, angle, np.asarray([[356.0, 256.0]]), 80, 21)
    radius = np.hypot(paths[0, :, 0] - 256, paths[0, :, 1] - 256)
    assert paths.shape == (1, 21, 2)
    assert np.abs(radius - 100).max() < 2
    length = np.linalg.norm(np.diff(paths[0], axis=0), axis=1).sum()
    assert length == pytest.approx(80, rel=0.01)


def test_straight_paths_have_their_length_angle_and_middle():
    middles = np.asarray([[10.0, 20.0], [5.0, 5.0]])
    paths = brush.straight(middles, np.asarray([0, np.pi / 2]), np.asarray([8.0, 4.0]))
    assert np.allclose(paths, [[[6, 20], [14, 20]], [[5, 3], [5, 7]]])


def test_a_path_beside_another_keeps_its_distance():
    path = np.asarray([[[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]]])
    assert np.allclose(brush.beside(path, np.asarray([3.0])), path + np.asarray([0, 3]))


def test_bristles_fill_the_width_of_the_stroke():
    canvas = brush.Canvas(SHEET, BLACK)
    path = np.asarray([[[100.0, 200.0], [200.0, 200.0], [300.0, 200.0]]])
    brush.bristled(canvas, np.random.default_rng(0), path, 16, WHITE[None], bristles=4)
    column = canvas.picture[:, 400].mean(axis=-1)
    assert (column > 0.3).sum() / 2 == pytest.approx(17, abs=2)
