"""Chain rule, autograd and central differences agree on random networks."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.errors import SettingsError
from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    explain,
    make,
    train,
)
from nnkit.playground.features import FEATURES
from nnkit.playground.network import HIDDEN_ACTIVATIONS
from nnkit.playground.objectives import LOSSES

hidden = st.lists(st.tuples(st.integers(1, 5), st.sampled_from(HIDDEN_ACTIVATIONS)), max_size=4)
networks = st.builds(
    lambda names, layers, initialisation, residual, seed: NetworkSettings(
        tuple(sorted(names)),
        tuple(width for width, _ in layers),
        tuple(name for _, name in layers),
        initialisation,
        residual,
        seed=seed,
    ),
    st.sets(st.sampled_from(sorted(FEATURES)), min_size=1, max_size=4),
    hidden,
    st.sampled_from(["xavier", "he"]),
    st.booleans(),
    st.integers(0, 2**31),
)


@settings(max_examples=40, deadline=None)
@given(networks, st.sampled_from(LOSSES), st.integers(2, 4), st.integers(0, 19))
def test_three_ways_to_a_slope_agree(network, loss, classes, example):
    points = make(DataSettings("gaussians", points=20, classes=classes))
    training = TrainingSettings(loss)
    frame = next(train(points, network, training))
    # Biases of 0 behind a silent ReLU would put the next one exactly onto its kink.
    generator = torch.Generator().manual_seed(network.seed)
    flat = frame.parameters.flat
    flat += 0.3 * torch.randn(flat.shape, generator=generator)
    told = explain(points, network, training, frame, example)
    for layer in told.layers:
        for way in (layer.autograd, layer.measured):
            torch.testing.assert_close(layer.chain.weights, way.weights, rtol=1e-6, atol=1e-6)
            torch.testing.assert_close(layer.chain.biases, way.biases, rtol=1e-6, atol=1e-6)
    assert told.disagreement < 1e-5


@pytest.mark.parametrize("residual", [False, True])
def test_every_number_follows_from_the_ones_before(residual):
    points = make(DataSettings("spiral", points=40))
    network = NetworkSettings(hidden=(3, 3), residual=residual)
    training = TrainingSettings(learning_rate=0.5, l2=0.1, epochs=5)
    *_, frame = train(points, network, training)
    told = explain(points, network, training, frame, 5)
    assert told.point == tuple(points.inputs[5].tolist())
    for layer, after in zip(told.layers, [*told.layers[1:], None], strict=True):
        torch.testing.assert_close(layer.sums, layer.weights @ layer.inputs + layer.biases)
        torch.testing.assert_close(layer.sum_slopes, layer.output_slopes * layer.activation_slopes)
        outer = layer.sum_slopes[:, None] * layer.inputs
        torch.testing.assert_close(layer.chain.weights, outer)
        torch.testing.assert_close(layer.chain.biases, layer.sum_slopes)
        step = layer.weights - 0.5 * (layer.chain.weights + 0.1 * layer.weights)
        torch.testing.assert_close(layer.new_weights, step)
        torch.testing.assert_close(layer.new_biases, layer.biases - 0.5 * layer.chain.biases)
        if after is not None:
            torch.testing.assert_close(layer.outputs, after.inputs)
            through = after.weights.T @ after.sum_slopes
            skipped = after.output_slopes if after.skips else 0
            torch.testing.assert_close(layer.output_slopes, through + skipped)
    assert [layer.skips for layer in told.layers] == [False, residual, False]
    assert told.new_loss < told.loss


def test_the_step_is_the_one_that_the_run_would_take():
    """With one example to learn from, an epoch is that step."""
    points = make(DataSettings("moons", points=10, train_share=0.1))
    network = NetworkSettings()
    training = TrainingSettings(optimiser="adam", epochs=3, l1=0.01)
    frames = list(train(points, network, training))
    example = int(points.is_train.nonzero()[0, 0])
    told = explain(points, network, training, frames[2], example)
    for layer, weights, biases in zip(
        told.layers, frames[3].weights, frames[3].biases, strict=True
    ):
        torch.testing.assert_close(layer.new_weights.float(), weights)
        torch.testing.assert_close(layer.new_biases.float(), biases)


def test_numbers_and_bad_examples():
    points = make(DataSettings("plane", points=20))
    training = TrainingSettings("squared")
    frame = next(train(points, NetworkSettings(), training))
    told = explain(points, NetworkSettings(), training, frame, 3)
    assert told.loss == pytest.approx((told.answer - told.wanted).square().item())
    for wrong in (-1, 20):
        with pytest.raises(SettingsError):
            explain(points, NetworkSettings(), training, frame, wrong)
