"""The way up: autograd's own, the same in tiles, and smoothed by a known blur."""

import copy

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.dream import DreamSettings, gradients, pyramid
from nnkit.dream.objectives import Objective


@pytest.mark.parametrize(
    ("wish", "response"),
    [
        ({"layers": (("block 5", 1.0),)}, lambda maps, _: maps.square().mean()),
        ({"layers": (("block 5", 1.0),), "channel": 7}, lambda maps, _: maps[:, 7].mean()),
        ({"layers": (("logits", 1.0),), "label": 9}, lambda _, logits: logits[:, 9].sum()),
    ],
    ids=["layer", "channel", "class"],
)
def test_the_gradient_is_autograds_through_the_unprepared_network(network, photo, wish, response):
    objective = Objective(network, DreamSettings(**wish), photo)
    value, gradient = gradients.ascend(objective, photo, (0, 0))
    module, seen = copy.deepcopy(network.module), []
    module.blocks[5].register_forward_hook(lambda _, __, maps: seen.append(maps))
    picture = photo.clone().requires_grad_()
    logits = module((picture - 0.498) / 0.502)
    own = response(seen[0], logits)
    (expected,) = torch.autograd.grad(own, picture)
    unit = (own / value).detach()  # the objective counts in units of the photo's own response
    torch.testing.assert_close(gradient * unit, expected, atol=1e-3 * expected.abs().max(), rtol=0)


def test_shifting_round_by_the_networks_grid_changes_nothing_far_from_the_seam(network):
    picture = torch.rand(1, 3, 160, 160, generator=torch.Generator().manual_seed(5))
    objective = Objective(network, DreamSettings((("stem", 1.0),)), picture)
    _, still = gradients.ascend(objective, picture, (0, 0))
    _, shifted = gradients.ascend(objective, picture, (64, -32))
    inside = ..., slice(8, 88), slice(40, 152)  # the seams lie at row 96 and at column 32
    torch.testing.assert_close(shifted[inside], still[inside], atol=1e-9, rtol=1e-3)


def test_tiles_agree_with_the_whole_away_from_their_edges(network, monkeypatch):
    """Block 1 sees 11 px across, so 16 px from an edge nothing of it may show."""
    picture = torch.rand(1, 3, 128, 192, generator=torch.Generator().manual_seed(6))
    objective = Objective(network, DreamSettings((("block 1", 1.0),)), picture)
    value, whole = gradients.ascend(objective, picture, (0, 0))
    monkeypatch.setattr(gradients, "TILE", 64)
    assert gradients.tile_counts((128, 192)) == (2, 3)
    tiled_value, tiled = gradients.ascend(objective, picture, (0, 0))
    assert tiled_value == pytest.approx(value.item(), rel=0.02)
    for row in range(2):
        for column in range(3):
            inside = (
                ...,
                slice(64 * row + 16, 64 * row + 48),
                slice(64 * column + 16, 64 * column + 48),
            )
            torch.testing.assert_close(tiled[inside], whole[inside], atol=1e-9, rtol=1e-3)
    assert not torch.allclose(tiled, whole, atol=1e-9, rtol=1e-3)  # the edges do differ


@given(st.integers(64, 5000), st.integers(64, 5000))
def test_no_tile_is_large_or_too_small_for_the_network(height, width):
    rows, columns = gradients.tile_counts((height, width))
    for side, count in ((height, rows), (width, columns)):
        assert -(-side // count) <= 768
        assert side // count >= 64


def test_tiles_cover_each_pixel_once():
    picture = torch.zeros(1, 3, 800, 1301)
    for tile in gradients.tiles(picture):
        tile += 1
    assert picture.eq(1).all()


@pytest.mark.parametrize("reach", [1, 4])
def test_the_blur_is_the_convolution_with_1_2_1(reach):
    picture = torch.rand(1, 3, 20, 31, generator=torch.Generator().manual_seed(7))
    line = torch.tensor([0.25, 0.5, 0.25])
    kernel = torch.outer(line, line)[None, None].expand(3, 1, 3, 3)
    expected = torch.nn.functional.conv2d(picture, kernel, padding=reach, dilation=reach, groups=3)
    torch.testing.assert_close(gradients.blur(picture, reach), expected)


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1), st.floats(1e-6, 1e6))
def test_a_smoothed_gradient_has_mean_magnitude_one_at_any_scale(amount, scale):
    gradient = torch.randn(1, 3, 40, 50, generator=torch.Generator().manual_seed(8))
    smoothed = gradients.smoothed(gradient * scale, amount)
    assert smoothed.abs().mean() == pytest.approx(1, rel=1e-4)
    torch.testing.assert_close(smoothed, gradients.smoothed(gradient, amount), atol=1e-4, rtol=1e-3)


def test_smoothing_favours_coarse_structure():
    gradient = torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(9))
    roughness = [
        gradients.smoothed(gradient, amount).diff(dim=-1).abs().mean().item()
        for amount in (0.0, 0.5, 1.0)
    ]
    assert roughness == sorted(roughness, reverse=True)
    torch.testing.assert_close(gradients.smoothed(gradient, 0.0), gradient / gradient.abs().mean())


def test_a_flat_gradient_moves_nothing():
    assert not gradients.smoothed(torch.zeros(1, 3, 64, 64), 0.5).any()


@given(st.integers(64, 3000), st.integers(64, 3000), st.integers(1, 10), st.floats(1.1, 3))
def test_octaves_grow_to_the_pictures_own_size(height, width, octaves, scale):
    sizes = pyramid.sizes(torch.empty(1, 1, height, width), octaves, scale)
    assert sizes[-1] == (height, width)
    assert len(sizes) <= octaves
    assert sizes == sorted(sizes)
    assert all(min(size) >= 64 for size in sizes)
    assert len(sizes) == octaves or round(min(height, width) / scale ** len(sizes)) < 64
