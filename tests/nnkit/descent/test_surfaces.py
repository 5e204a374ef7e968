"""The surfaces are as steep as autograd says, and lowest where they claim to be."""

import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from nnkit import SettingsError
from nnkit.box import Box
from nnkit.descent import SURFACES, heights, surface

EVERY = pytest.mark.parametrize("land", SURFACES.values(), ids=lambda land: land.key)
COORDINATE = st.floats(-6, 6)


def pair(x, y):
    return torch.tensor([x, y], dtype=torch.float64)


def inside(box, place):
    return box.left < place[0] < box.right and box.bottom < place[1] < box.top


def test_the_five_stand_under_their_own_keys():
    assert list(SURFACES) == ["line", "neuron", "ravine", "saddle", "valleys"]
    assert all(surface(key) is land and land.key == key for key, land in SURFACES.items())
    with pytest.raises(SettingsError, match="surface must be one of line"):
        surface("moon")


@EVERY
@settings(max_examples=40, deadline=None)
@given(x=COORDINATE, y=COORDINATE)
def test_gradients_agree_with_autograd(land, x, y):
    place = pair(x, y).requires_grad_()
    (expected,) = torch.autograd.grad(land.value(place), place)
    torch.testing.assert_close(land.gradient(place.detach()), expected, atol=1e-12, rtol=1e-12)


@EVERY
def test_many_places_at_once_are_each_place_by_itself(land):
    places = torch.randn(3, 4, 2, generator=torch.Generator().manual_seed(0)).double()
    assert land.value(places).shape == (3, 4)
    assert land.gradient(places).shape == (3, 4, 2)
    torch.testing.assert_close(land.value(places)[1, 2], land.value(places[1, 2]))
    torch.testing.assert_close(land.gradient(places)[1, 2], land.gradient(places[1, 2]))


@EVERY
def test_the_minima_are_flat_and_nothing_on_the_map_is_lower(land):
    lows = torch.tensor(land.minima, dtype=torch.float64)
    assert land.gradient(lows).abs().max() < 1e-10
    lowest = land.value(lows).max()
    assert land.value(lows).min() == pytest.approx(lowest.item(), abs=1e-12)
    assert heights(land, 101).min() >= lowest - 1e-12
    assert all(inside(land.box, low) for low in land.minima)


@pytest.mark.parametrize("key", ["line", "neuron"])
def test_the_minima_of_the_fits_are_those_that_scipy_finds(key):
    land = SURFACES[key]
    found = minimize(lambda place: land.value(torch.tensor(place)).item(), (0.0, 0.0), tol=1e-12)
    assert land.minima[0] == pytest.approx(tuple(found.x), abs=1e-4)


def test_the_line_is_judged_by_the_mean_squared_error():
    fit = SURFACES["line"].examples
    expected = F.mse_loss(0.7 * fit.inputs - 0.2, fit.targets)
    torch.testing.assert_close(SURFACES["line"].value(pair(0.7, -0.2)), expected)


def test_the_neuron_is_judged_by_the_mean_cross_entropy():
    fit = SURFACES["neuron"].examples
    expected = F.binary_cross_entropy((0.7 * fit.inputs - 0.2).sigmoid(), fit.targets)
    torch.testing.assert_close(SURFACES["neuron"].value(pair(0.7, -0.2)), expected)


@pytest.mark.parametrize("key", ["line", "neuron"])
def test_the_gradients_of_all_batches_average_to_the_whole_gradient(key):
    land, place = SURFACES[key], pair(0.3, -1.1)
    rows = torch.randperm(len(land.examples.inputs), generator=torch.Generator().manual_seed(0))
    parts = [land.examples.of(part).gradient(place) for part in torch.split(rows, 5)]
    torch.testing.assert_close(torch.stack(parts).mean(dim=0), land.gradient(place))
    assert not torch.allclose(parts[0], parts[1], atol=1e-2)


def test_formulas_have_no_examples():
    assert all(SURFACES[key].examples is None for key in ("ravine", "saddle", "valleys"))


def test_the_saddle_is_flat_at_its_pass_and_no_minimum():
    land = SURFACES["saddle"]
    assert not land.gradient(pair(0, 0)).any()
    assert land.value(pair(0.1, 0)) > land.value(pair(0, 0)) > land.value(pair(0, 0.1))


def test_the_valleys_have_many_bottoms():
    """Counted on the map: places lower than their eight neighbours."""
    ground = heights(SURFACES["valleys"], 241)
    lowest = -F.max_pool2d(-ground[None], 3, stride=1, padding=1)[0]
    assert (ground == lowest)[1:-1, 1:-1].sum() == 9


@EVERY
def test_the_map_is_drawn_top_row_first(land):
    ground, box = heights(land, 7), land.box
    assert ground.shape == (7, 7)
    assert ground.dtype == torch.float64
    torch.testing.assert_close(ground[0, 0], land.value(pair(box.left, box.top)))
    torch.testing.assert_close(ground[-1, 0], land.value(pair(box.left, box.bottom)))
    torch.testing.assert_close(ground[0, -1], land.value(pair(box.right, box.top)))
    assert inside(box, land.start)


@pytest.mark.parametrize("resolution", [1, 0, 1025, 8.0, True])
def test_a_map_of_another_resolution_is_refused(resolution):
    with pytest.raises(SettingsError, match=r"resolution must be a whole number 2\.\.1024"):
        heights(SURFACES["ravine"], resolution)


@pytest.mark.parametrize(
    "sides", [(1, 1, 0, 1), (2, 1, 0, 1), (0, 1, 1, 0), (0, math.nan, 0, 1), (0, math.inf, 0, 1)]
)
def test_a_box_without_a_size_is_refused(sides):
    with pytest.raises(SettingsError):
        Box(*sides)
