"""Randomised smoothing against the exact answers that a linear network has."""

import pytest
import torch
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from scipy import stats

from nnkit import ImageError, SettingsError
from nnkit.attacks.smoothing import SmoothingSettings, lower_bound, smoothed
from nnkit.digits import recognition

WEIGHTS = torch.randn(1, 8, 8, generator=torch.Generator().manual_seed(0))
WEIGHTS = WEIGHTS / WEIGHTS.norm()


def linear(pictures):
    """Class 1 of three where the weighted sum is over 0: its weights have length 1."""
    score = ((pictures - 0.5) * WEIGHTS).sum(dim=(1, 2, 3))
    return torch.stack([-score, score, torch.full_like(score, -1e3)], dim=1)


def at(distance):
    """A picture this far, in units of 1/255, on class 1's side of the border."""
    return (0.5 + distance / 255 * WEIGHTS)[None]


def last(*arguments, **settings):
    *_, frame = smoothed(*arguments, SmoothingSettings(**settings))
    return frame


@pytest.mark.parametrize("distance", [10, 30, -20])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_proved_radius_nears_the_distance_to_the_border_from_below(distance, seed):
    found = last(linear, at(distance), sigma=20.0, samples=4000, seed=seed)
    assert found.label == (1 if distance > 0 else 0)
    assert found.votes.sum() == 4000
    assert found.votes[2] == 0
    assert 0.8 * abs(distance) < found.radius <= abs(distance)


def test_the_vote_is_the_normal_distributions():
    found = last(linear, at(15), sigma=30.0, samples=4000)
    share = stats.norm.cdf(15 / 30)
    deviation = (share * (1 - share) / 4000) ** 0.5
    assert abs(found.votes[1].item() / 4000 - share) < 4 * deviation


def test_a_tie_is_left_undecided():
    found = last(linear, at(0), samples=500)
    assert found.label is None
    assert found.radius == 0


def test_more_samples_prove_more_and_certainty_has_its_price():
    far = at(100)
    radii = [last(linear, far, sigma=10.0, samples=count).radius for count in (20, 200, 2000)]
    assert radii == sorted(set(radii))
    strict = last(linear, far, sigma=10.0, samples=200, alpha=1e-6).radius
    assert 0 < strict < radii[1]


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
       st.sampled_from([0.001, 0.05, 0.3]))  # fmt: skip
@hypothesis_settings(deadline=None)
def test_the_bound_is_clopper_and_pearsons(counts, alpha):
    successes, trials = counts
    test = stats.binomtest(successes, trials, alternative="greater")
    wanted = test.proportion_ci(1 - alpha, method="exact").low
    assert lower_bound(successes, trials, alpha) == pytest.approx(wanted, abs=1e-7)


def test_frames_grow_from_an_empty_vote():
    frames = list(smoothed(linear, at(30), SmoothingSettings(samples=50, first=5)))
    assert (frames[0].step, frames[0].votes.tolist(), frames[0].radius) == (0, [0, 0, 0], 0)
    assert frames[0].label is None
    steps = [frame.step for frame in frames]
    assert steps == sorted(set(steps))
    assert steps[-1] == frames[0].total == 50
    assert all(frame.votes.sum() == frame.step for frame in frames)


def test_the_seed_alone_decides():
    before = torch.get_rng_state()
    first, again, other = (last(linear, at(5), samples=200, seed=seed) for seed in (3, 3, 4))
    assert torch.equal(first.votes, again.votes)
    assert not torch.equal(first.votes, other.votes)
    assert torch.equal(torch.get_rng_state(), before)


def test_a_digit_network_can_be_smoothed():
    network = recognition.load("cnn").module
    picture = torch.zeros(1, 1, 28, 28)
    picture[..., 5:23, 13:16] = 1  # a one
    found = last(network, picture, sigma=32.0, samples=100)
    assert found.label == 1
    assert found.radius > 0
    assert found.votes.shape == (10,)


@pytest.mark.parametrize(
    "settings",
    [
        {"sigma": 0.0},
        {"sigma": float("nan")},
        {"samples": 0},
        {"samples": 1.5},
        {"first": 0},
        {"alpha": 0.0},
        {"alpha": 0.6},
        {"seed": -1},
    ],
)
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(SettingsError):
        SmoothingSettings(**settings)


def test_only_one_picture_is_smoothed():
    with pytest.raises(ImageError, match="Smooth one picture"):
        smoothed(linear, torch.rand(2, 1, 8, 8))
    with pytest.raises(ImageError, match="at least one picture"):
        smoothed(linear, torch.rand(1, 8, 8))
