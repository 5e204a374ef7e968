"""Noise, slopes of inputs and the gradient penalty against closed forms, autograd and SciPy."""

import pytest
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.activations import ACTIVATIONS
from nnkit.gan.lab.networks import (
    HIDDEN_ACTIVATIONS,
    NOISES,
    add_penalty,
    initial,
    input_slopes,
    noise,
    ticks,
)
from nnkit.playground.layers import Architecture, Parameters, forward


def filled(architecture, runs, seed):
    generator = torch.Generator().manual_seed(seed)
    parameters = Parameters(architecture, runs, dtype=torch.float64)
    parameters.flat.copy_(torch.randn(parameters.flat.shape, generator=generator) * 0.7)
    return parameters


def scores_by_autograd(architecture, leaves, run, values):
    """One network of the batch, by PyTorch's own layers; leaves: [R, out, in], [R, 1, out]."""
    layers = list(zip(leaves[::2], leaves[1::2], strict=True))
    for layer, (weights, biases) in enumerate(layers):
        values = torch.nn.functional.linear(values, weights[run], biases[run, 0])
        if layer < len(layers) - 1:
            values = ACTIVATIONS[architecture.activations[layer]].function(values)
    return values


critics = st.builds(
    lambda hidden, name: Architecture((2, *hidden, 1), (name,) * len(hidden)),
    st.lists(st.integers(1, 6), max_size=4),
    st.sampled_from(HIDDEN_ACTIVATIONS),
)


@settings(max_examples=50, deadline=None)
@given(critics, st.integers(1, 3), st.integers(0, 2**31))
def test_slopes_and_penalty_agree_with_autograd(architecture, runs, seed):
    parameters = filled(architecture, runs, seed)
    generator = torch.Generator().manual_seed(seed + 1)
    points = torch.randn(runs, 7, 2, generator=generator, dtype=torch.float64)
    gradient = Parameters(architecture, runs, torch.full_like(parameters.flat, 5.0))
    add_penalty(parameters, points, 0.8, gradient)
    trace = forward(parameters, points)
    slopes = input_slopes(parameters, trace, torch.ones_like(trace.result))
    leaves = [
        part.clone().requires_grad_()
        for pair in zip(parameters.weights, parameters.biases, strict=True)
        for part in pair
    ]
    mine = [part for pair in zip(gradient.weights, gradient.biases, strict=True) for part in pair]
    total = 0
    for run in range(runs):
        places = points[run].clone().requires_grad_()
        scores = scores_by_autograd(architecture, leaves, run, places)
        (pulls,) = torch.autograd.grad(scores.sum(), places, create_graph=True)
        torch.testing.assert_close(slopes[run], pulls.detach())
        total = total + 0.8 * ((pulls.norm(dim=1) - 1) ** 2).mean()
    wanted = torch.autograd.grad(total, leaves, allow_unused=True, materialize_grads=True)
    for own, other in zip(mine, wanted, strict=True):
        torch.testing.assert_close(own - 5, other)


def test_the_penalty_of_a_linear_critic_in_closed_form():
    parameters = Parameters(Architecture((2, 1), ()), 1, dtype=torch.float64)
    parameters.weights[0][0, 0] = torch.tensor([3.0, 4.0])
    parameters.biases[0].fill_(7)
    points = torch.randn(1, 9, 2, generator=torch.Generator().manual_seed(0)).double()
    gradient = Parameters(parameters.architecture, 1, dtype=torch.float64)
    add_penalty(parameters, points, 10, gradient)
    # The slope is w everywhere, of length 5, and d/dw of 10 (|w| - 1)^2 is 20 (|w| - 1) w / |w|.
    torch.testing.assert_close(
        gradient.weights[0][0, 0], torch.tensor([20 * 4 * 0.6, 20 * 4 * 0.8]).double()
    )
    assert gradient.biases[0].item() == 0


def test_a_critic_of_slope_0_is_not_told_in_which_direction_to_rise():
    parameters = Parameters(Architecture((2, 3, 1), ("tanh",)), 1)
    gradient = Parameters(parameters.architecture, 1)
    add_penalty(parameters, torch.ones(1, 4, 2), 10, gradient)
    assert not gradient.flat.any()


def test_noise_is_what_it_says():
    uniform = noise("uniform", (20_000, 2), torch.Generator().manual_seed(0))
    gaussian = noise("gaussian", (20_000, 2), torch.Generator().manual_seed(0))
    assert scipy.stats.kstest(uniform[:, 0], "uniform", (-1, 2)).pvalue > 0.01
    assert scipy.stats.kstest(gaussian[:, 1], "norm").pvalue > 0.01


def test_ticks_part_the_noise_in_equal_shares():
    assert ticks("uniform", 5).tolist() == [-1, -0.5, 0, 0.5, 1]
    shares = torch.tensor(scipy.stats.norm.cdf(ticks("gaussian", 15))).diff()
    torch.testing.assert_close(shares, torch.full((14,), 0.07).double(), rtol=1e-4, atol=0)
    assert set(NOISES) == {"uniform", "gaussian"}


def test_first_weights():
    architecture = Architecture((100, 100, 2), ("relu",))
    parameters = initial(architecture, "critic", [3, 4])
    assert parameters.weights[0].std().item() == pytest.approx((2 / 100) ** 0.5, rel=0.05)
    assert not any(biases.any() for biases in parameters.biases)
    alone = initial(architecture, "critic", [4])
    assert torch.equal(parameters.weights[0][1], alone.weights[0][0])
    assert not torch.equal(parameters.weights[0][0], parameters.weights[0][1])
    other = initial(architecture, "generator", [4])
    assert not torch.equal(other.weights[0], alone.weights[0])
