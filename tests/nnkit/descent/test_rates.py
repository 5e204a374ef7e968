"""The named learning rates do what their names say."""

import pytest
import torch

from nnkit.descent import RACE, RATES, SURFACES, DescentSettings, State, descend

KEYS = pytest.mark.parametrize("key", SURFACES)


def run(key, optimiser, rate):
    *_, last = descend(SURFACES[key], DescentSettings(optimiser, rate, steps=60))
    return last


def left(key, frame):
    """The share of the way down that is still to go."""
    land = SURFACES[key]
    low = land.value(torch.tensor(land.minima[0], dtype=torch.float64)).item()
    high = land.value(torch.tensor(land.start, dtype=torch.float64)).item()
    return (frame.value - low) / (high - low)


def test_every_surface_has_its_rates():
    assert list(RATES) == list(RACE) == list(SURFACES)
    for key, rates in RACE.items():
        assert ("sgd" in rates) == (SURFACES[key].examples is not None)
        assert len(rates) == (6 if "sgd" in rates else 5)


@KEYS
def test_too_small_is_far_off_after_sixty_steps(key):
    last = run(key, "gd", RATES[key].too_small)
    assert left(key, last) > 0.5
    assert last.state is State.MOVING


@KEYS
def test_right_arrives(key):
    last = run(key, "gd", RATES[key].right)
    if key == "valleys":  # in the nearest valley, which is not the deepest
        assert left(key, last) > 0.1
        assert max(map(abs, last.gradient)) < 1e-6
    else:
        assert left(key, last) < 0.001


@KEYS
def test_too_large_diverges(key):
    last = run(key, "gd", RATES[key].too_large)
    assert last.has_diverged


@pytest.mark.parametrize("key", ["line", "ravine", "valleys"])
def test_the_bound_is_two_over_the_largest_curvature(key):
    """Of the quadratic part; the valleys' ripples fade beside their bowl."""
    land = SURFACES[key]
    low = torch.tensor(land.minima[0], dtype=torch.float64)
    if key == "valleys":
        largest = 2 * land.terrain.bowl
    else:
        largest = (
            torch.linalg.eigvalsh(torch.autograd.functional.hessian(land.value, low)).max().item()
        )
    assert RATES[key].right < 2 / largest < RATES[key].too_large


@pytest.mark.parametrize(
    ("key", "optimiser"), [(key, optimiser) for key in RACE for optimiser in RACE[key]]
)
def test_in_a_race_all_arrive_but_in_the_valleys_only_two(key, optimiser):
    gap = left(key, run(key, optimiser, RACE[key][optimiser]))
    if key == "valleys" and optimiser not in ("momentum", "adam"):
        assert gap > 0.1
    else:
        assert gap < 0.01
