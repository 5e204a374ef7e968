"""Central differences come close to the exact gradient, and show why the step must be chosen."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.descent import STEPS, SURFACES, error_curve, numerical_gradient


def row(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


@pytest.mark.parametrize("land", SURFACES.values(), ids=lambda land: land.key)
@settings(max_examples=25, deadline=None)
@given(x=st.floats(-4, 4), y=st.floats(-2, 2))
def test_they_agree_with_the_hand_written_gradient_and_autograd(land, x, y):
    place = row(x, y)
    measured = numerical_gradient(land.value, place)
    torch.testing.assert_close(measured, land.gradient(place), atol=1e-6, rtol=1e-6)
    (automatic,) = torch.autograd.grad(land.value(place.requires_grad_()), place)
    torch.testing.assert_close(measured, automatic, atol=1e-6, rtol=1e-6)


def test_any_number_of_weights_can_be_measured():
    weights = torch.randn(3, 4, generator=torch.Generator().manual_seed(0)).double()
    measured = numerical_gradient(lambda flat: flat.reshape(3, 4).tanh().sum(), weights.flatten())
    torch.testing.assert_close(measured.reshape(3, 4), 1 - weights.tanh().square())


def test_a_parabola_is_measured_exactly_with_a_large_step_too():
    assert numerical_gradient(lambda place: place.square().sum(), row(3, -1), 2.0).tolist() == [
        6,
        -2,
    ]


def test_the_error_falls_with_the_square_of_the_step_and_then_rounding_takes_over():
    place = row(-2.4, 3.2)
    land = SURFACES["neuron"]
    curve = error_curve(land.value, land.gradient(place), place)
    errors = dict(curve)
    assert [step for step, _ in curve] == list(STEPS)
    assert errors[1e-1] / errors[1e-2] == pytest.approx(100, rel=0.02)
    assert errors[1e-2] / errors[1e-3] == pytest.approx(100, rel=0.02)
    best = min(curve, key=lambda point: point.error)
    assert 1e-7 < best.step < 1e-3
    assert best.error < 1e-9
    assert errors[STEPS[-1]] > 1000 * best.error


def test_the_steps_run_from_one_to_a_tenth_of_a_trillionth():
    assert STEPS[0] == 1
    assert STEPS[-1] == pytest.approx(1e-13)


@pytest.mark.parametrize("step", [0, -1e-5, 11, math.nan])
def test_a_step_out_of_range_is_refused(step):
    with pytest.raises(SettingsError, match="step must be"):
        numerical_gradient(torch.sum, row(1), step)


@pytest.mark.parametrize("place", [torch.ones(2), torch.ones(2, 2).double(), torch.tensor(1.0)])
def test_a_place_must_be_a_row_of_doubles(place):
    with pytest.raises(SettingsError, match="row of float64"):
        numerical_gradient(torch.sum, place)
