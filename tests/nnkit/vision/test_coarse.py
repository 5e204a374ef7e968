"""Coarse pictures keep their mean colours, and shares add up over whole groups."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import samples, vision
from nnkit.errors import ImageError, SettingsError
from nnkit.vision import coarse, imagenet


def noise(height, width):
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(0))


@settings(max_examples=20, deadline=None)
@given(height=st.integers(64, 90), width=st.integers(64, 90), cells=st.integers(1, 64))
def test_size_and_range_stay(height, width, cells):
    seen = coarse.coarsen(noise(height, width), cells)
    assert seen.shape == (1, 3, height, width)
    assert 0 <= seen.min() <= seen.max() <= 1


def test_one_cell_is_the_mean_colour_and_all_cells_are_the_picture():
    picture = noise(64, 64)
    mean = picture.mean(dim=(2, 3), keepdim=True)
    assert torch.allclose(coarse.coarsen(picture, 1), mean.expand_as(picture), atol=1e-5)
    assert torch.allclose(coarse.coarsen(picture, 64), picture, atol=1e-5)


def test_fewer_cells_leave_less_detail():
    deviations = [coarse.coarsen(noise(64, 64), cells).std() for cells in (2, 8, 32, 64)]
    assert deviations == sorted(deviations)


def test_shares_are_those_of_the_single_pictures():
    network, picture = vision.load(device="cpu"), samples.load("photographer", max_side=256)
    found = coarse.shares(network, picture, (network.side, 12))
    whole = {guess.number: guess.probability for guess in network.classify(picture, 1000)}
    dogs = sum(whole[number] for number in imagenet.GROUPS["dogs"].numbers)
    assert found[0] == pytest.approx(dogs, abs=1e-4)
    assert found[1] > imagenet.GROUPS["dogs"].share > found[0]  # the claim of the page


@pytest.mark.parametrize("cells", [0, -1, 65])
def test_impossible_cells_are_refused(cells):
    with pytest.raises(SettingsError, match="1 to 64 cells"):
        coarse.coarsen(noise(64, 80), cells)


def test_no_picture_is_refused():
    with pytest.raises(ImageError):
        coarse.coarsen(torch.rand(3, 64, 64), 8)
