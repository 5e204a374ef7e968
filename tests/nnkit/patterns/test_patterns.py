"""Every style picture: what it promises, and that it is worth taking a brush from."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from nnkit import SettingsError, patterns

SIDE = 224


@pytest.fixture(scope="module")
def pictures():
    return {name: patterns.paint(name, SIDE, SIDE) for name in patterns.names()}


def test_there_are_enough_of_them_and_no_two_share_a_title():
    titles = {patterns.pattern(name).title for name in patterns.names()}
    assert len(titles) == len(patterns.names()) >= 10


@pytest.mark.parametrize("name", patterns.names())
def test_each_is_described(name):
    entry = patterns.pattern(name)
    assert entry.name == name
    assert entry.title[0].isupper()
    assert entry.licence.startswith("MIT")
    assert entry.alt.endswith(".")
    assert len(entry.alt) > 40
    assert entry.alt.count(". ") == 0  # one sentence


@pytest.mark.parametrize("name", patterns.names())
def test_each_is_a_picture(pictures, name):
    picture = pictures[name]
    assert picture.shape == (1, 3, SIDE, SIDE)
    assert picture.dtype == torch.float32
    assert picture.is_contiguous()
    assert picture.min() >= 0
    assert picture.max() <= 1


@pytest.mark.parametrize("name", patterns.names())
def test_the_seed_and_nothing_else_decides(name):
    torch_before, numpy_before = torch.get_rng_state(), np.random.get_state()[1].copy()
    first, other = (patterns.paint(name, 71, 97, seed) for seed in (3, 4))
    assert torch.equal(patterns.paint(name, 71, 97, 3), first)
    assert first.shape == (1, 3, 97, 71)
    assert (other - first).abs().mean() > 0.03
    assert torch.equal(torch.get_rng_state(), torch_before)
    assert np.array_equal(np.random.get_state()[1], numpy_before)


def _patches(picture, side):
    """Return patches [N, 3, side * side] that tile the picture."""
    columns = functional.unfold(picture, side, stride=side)[0].T
    return columns.reshape(len(columns), 3, side * side)


@pytest.mark.parametrize("name", patterns.names())
def test_each_is_textured_nearly_everywhere(pictures, name):
    contrast = _patches(pictures[name], 32).mean(dim=1).std(dim=1)
    assert contrast.quantile(0.1) > 0.04
    assert contrast.median() > 0.06


@pytest.mark.parametrize("name", patterns.names())
def test_each_is_rich_in_colour(pictures, name):
    pixels = pictures[name][0].flatten(1)
    assert pixels.mean(dim=0).std() > 0.12  # light and dark
    assert (pixels - pixels.mean(dim=0)).std() > 0.03  # not grey
    spread = torch.linalg.eigvalsh(torch.cov(pixels)).sqrt()
    assert spread[1] > 0.03  # colours do not lie on one line from dark to light


def test_a_flat_picture_would_not_pass():
    flat = torch.full((1, 3, SIDE, SIDE), 0.4)
    assert _patches(flat, 32).mean(dim=1).std(dim=1).median() < 0.01


@pytest.mark.parametrize("name", patterns.names())
def test_large_and_small_show_the_same(pictures, name):
    large = patterns.paint(name, 3 * SIDE // 2, 3 * SIDE // 2)
    shrunk = functional.avg_pool2d(large, 12)
    expected = functional.avg_pool2d(pictures[name], 8)
    together = torch.stack([shrunk.flatten(), expected.flatten()])
    assert torch.corrcoef(together)[0, 1] > 0.85


def test_the_pictures_differ(pictures):
    small = torch.stack(
        [functional.avg_pool2d(picture, 4).flatten() for picture in pictures.values()]
    )
    apart = torch.cdist(small, small, p=1) / small.shape[1]
    assert apart[~torch.eye(len(small), dtype=torch.bool)].min() > 0.1


@given(
    st.sampled_from(patterns.names()),
    st.integers(64, 160),
    st.integers(64, 160),
    st.integers(0, 2**31),
)
@settings(max_examples=8, deadline=None)
def test_any_size_and_seed_paints(name, width, height, seed):
    picture = patterns.paint(name, width, height, seed)
    assert picture.shape == (1, 3, height, width)
    assert torch.isfinite(picture).all()


@pytest.mark.parametrize(("width", "height"), [(2048, 64), (64, 2048)])
def test_the_longest_sides_paint(width, height):
    assert patterns.paint("glass", width, height).shape == (1, 3, height, width)


@pytest.mark.parametrize("act", [patterns.pattern, lambda name: patterns.paint(name, 64, 64)])
def test_an_unknown_name_names_the_known_ones(act):
    with pytest.raises(SettingsError, match=r"'plaid'.*swirls.*wood"):
        act("plaid")


@pytest.mark.parametrize(
    "size", [(63, 64), (64, 63), (2049, 64), (64, 2049), (64.0, 64), ("64", 64)]
)
def test_sizes_out_of_range_are_refused(size):
    with pytest.raises(SettingsError, match=r"64\.\.2048"):
        patterns.paint("swirls", *size)


@pytest.mark.parametrize("seed", [-1, 0.5, None, 2**31 + 1])
def test_bad_seeds_are_refused(seed):
    with pytest.raises(SettingsError, match="seed"):
        patterns.paint("swirls", 64, 64, seed)
