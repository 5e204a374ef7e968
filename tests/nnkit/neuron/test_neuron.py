"""A neuron adds up, decides, and learns as autograd says."""

import itertools
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.activations import ACTIVATIONS
from nnkit.descent import numerical_gradient
from nnkit.neuron import Neuron

KEYS = [key for key, one in ACTIVATIONS.items() if one.is_elementwise]
NUMBER = st.floats(-4, 4)


@st.composite
def examples(draw):
    count = draw(st.integers(1, 6))
    numbers = st.lists(NUMBER, min_size=count, max_size=count).map(tuple)
    return draw(numbers), draw(NUMBER), draw(numbers), draw(NUMBER)


def loss_of(neuron, parameters, target):
    """Half the squared error with the weights, the bias and the inputs in one row."""
    count = len(neuron.weights)
    weights, bias, inputs = parameters.split([count, 1, count])
    output = ACTIVATIONS[neuron.activation].function((weights * inputs).sum() + bias)
    return (output - target).square().sum() / 2


def test_a_festival_decision_adds_up():
    """Weather 1, music 0.5, company 1 and money 0 against a threshold of 4."""
    neuron = Neuron((2.0, 3.0, 1.5, 1.0), -4.0)
    assert neuron.terms((1, 0.5, 1, 0)) == (2.0, 1.5, 1.5, 0.0, -4.0)
    assert neuron.weighted_sum((1, 0.5, 1, 0)) == 1.0
    assert neuron.output((1, 0.5, 1, 0)) == 1.0
    assert neuron.fires((1, 0.5, 1, 0))
    assert not neuron.fires((1, 0.5, 0, 0))


def test_a_sum_on_the_threshold_is_not_above_it():
    """In floating point 0.1 + 0.2 - 0.3 is above 0."""
    neuron = Neuron((0.1, 0.2), -0.3)
    assert neuron.weighted_sum((1, 1)) == 0
    assert not neuron.fires((1, 1))
    assert neuron.output((1, 1)) == 0
    assert math.copysign(1, Neuron((-1.0,), 0.0).weighted_sum((0,))) == 1


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=25, deadline=None)
@given(example=examples())
def test_the_gradient_agrees_with_autograd(key, example):
    weights, bias, inputs, target = example
    neuron = Neuron(weights, bias, key)
    slopes = neuron.gradient(inputs, target)
    # Leave out sums so near a kink that rounding decides the side.
    if ACTIVATIONS[key].kink is not None and abs(neuron.weighted_sum(inputs)) < 1e-9:
        return
    parameters = torch.tensor([*weights, bias, *inputs], dtype=torch.float64, requires_grad=True)
    loss = loss_of(neuron, parameters, target)
    expected = torch.zeros_like(parameters)
    if loss.requires_grad:  # not for the step, whose comparison has no gradient
        (expected,) = torch.autograd.grad(loss, parameters)
    assert slopes.loss == pytest.approx(loss.item(), abs=1e-9)
    by_hand = torch.tensor([*slopes.weights, slopes.bias, *slopes.inputs], dtype=torch.float64)
    torch.testing.assert_close(by_hand, expected, atol=1e-6, rtol=0)
    auto_weights, auto_bias = neuron.autograd(inputs, target)
    by_autograd = torch.tensor([*auto_weights, auto_bias], dtype=torch.float64)
    torch.testing.assert_close(by_autograd, expected[: len(by_autograd)], atol=1e-6, rtol=0)


def test_autograd_owes_nothing_to_the_chain_rule(monkeypatch):
    neuron = Neuron((1.5, -1.0), -1.0, "identity")
    monkeypatch.setattr(Neuron, "gradient", None)
    with torch.inference_mode():
        assert neuron.autograd((2, 0.5), 0) == ((3.0, 0.75), 1.5)


@pytest.mark.parametrize("key", ["relu", "leaky_relu"])
def test_on_a_kink_autograd_agrees_too(key):
    neuron = Neuron((0.1, 0.2), -0.3, key)  # in floating point the sum would be above 0
    slopes = neuron.gradient((1, 1), 1)
    weights, bias = neuron.autograd((1, 1), 1)
    assert [*weights, bias] == pytest.approx([*slopes.weights, slopes.bias])


