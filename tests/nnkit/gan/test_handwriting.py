"""Strokes of known slant, thickness, width and height."""

import math

import pytest
import torch

from nnkit.gan.handwriting import STATISTICS, UNITS, strokes


def bar(height, width):
    picture = torch.zeros(1, 1, 28, 28)
    top, left = (28 - height) // 2, (28 - width) // 2
    picture[:, :, top : top + height, left : left + width] = 1
    return picture


@pytest.mark.parametrize(("height", "width"), [(20, 4), (10, 14), (16, 16)])
def test_width_and_height_of_a_bar(height, width):
    found = strokes(bar(height, width))
    # The variance of n whole numbers in a row is (n^2 - 1) / 12.
    assert found["height"].item() == pytest.approx(math.sqrt(height**2 - 1), rel=1e-5)
    assert found["width"].item() == pytest.approx(math.sqrt(width**2 - 1), rel=1e-5)
    assert found["slant"].item() == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("thickness", [2, 3, 5])
def test_thickness_of_a_long_bar(thickness):
    found = strokes(bar(24, thickness))["thickness"].item()
    # Two ends among the edges make it look a little thinner.
    assert found == pytest.approx(thickness * 24 / (24 + thickness), rel=0.03)


@pytest.mark.parametrize("shift", [-0.5, 0.25, 0.5])
def test_slant_of_a_leaning_bar(shift):
    """Each row up lies `shift` columns further to the right."""
    picture = torch.zeros(1, 1, 28, 28)
    for row in range(4, 24):
        place = 14 + shift * (13.5 - row)
        left = math.floor(place)
        picture[0, 0, row, left] = 1 - (place - left)
        picture[0, 0, row, left + 1] = place - left
    assert strokes(picture)["slant"].item() == pytest.approx(
        math.degrees(math.atan(shift)), abs=0.2
    )


def test_a_picture_mirrored_leans_the_other_way_and_is_else_the_same(bars):
    generator = torch.Generator().manual_seed(2)
    pictures = bars.images(slice(0, 8)) * torch.rand(8, 1, 28, 28, generator=generator)
    one, other = strokes(pictures), strokes(pictures.flip(3))
    assert torch.allclose(one["slant"], -other["slant"], atol=1e-3)
    for name in ("width", "height"):
        assert torch.allclose(one[name], other[name], atol=1e-4)


def test_no_ink_is_no_number_too_large():
    found = strokes(torch.zeros(2, 1, 28, 28))
    assert set(found) == set(STATISTICS) == set(UNITS)
    assert all(values.tolist() == [0, 0] for values in found.values())
