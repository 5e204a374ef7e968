import pytest
import torch

from nnkit import SettingsError, noise


def test_the_same_seed_gives_the_same_noise():
    picture = torch.full((1, 3, 64, 64), 0.5)
    assert torch.equal(noise.gaussian(picture, 0.1, seed=3), noise.gaussian(picture, 0.1, seed=3))
    assert not torch.equal(noise.gaussian(picture, 0.1, seed=3), noise.gaussian(picture, 0.1))


def test_the_deviation_is_the_one_asked_for_and_the_range_holds():
    grey = torch.full((1, 1, 300, 300), 0.5)
    assert noise.gaussian(grey, 0.1).std().item() == pytest.approx(0.1, rel=0.02)
    loud = noise.gaussian(grey, 2.0)
    assert loud.min() >= 0
    assert loud.max() <= 1


def test_zero_changes_nothing_and_the_global_generator_is_left_alone():
    picture = torch.rand(1, 1, 8, 8)
    state = torch.get_rng_state()
    assert torch.equal(noise.gaussian(picture, 0.0), picture)
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize("sigma", [-0.1, float("nan"), float("inf")])
def test_a_bad_deviation_is_one_sentence(sigma):
    with pytest.raises(SettingsError, match="noise"):
        noise.gaussian(torch.zeros(1, 1, 8, 8), sigma)