@pytest.mark.parametrize("key", ["sigmoid", "tanh", "gelu", "silu", "softplus", "identity"])
@settings(max_examples=15, deadline=None)
@given(example=examples())
def test_the_gradient_agrees_with_central_differences(key, example):
    weights, bias, inputs, target = example
    neuron = Neuron(weights, bias, key)
    if abs(neuron.weighted_sum(inputs)) > 19:  # PyTorch's softplus has a tiny jump at 20
        return
    slopes = neuron.gradient(inputs, target)
    parameters = torch.tensor([*weights, bias, *inputs], dtype=torch.float64)
    measured = numerical_gradient(lambda row: loss_of(neuron, row, target), parameters)
    by_hand = torch.tensor([*slopes.weights, slopes.bias, *slopes.inputs], dtype=torch.float64)
    torch.testing.assert_close(by_hand, measured, atol=1e-6, rtol=1e-6)


def test_the_chain_rule_is_told_link_by_link():
    slopes = Neuron((2.0, -1.0), 0.5, "identity").gradient((3.0, 4.0), 1.0)
    assert slopes.output == 2.5
    assert slopes.loss == 1.125
    assert (slopes.loss_by_output, slopes.output_by_sum, slopes.loss_by_sum) == (1.5, 1.0, 1.5)
    assert slopes.weights == (4.5, 6.0)
    assert slopes.bias == 1.5
    assert slopes.inputs == (3.0, -1.5)


def test_steps_downhill_bring_the_output_to_the_target():
    neuron = Neuron((0.4, -0.3), 0.1, "sigmoid")
    losses = []
    for _ in range(50):
        slopes = neuron.gradient((1.0, 2.0), 0.9)
        losses.append(slopes.loss)
        neuron = neuron.stepped(slopes, 2.0)
    assert all(later < earlier for earlier, later in itertools.pairwise(losses))
    assert neuron.output((1.0, 2.0)) == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize("key", KEYS)
def test_many_inputs_at_once_are_each_by_itself(key):
    neuron = Neuron((0.7, -1.3), 0.2, key)
    inputs = torch.randn(3, 4, 2, generator=torch.Generator().manual_seed(0)).double()
    outputs = neuron.outputs(inputs)
    assert outputs.shape == (3, 4)
    assert outputs[1, 2].item() == pytest.approx(neuron.output(inputs[1, 2].tolist()), abs=1e-9)


@pytest.mark.parametrize(
    "parts",
    [
        ((),),
        ([1.0],),
        ((math.nan,),),
        ((1.0, math.inf),),
        ((2e6,),),
        (("1",),),
        ((1.0,), math.nan),
        ((1.0,), 0.0, "softmax"),
        ((1.0,), 0.0, "spike"),
        ((1.0,) * 1025,),
    ],
    ids=lambda parts: str(parts)[:24],
)
def test_what_is_no_neuron_is_refused(parts):
    with pytest.raises(SettingsError):
        Neuron(*parts)


@pytest.mark.parametrize("inputs", [(), (1.0,), (1.0, 2.0, 3.0), (1.0, math.nan)])
def test_inputs_that_do_not_fit_are_refused(inputs):
    neuron = Neuron((1.0, 1.0))
    for ask in (neuron.terms, neuron.output, neuron.fires, lambda row: neuron.gradient(row, 1.0)):
        with pytest.raises(SettingsError):
            ask(inputs)


def test_bad_tensors_targets_and_rates_are_refused():
    neuron = Neuron((1.0, 1.0), 0.0, "tanh")
    for inputs in (torch.ones(3), torch.ones(2, 1), torch.tensor(1.0)):
        with pytest.raises(SettingsError, match="Give 2 inputs"):
            neuron.outputs(inputs)
    with pytest.raises(SettingsError, match="target must be"):
        neuron.gradient((1.0, 1.0), math.nan)
    with pytest.raises(SettingsError, match="learning_rate must be"):
        neuron.stepped(neuron.gradient((1.0, 1.0), 0.0), -1.0)
