"""Each activation keeps its range, and its hand-written slope agrees with autograd."""

import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from nnkit import SettingsError
from nnkit.activations import ACTIVATIONS, LEAK, activation, softmax_jacobian

PEERS = {
    "identity": nn.Identity(),
    "sigmoid": nn.Sigmoid(),
    "tanh": nn.Tanh(),
    "relu": nn.ReLU(),
    "leaky_relu": nn.LeakyReLU(LEAK),
    "elu": nn.ELU(),
    "gelu": nn.GELU(),
    "silu": nn.SiLU(),
    "softplus": nn.Softplus(),
    "softmax": nn.Softmax(dim=-1),
}
ELEMENTWISE = [one for one in ACTIVATIONS.values() if one.is_elementwise]
SUMS = st.lists(st.floats(-40, 40), min_size=1, max_size=6).map(
    lambda numbers: torch.tensor(numbers, dtype=torch.float64)
)


def by_key(one):
    return one.key


def autograd_slope(one, sums):
    """The derivative of each output by its own sum."""
    sums = sums.clone().requires_grad_()
    outputs = one.function(sums)
    if not outputs.requires_grad:  # the step is built from a comparison, which has no gradient
        return torch.zeros_like(sums)
    jacobian = torch.stack(
        [torch.autograd.grad(out, sums, retain_graph=True)[0] for out in outputs]
    )
    return jacobian.diagonal()


def test_the_table_holds_the_eleven_under_their_own_keys():
    assert list(ACTIVATIONS) == [
        "step", "identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu",
        "softplus", "softmax",
    ]  # fmt: skip
    assert all(key == one.key and activation(key) is one for key, one in ACTIVATIONS.items())
    assert all(one.title and one.sentence.endswith(".") for one in ACTIVATIONS.values())


def test_a_name_that_is_not_there_is_refused():
    with pytest.raises(SettingsError, match="activation must be one of step, identity"):
        activation("swish")


@pytest.mark.parametrize("key", PEERS)
@settings(max_examples=25, deadline=None)
@given(sums=SUMS)
def test_values_are_those_of_pytorchs_modules(key, sums):
    torch.testing.assert_close(ACTIVATIONS[key].function(sums), PEERS[key](sums))


@pytest.mark.parametrize("one", ACTIVATIONS.values(), ids=by_key)
@settings(max_examples=25, deadline=None)
@given(sums=SUMS)
def test_slopes_agree_with_autograd(one, sums):
    torch.testing.assert_close(one.derivative(sums), autograd_slope(one, sums), atol=1e-8, rtol=0)


@pytest.mark.parametrize("one", ELEMENTWISE, ids=by_key)
def test_slopes_agree_with_central_differences_away_from_the_kink(one):
    sums, h = torch.linspace(-5.05, 5.05, 102, dtype=torch.float64), 1e-6
    differences = (one.function(sums + h) - one.function(sums - h)) / (2 * h)
    torch.testing.assert_close(one.derivative(sums), differences, atol=1e-7, rtol=0)


@settings(max_examples=25, deadline=None)
@given(sums=SUMS)
def test_the_softmax_jacobian_agrees_with_autograd(sums):
    expected = torch.autograd.functional.jacobian(lambda row: F.softmax(row, dim=-1), sums)
    torch.testing.assert_close(softmax_jacobian(sums), expected, atol=1e-12, rtol=0)
    torch.testing.assert_close(
        softmax_jacobian(sums).diagonal(), ACTIVATIONS["softmax"].derivative(sums)
    )


def test_the_softmax_jacobian_works_row_by_row():
    sums = torch.randn(4, 3, generator=torch.Generator().manual_seed(0))
    assert softmax_jacobian(sums).shape == (4, 3, 3)
    torch.testing.assert_close(softmax_jacobian(sums)[2], softmax_jacobian(sums[2]))


@pytest.mark.parametrize("one", ELEMENTWISE, ids=by_key)
def test_the_range_is_kept_and_reached(one):
    outputs = one.function(
        torch.cat([torch.linspace(-9, 9, 18_001), torch.tensor([-1000.0, 1000.0])]).double()
    )
    assert outputs.min() >= one.low - 1e-12
    assert outputs.max() <= one.high + 1e-12
    if math.isfinite(one.low):
        assert outputs.min() == pytest.approx(one.low, abs=1e-6)
    if math.isfinite(one.high):
        assert outputs.max() == pytest.approx(one.high, abs=1e-6)
    else:
        assert outputs.max() == pytest.approx(1000)


def test_the_step_has_no_slope_to_learn_from():
    step, sums = ACTIVATIONS["step"], torch.tensor([-2.0, 0.0, 1e-9, 3.0])
    assert step.function(sums).tolist() == [0, 0, 1, 1]
    assert step.derivative(sums).tolist() == [0, 0, 0, 0]
    assert step.kink == 0


@pytest.mark.parametrize("one", ELEMENTWISE, ids=by_key)
def test_a_kink_stands_where_the_slopes_of_both_sides_differ(one):
    """For the step it is the value that jumps."""
    near = torch.tensor([-1e-9, 1e-9], dtype=torch.float64)
    value, slope = one.function(near), one.derivative(near)
    jumps = (value[0] - value[1]).abs() > 1e-3 or (slope[0] - slope[1]).abs() > 1e-3
    assert bool(jumps) == (one.kink == 0)


@pytest.mark.parametrize("one", ACTIVATIONS.values(), ids=by_key)
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_shape_and_type_stay_as_they_were_and_nothing_overflows(one, dtype):
    sums = torch.tensor([[-1e4, -1.0, 0.0], [1e-8, 2.0, 1e4]], dtype=dtype)
    for made in (one.function(sums), one.derivative(sums)):
        assert made.shape == sums.shape
        assert made.dtype == dtype
        assert made.isfinite().all()
