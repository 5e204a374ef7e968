"""Draws, walks and sums in latent space."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.errors import SettingsError
from nnkit.gan import LATENTS, arithmetic, digits_of, draw, interpolate, interpolate_labels

seeds = st.integers(0, 10_000)


def axis(place, length=1.0):
    return torch.eye(LATENTS)[place] * length


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 20), seeds, st.floats(0, 2))
def test_truncation_scales_the_same_draw(n, seed, truncation):
    torch.manual_seed(seed + 1)  # the global generator has no say
    assert draw(n, seed).shape == (n, LATENTS)
    assert torch.equal(draw(n, seed, truncation), draw(n, seed) * truncation)
    assert not torch.equal(draw(n, seed), draw(n, seed + 1))


def test_draws_are_normal():
    drawn = draw(1000, 0).double()
    assert drawn.mean().item() == pytest.approx(0, abs=0.01)
    assert drawn.std().item() == pytest.approx(1, abs=0.01)


def test_the_global_generator_is_left_alone():
    before = torch.get_rng_state()
    draw(3, 5)
    assert torch.equal(torch.get_rng_state(), before)


@given(st.integers(0, 9), st.integers(0, 9), st.integers(2, 30))
def test_labels_change_evenly_from_one_digit_to_the_other(first, last, frames):
    weights = interpolate_labels(first, last, frames)
    assert weights.shape == (frames, 10)
    for place, row in enumerate(weights.tolist()):
        wanted = [0.0] * 10
        wanted[first] += 1 - place / (frames - 1)
        wanted[last] += place / (frames - 1)
        assert row == pytest.approx(wanted, abs=1e-6)


@pytest.mark.parametrize("bad", [(-1, 3, 5), (3, 10, 5), (3, "5", 5), (True, 3, 5), (3, 5, 1)])
def test_labels_between_no_digits_are_refused(bad):
    with pytest.raises(SettingsError):
        interpolate_labels(*bad)


def test_a_quarter_circle_by_hand():
    path = interpolate(axis(0, 2.0), axis(1, 4.0), 3)
    assert torch.equal(path[0], axis(0, 2.0))
    assert torch.equal(path[2], axis(1, 4.0))
    assert torch.allclose(path[1], 3 * math.sqrt(0.5) * (axis(0) + axis(1)), atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(2, 30))
def test_a_spherical_walk_keeps_its_pace_and_its_distance(seed, frames):
    z0, z1 = draw(2, seed).double()
    path = interpolate(z0, z1, frames)
    lengths = path.norm(dim=1)
    expected = torch.linspace(z0.norm().item(), z1.norm().item(), frames, dtype=torch.double)
    assert torch.allclose(lengths, expected, rtol=1e-6)
    unit = path / lengths[:, None]
    angles = (unit[1:] * unit[:-1]).sum(1).clamp(-1, 1).acos()
    assert torch.allclose(angles, angles.mean().expand_as(angles), atol=1e-5)
    assert torch.equal(path[0], z0)
    assert torch.equal(path[-1], z1)


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(2, 30))
def test_a_straight_walk(seed, frames):
    z0, z1 = draw(2, seed)
    path = interpolate(z0, z1, frames, spherical=False)
    shares = torch.arange(frames)[:, None] / (frames - 1)
    assert torch.allclose(path, z0 * (1 - shares) + z1 * shares, atol=1e-5)


@pytest.mark.parametrize("other", [0.0, -1.0, 1.0, 3.0])
def test_where_there_is_no_great_circle_the_walk_is_straight(other):
    path = interpolate(axis(3), axis(3, other), 5)
    assert torch.allclose(path[:, 3], torch.linspace(1, other, 5), atol=1e-5)
    assert path.isfinite().all()


def test_sums_by_hand():
    terms = [(1, axis(0, 3.0)), (-1, axis(1, 4.0)), (1, axis(1, 8.0))]
    plain = arithmetic(terms, restore=False)
    assert torch.allclose(plain, axis(0, 3.0) + axis(1, 4.0))
    # 3, 4 and 8 are 5 long on average, as is the sum.
    assert torch.allclose(arithmetic(terms), plain)
    assert arithmetic([(2, axis(0, 3.0))]).norm().item() == pytest.approx(3)


@pytest.mark.parametrize(
    "bad",
    [
        lambda: draw(0, 0), lambda: draw(1, -1), lambda: draw(1.5, 0), lambda: draw(1, 0, 2.5),
        lambda: draw(1, 0, math.nan), lambda: draw(10**6, 0),
        lambda: interpolate(axis(0), axis(1), 1), lambda: interpolate(axis(0)[:5], axis(1), 5),
        lambda: interpolate(axis(0), axis(1) * math.nan, 5),
        lambda: interpolate(axis(0), axis(1).long(), 5),
        lambda: arithmetic([]), lambda: arithmetic([(1, axis(0)), (-1, axis(0))]),
        lambda: arithmetic([(math.inf, axis(0))]), lambda: arithmetic([(1, torch.zeros(3))]),
    ],
)  # fmt: skip
def test_bad_input_is_refused(bad):
    with pytest.raises(SettingsError):
        bad()


@settings(max_examples=20, deadline=None)
@given(seeds, st.floats(0.05, 2))
def test_each_latent_stands_for_one_digit_whatever_the_truncation(seed, truncation):
    assert torch.equal(digits_of(draw(50, seed)), digits_of(draw(50, seed, truncation)))


def test_all_digits_are_as_likely():
    counts = torch.bincount(digits_of(draw(10_000, 3)), minlength=10)
    assert counts.sum() == 10_000
    assert (counts - 1000).abs().max() < 120  # four standard deviations


@pytest.mark.parametrize(
    ("first", "second", "digit"), [(1, 0.1, 0), (1, 1, 1), (0.1, 1, 2), (-1, 0.1, 4), (1, -0.1, 9),
                                   (-1, -0.1, 5), (0, 0, 0), (1, -0.0, 0), (1, -1e-30, 9)]
)  # fmt: skip
def test_a_tenth_of_a_turn_for_each_digit(first, second, digit):
    latent = torch.zeros(1, LATENTS)
    latent[0, :2] = torch.tensor([first, second])
    assert digits_of(latent).tolist() == [digit]
