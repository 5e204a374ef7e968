"""A map is checked against a network of random weights, and the check can fail a method."""

import math

import pytest
import torch
from scipy.stats import spearmanr

from nnkit import vision
from nnkit.errors import ImageError, SettingsError
from nnkit.vision import saliency, sanity

SIDE = 64


@pytest.fixture(scope="module")
def pair():
    return vision.load(device="cpu"), vision.untrained(device="cpu")


@pytest.fixture(scope="module")
def picture():
    return torch.rand(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("method", saliency.METHODS)
def test_frames_end_in_both_maps_and_their_likeness(pair, picture, method):
    frames = list(sanity.check(*pair, picture, 7, method))
    assert [frame.step for frame in frames] == sorted({frame.step for frame in frames})
    assert frames[0].step == 0
    assert not frames[0].trained.any()
    assert not frames[0].control.any()
    assert {frame.total for frame in frames} == {frames[-1].step}
    assert [frame.likeness is None for frame in frames] == [True] * (len(frames) - 1) + [False]
    last = frames[-1]
    for network, found in zip(pair, (last.trained, last.control), strict=True):
        assert torch.allclose(found, saliency.saliency(network, picture, 7, method))
    strengths = last.trained.abs().flatten(), last.control.abs().flatten()
    ranks_nothing = any(values.min() == values.max() for values in strengths)
    expected = math.nan if ranks_nothing else spearmanr(*strengths).statistic
    assert last.likeness == pytest.approx(expected, abs=1e-6, nan_ok=True)


def test_a_network_is_just_like_itself(pair, picture):
    *_, last = sanity.check(pair[0], pair[0], picture, 7, "gradient")
    assert last.likeness == pytest.approx(1)


def test_likeness_looks_at_strengths_alone():
    values = torch.arange(-4.0, 5.0).reshape(3, 3)
    assert sanity.likeness(values, -values) == pytest.approx(1)
    assert sanity.likeness(values, 4 - values.abs()) == pytest.approx(-1)


def test_bad_input_is_refused_before_the_first_frame(pair, picture):
    with pytest.raises(SettingsError, match="no method 'guess'"):
        sanity.check(*pair, picture, 7, "guess")
    with pytest.raises(SettingsError, match="classes"):
        list(sanity.check(*pair, picture, 1000, "gradient"))
    with pytest.raises(ImageError):
        list(sanity.check(*pair, picture[0], 7, "gradient"))
