"""Statistics by hand, by NumPy and by a plain loop; slopes by autograd."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.style import statistics
from nnkit.style.statistics import Statistics


def test_a_gram_matrix_by_hand():
    """Two maps of two places: (1, 2) and (3, -4)."""
    maps = torch.tensor([[[[1.0, 2.0]], [[3.0, -4.0]]]])
    assert statistics.gram(maps).tolist() == [[2.5, -2.5], [-2.5, 12.5]]


def test_mean_and_covariance_by_hand():
    maps = torch.tensor([[[[1.0, 2.0]], [[3.0, -4.0]]]])
    found = statistics.measure(maps)
    assert found.mean.tolist() == [1.5, -0.5]
    assert found.covariance.tolist() == [[0.25, -1.75], [-1.75, 12.25]]


def test_the_gram_matrix_is_the_plain_loop(noise):
    maps = noise(1, 4, 3, 5)
    wanted = torch.zeros(4, 4)
    for i in range(4):
        for j in range(4):
            for y in range(3):
                for x in range(5):
                    wanted[i, j] += maps[0, i, y, x] * maps[0, j, y, x] / 15
    torch.testing.assert_close(statistics.gram(maps), wanted)


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_statistics_are_numpys(noise, layout):
    maps = noise(1, 6, 7, 9).to(memory_format=layout)
    weights = noise(1, 1, 7, 9, seed=1).abs()
    rows = maps[0].flatten(1).double().numpy()
    plain, weighted = statistics.measure(maps), statistics.measure(maps, weights)
    np.testing.assert_allclose(plain.covariance, np.cov(rows, bias=True), atol=1e-5)
    np.testing.assert_allclose(plain.mean, rows.mean(1), atol=1e-6)
    shares = weights.flatten().double().numpy()
    np.testing.assert_allclose(
        weighted.covariance, np.cov(rows, aweights=shares, bias=True), atol=1e-5
    )
    np.testing.assert_allclose(weighted.mean, np.average(rows, axis=1, weights=shares), atol=1e-6)


def test_places_without_weight_are_not_seen(noise):
    maps, weights = noise(1, 3, 4, 6), torch.zeros(1, 1, 4, 6)
    weights[..., :2] = 0.7
    found, wanted = statistics.measure(maps, weights), statistics.measure(maps[..., :2])
    torch.testing.assert_close(found.mean, wanted.mean)
    torch.testing.assert_close(found.covariance, wanted.covariance)


def test_the_distance_by_hand():
    """One map of the values 1 and 3: mean 2, variance 1; wanted are 1 and 4."""
    maps = torch.tensor([[[[1.0, 3.0]]]])
    wanted = Statistics(torch.tensor([1.0]), torch.tensor([[4.0]]))
    value, _ = statistics.distance(maps, wanted)
    assert value.item() == pytest.approx((2 - 1) ** 2 / 1 + (1 - 4) ** 2 / 16)


def test_a_style_is_at_no_distance_from_itself(noise):
    maps = noise(1, 5, 8, 8)
    value, slope = statistics.distance(maps, statistics.measure(maps))
    assert value.item() == pytest.approx(0, abs=1e-10)
    assert slope.abs().max() < 1e-6
    shuffled = maps.flatten(2)[..., torch.randperm(64)].view_as(maps)
    assert statistics.distance(shuffled, statistics.measure(maps))[0].item() < 1e-10


def plain_distance(maps, wanted, weights):
    """The same by autograd's own rules."""
    rows = maps[0].flatten(1).T
    shares = torch.ones(len(rows)) if weights is None else weights.flatten()
    shares = (shares / shares.sum()).to(rows)[:, None]
    mean = (rows * shares).sum(0)
    covariance = ((rows - mean) * shares).T @ (rows - mean)
    return (mean - wanted.mean).square().sum() / wanted.mean.square().sum() + (
        covariance - wanted.covariance
    ).square().sum() / wanted.covariance.square().sum()


def test_a_lens_keeps_all_distances_of_the_convolution(noise):
    """Computed at length: the maps widened to 30 features, and these compared."""
    weights, biases = noise(30, 4), noise(30, seed=1)
    lens = statistics.lens(weights, biases)
    assert lens.matrix.shape == (5, 4)
    one, two = noise(1, 4, 6, 5, seed=2), noise(1, 4, 7, 7, seed=3) * 2 + 1

    def widened(maps):
        return torch.einsum("oc,nchw->nohw", weights, maps) + biases[:, None, None]

    wanted = statistics.measure(widened(two))
    through = lens.of(statistics.measure(two))
    start = one.clone().requires_grad_()
    value = plain_distance(widened(start), wanted, None)
    (slope,) = torch.autograd.grad(value, start)
    found, found_slope = statistics.distance(one, through, None, lens)
    torch.testing.assert_close(found, value.detach(), rtol=1e-4, atol=0)
    torch.testing.assert_close(found_slope, slope, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_the_slope_is_autograds(noise, weighted, layout):
    maps = noise(1, 4, 6, 5).double().to(memory_format=layout).requires_grad_()
    wanted = statistics.measure(noise(1, 4, 9, 9, seed=1).double() * 2 + 1)
    weights = noise(1, 1, 6, 5, seed=2).double().abs() if weighted else None
    value = plain_distance(maps, wanted, weights)
    (slope,) = torch.autograd.grad(value, maps)
    found, found_slope = statistics.distance(maps.detach(), wanted, weights)
    torch.testing.assert_close(found, value.detach())
    torch.testing.assert_close(found_slope, slope)


def test_parts_pool_to_the_whole(noise):
    maps = noise(1, 3, 8, 10) + torch.linspace(0, 3, 10)
    parts = [(statistics.measure(maps[..., :3]), 0.3), (statistics.measure(maps[..., 3:]), 0.7)]
    found, wanted = statistics.pooled(parts), statistics.measure(maps)
    torch.testing.assert_close(found.mean, wanted.mean)
    torch.testing.assert_close(found.covariance, wanted.covariance)


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1))
def test_mixed_statistics_lie_between_and_are_the_ends_to_the_bit(share):
    one, two = (
        statistics.measure(torch.randn(1, 3, 5, 5, generator=torch.Generator().manual_seed(seed)))
        for seed in (0, 1)
    )
    mixed = statistics.mixed(one, two, share)
    torch.testing.assert_close(mixed.mean, (1 - share) * one.mean + share * two.mean)
    assert torch.linalg.eigvalsh(mixed.covariance).min() > 0
    for end, whole in ((0.0, one), (1.0, two)):
        assert torch.equal(statistics.mixed(one, two, end).covariance, whole.covariance)
        assert torch.equal(statistics.mixed(one, two, end).mean, whole.mean)


def test_nothing_has_finite_distances():
    maps = torch.zeros(1, 3, 4, 4)
    wanted = statistics.measure(maps)
    for weights in (None, torch.zeros(1, 1, 4, 4)):
        value, slope = statistics.distance(maps, wanted, weights)
        assert value.isfinite()
        assert slope.isfinite().all()
