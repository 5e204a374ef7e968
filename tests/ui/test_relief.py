import numpy as np
import pytest

from ui.relief import BANDS, relief


def brightness(picture):
    return picture.astype(float).mean(axis=2)


def test_low_is_dark_and_high_is_bright():
    ramp = np.linspace(0, 9, 50)[None].repeat(50, axis=0)
    picture = relief(ramp, 160, 100)
    assert (picture.shape, picture.dtype) == ((100, 160, 3), np.uint8)
    shown = brightness(picture)
    assert shown[50, 2] < shown[50, 80] < shown[50, 157]


def test_a_bowl_has_rings_equally_far_apart():
    x = np.linspace(-1, 1, 201)
    picture = relief(x[None] ** 2 + 0 * x[:, None], 201, 201)
    colours = {tuple(pixel) for pixel in picture[100].tolist()}
    assert BANDS <= len(colours) <= 2 * BANDS  # the bands, and the line at each one's edge
    row = brightness(picture)[100, 100:]
    edges = np.flatnonzero(np.diff(row) < -10)
    gaps = np.diff(edges)
    assert gaps.max() - gaps.min() <= 2


@pytest.mark.parametrize("value", [0.0, 5.0, -3.0])
def test_flat_ground_is_one_colour(value):
    picture = relief(np.full((5, 5), value), 20, 20)
    assert len(np.unique(picture.reshape(-1, 3), axis=0)) == 1
