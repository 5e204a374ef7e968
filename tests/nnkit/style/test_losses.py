"""The other losses by hand, and their slopes by autograd."""

import pytest
import torch

from nnkit.style import losses


def test_normalised_maps_have_mean_0_and_deviation_1(noise):
    maps = losses.normalised(noise(1, 4, 9, 8) * 5 + 3)
    torch.testing.assert_close(maps.mean((-2, -1)), torch.zeros(1, 4), atol=1e-5, rtol=0)
    torch.testing.assert_close(maps.std((-2, -1), correction=0), torch.ones(1, 4))


def test_content_does_not_see_strength_and_level(noise):
    maps = noise(1, 4, 9, 8)
    wanted = losses.normalised(maps)
    assert losses.content(maps * 3 + 2, wanted)[0].item() == pytest.approx(0, abs=1e-6)
    assert losses.content(-maps, wanted)[0].item() == pytest.approx(4, rel=1e-3)
    assert losses.content(noise(1, 4, 9, 8, seed=1), wanted)[0].item() == pytest.approx(2, abs=0.3)


def test_the_contents_slope_is_that_of_small_differences(noise):
    maps, wanted = noise(1, 2, 4, 4).double(), losses.normalised(noise(1, 2, 4, 4, seed=1).double())
    way = noise(1, 2, 4, 4, seed=2).double()
    _, slope = losses.content(maps, wanted)
    before, after = (losses.content(maps + t * way, wanted)[0] for t in (-1e-5, 1e-5))
    assert ((after - before) / 2e-5).item() == pytest.approx((slope * way).sum().item(), rel=1e-6)


def test_the_exact_distance_by_hand_and_its_slope(noise):
    value, slope = losses.exact(torch.tensor([[[[1.0, 2.0]]]]), torch.tensor([[[[3.0, 4.0]]]]))
    assert value.item() == pytest.approx((4 + 4) / 25)
    assert slope.flatten().tolist() == pytest.approx([-4 / 25, -4 / 25])
    wanted = noise(1, 3, 4, 4)
    assert losses.exact(torch.zeros_like(wanted), wanted)[0].item() == pytest.approx(1)


def test_smoothing_pulls_neighbours_together_by_hand():
    """Two pixels side by side: where they differ much, each counts 1 in 6 numbers."""
    picture = torch.zeros(1, 3, 1, 2)
    assert not losses.smoothing(picture).any()
    picture[..., 1] = 1
    expected = torch.tensor([-1 / 6, 1 / 6]).expand(1, 3, 1, 2)
    torch.testing.assert_close(losses.smoothing(picture), expected, rtol=1e-3, atol=0)


def test_the_slope_of_the_total_variation_is_autograds(noise):
    picture = noise(1, 3, 5, 7).double().requires_grad_()
    pairs = [picture.diff(dim=side).square() + losses._SOFTNESS**2 for side in (-2, -1)]
    total = sum(pair.sqrt().sum() for pair in pairs) / picture.numel()
    (slope,) = torch.autograd.grad(total, picture)
    torch.testing.assert_close(losses.smoothing(picture.detach()), slope)
