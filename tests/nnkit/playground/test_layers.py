"""The engine by hand against PyTorch's modules and autograd."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from nnkit.activations import ACTIVATIONS
from nnkit.playground.layers import BACKWARD, Architecture, Parameters, backward, forward
from nnkit.playground.network import HIDDEN_ACTIVATIONS


def filled(architecture, runs, seed):
    generator = torch.Generator().manual_seed(seed)
    parameters = Parameters(architecture, runs, dtype=torch.float64)
    parameters.flat.copy_(torch.randn(parameters.flat.shape, generator=generator))
    return parameters


def by_modules(parameters, run, values, masks):
    """One network of the batch, with torch.nn.Linear, and the leaves that gradients go to."""
    architecture = parameters.architecture
    leaves = []
    for layer, (weights, biases) in enumerate(
        zip(parameters.weights, parameters.biases, strict=True)
    ):
        linear = nn.Linear(weights.shape[2], weights.shape[1], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(weights[run])
            linear.bias.copy_(biases[run, 0])
        leaves += [linear.weight, linear.bias]
        sums = linear(values)
        if layer == len(architecture.activations):
            break
        fired = ACTIVATIONS[architecture.activations[layer]].function(sums)
        fired = fired * masks[layer][run] if masks else fired
        is_alike = architecture.residual and layer and fired.shape == values.shape
        values = fired + values if is_alike else fired
    return sums, leaves


architectures = st.builds(
    lambda into, hidden, out, residual: Architecture(
        (into, *[width for width, _ in hidden], out), tuple(name for _, name in hidden), residual
    ),
    st.integers(1, 7),
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from(HIDDEN_ACTIVATIONS)), max_size=6),
    st.integers(1, 4),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(architectures, st.integers(1, 3), st.integers(0, 2**31), st.booleans())
def test_forward_and_backward_agree_with_autograd(architecture, runs, seed, has_dropout):
    parameters = filled(architecture, runs, seed)
    generator = torch.Generator().manual_seed(seed + 1)

    def random(*shape):
        return torch.randn(runs, 9, *shape, generator=generator, dtype=torch.float64)

    inputs, slopes = random(architecture.sizes[0]), random(architecture.sizes[-1])
    masks = [(random(width) > 0) * 2.0 for width in architecture.sizes[1:-1]] * has_dropout
    trace = forward(parameters, inputs, masks)
    gradient = Parameters(architecture, runs, torch.full_like(parameters.flat, 9.0))
    backward(parameters, trace, slopes, gradient, masks)
    for run in range(runs):
        sums, leaves = by_modules(parameters, run, inputs[run], masks)
        torch.testing.assert_close(trace.result[run], sums.detach())
        wanted = torch.autograd.grad((sums * slopes[run]).sum(), leaves)
        mine = [
            part
            for weights, biases in zip(gradient.weights, gradient.biases, strict=True)
            for part in (weights[run], biases[run, 0])
        ]
        for own, other in zip(mine, wanted, strict=True):
            torch.testing.assert_close(own, other)


def test_every_activation_that_learns_has_a_way_back():
    assert set(HIDDEN_ACTIVATIONS) == set(BACKWARD)
    assert set(ACTIVATIONS) - set(BACKWARD) == {"step", "softmax"}


@pytest.mark.parametrize("runs", [1, 3])
def test_the_flat_tensor_is_what_the_views_show(runs):
    parameters = filled(Architecture((2, 3, 1), ("tanh",)), runs, 0)
    assert parameters.flat.numel() == runs * (9 + 4)
    parameters.weights[1][0, 0, 2] = 77
    assert (parameters.flat == 77).sum() == 1
    assert parameters.is_weight().sum() == runs * (6 + 3)
    parameters.biases[0].zero_()
    assert (parameters.flat == 0).sum() == runs * 3
    last = parameters.of_run(runs - 1)
    assert torch.equal(last.weights[0][0], parameters.weights[0][runs - 1])
    assert torch.equal(last.biases[1][0], parameters.biases[1][runs - 1])
