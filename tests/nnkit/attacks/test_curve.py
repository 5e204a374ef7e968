"""The epsilon curve where it is known: a linear network turns at its margin over its weights."""

import pytest
import torch

from nnkit import ImageError, SettingsError
from nnkit.attacks import PGDSettings, away, towards
from nnkit.attacks.curve import epsilon_curve, noise
from nnkit.attacks.similarity import l2, linf

GENERATOR = torch.Generator().manual_seed(0)
WEIGHTS = torch.randn(3, 16, 16, generator=GENERATOR)


def linear(pictures):
    """Class 1 where the weighted sum is over 0."""
    score = ((pictures - 0.5) * WEIGHTS).sum(dim=(1, 2, 3))
    return torch.stack([torch.zeros_like(score), score], dim=1)


def at_epsilon(epsilon):
    """A picture of class 0 that whole steps turn from `epsilon` on, counted in L-infinity.

    Each value of a linear network's picture moves against its weight's sign, so the score of class
    1 grows by epsilon times the sum of the weights' sizes.
    """
    change = WEIGHTS.sign() * (epsilon - 0.5)
    return ((127.5 - change).round() / 255)[None]


def test_a_linear_network_turns_where_the_closed_form_says():
    pictures = torch.cat([at_epsilon(3), at_epsilon(7)])
    margins = -linear(pictures)[:, 1]
    needed = (margins / WEIGHTS.abs().sum() * 255).tolist()
    frames = list(epsilon_curve(linear, pictures, away(), range(1, 10), PGDSettings(steps=5)))
    assert [frame.epsilon for frame in frames] == list(range(10))
    for frame in frames:
        assert frame.fooled.tolist() == [frame.epsilon > one for one in needed]
        assert linf(pictures, frame.pictures).max() <= frame.epsilon
        assert torch.equal(linear(frame.pictures).argmax(1).bool(), frame.fooled)
    assert {frame.success for frame in frames} == {0.0, 0.5, 1.0}


def test_noise_of_the_same_size_turns_nobody():
    *_, last = epsilon_curve(linear, at_epsilon(4), towards(1), [4, 8])
    assert (last.success, last.noise_success) == (1, 0)
    assert last.mean_confidence > 0.5


def test_frames_come_in_rising_order_from_the_untouched_pictures():
    picture = at_epsilon(2)
    frames = list(epsilon_curve(linear, picture, away(), [5, 0, 1]))
    assert [(frame.step, frame.total, frame.epsilon) for frame in frames] == [
        (0, 2, 0),
        (1, 2, 1),
        (2, 2, 5),
    ]
    assert torch.equal(frames[0].pictures, picture)
    assert not frames[0].fooled.any()
    assert frames[0].confidence.item() == pytest.approx(linear(picture).softmax(1)[0, 1].item())


def test_a_picture_that_a_smaller_epsilon_turned_stays_turned():
    def band(pictures):
        """Class 1 only a little above the middle: one long step jumps over it."""
        mean = pictures.mean(dim=(1, 2, 3))
        return torch.stack([torch.zeros_like(mean), 1e3 * (mean - 0.51) * (0.56 - mean)], dim=1)

    picture = torch.full((1, 3, 8, 8), 127 / 255)
    once = PGDSettings(steps=1, early_stop=False)
    alone = list(epsilon_curve(band, picture, towards(1), [40], once))
    assert not alone[-1].fooled.any()
    frames = list(epsilon_curve(band, picture, towards(1), [8, 40], once))
    assert [frame.success for frame in frames] == [0, 1, 1]
    assert torch.equal(frames[2].pictures, frames[1].pictures)
    assert frames[2].confidence == frames[1].confidence


@pytest.mark.parametrize("epsilon", [1, 3, 8])
def test_noise_moves_every_value_by_epsilon(epsilon):
    original = torch.full((2, 3, 32, 32), 128 / 255)
    change = (noise(original, PGDSettings(epsilon=epsilon)) - original) * 255
    assert change.round().unique().tolist() == [-epsilon, epsilon]
    assert abs(change.mean()) < 0.1 * epsilon


@pytest.mark.parametrize("epsilon", [10, 100, 400])
def test_noise_for_l2_is_about_as_long_as_allowed_and_never_longer(epsilon):
    original = torch.full((2, 3, 32, 32), 128 / 255)
    made = noise(original, PGDSettings(norm="l2", epsilon=epsilon))
    lengths = l2(original, made)
    assert lengths.max() <= epsilon + 1e-3
    assert lengths.min() >= 0.6 * epsilon


def test_noise_is_the_seeds():
    original = torch.full((1, 3, 8, 8), 0.5)
    before = torch.get_rng_state()
    first, again, other = (noise(original, PGDSettings(seed=seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.get_rng_state(), before)


def test_bad_input_is_refused_before_the_first_frame():
    with pytest.raises(SettingsError, match="at least one epsilon"):
        epsilon_curve(linear, at_epsilon(2), away(), [])
    with pytest.raises(SettingsError, match="epsilon"):
        epsilon_curve(linear, at_epsilon(2), away(), [1, -1])
    with pytest.raises(ImageError):
        epsilon_curve(linear, torch.rand(3, 16, 16), away(), [1])
