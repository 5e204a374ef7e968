"""The sheet and its units."""

import numpy as np
import pytest

from nnkit.patterns.sheet import Sheet, scattered


@pytest.mark.parametrize(("width", "height"), [(512, 512), (1024, 256), (100, 400)])
def test_a_sheet_has_the_area_of_512_units_squared(width, height):
    wide, high = Sheet(width, height).size
    assert wide * high == pytest.approx(512**2)
    assert wide / high == pytest.approx(width / height)


def test_units_do_not_depend_on_the_pixels():
    assert Sheet(300, 200).size == pytest.approx(Sheet(900, 600).size)
    assert Sheet(900, 600).unit == pytest.approx(3 * Sheet(300, 200).unit)


def test_places_are_the_middles_of_pixels():
    sheet = Sheet(512, 512)
    x, y = sheet.places()
    assert x.shape == y.shape == (512, 512)
    assert x[0, 0] == y[0, 0] == 0.5
    assert (x[7, 100], y[7, 100]) == (100.5, 7.5)


def test_a_field_is_read_where_a_point_lies():
    sheet = Sheet(1024, 1024)  # two pixels a unit
    field = np.arange(1024 * 1024, dtype=np.float32).reshape(1024, 1024)
    points = np.asarray([[[0.1, 0.1], [10.6, 3.2]], [[-5.0, 1e5], [511.9, 511.9]]])
    expected = [[field[0, 0], field[6, 21]], [field[1023, 0], field[1023, 1023]]]
    assert np.array_equal(sheet.at(field, points), expected)


def test_scattered_points_cover_the_sheet_evenly():
    points = scattered(Sheet(400, 300), np.random.default_rng(0), 20)
    wide, high = Sheet(400, 300).size
    counts, _, _ = np.histogram2d(*points.T, bins=(6, 5), range=((0, wide), (0, high)))
    expected = wide * high / 400 / 30
    assert counts.min() > 0.75 * expected
    assert counts.max() < 1.25 * expected
    assert points[:, 0].min() < 0 < wide < points[:, 0].max()
    assert points[:, 1].min() < 0 < high < points[:, 1].max()


def test_scattered_points_come_in_random_order():
    points = scattered(Sheet(400, 400), np.random.default_rng(0), 20)
    assert abs(np.corrcoef(np.arange(len(points)), points[:, 1])[0, 1]) < 0.2
