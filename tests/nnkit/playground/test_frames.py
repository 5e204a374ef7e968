"""What a frame shows is true of its network, and what is edited stays."""

from dataclasses import replace

import pytest
import torch

from nnkit.activations import ACTIVATIONS
from nnkit.errors import SettingsError
from nnkit.playground import DataSettings, NetworkSettings, TrainingSettings, make, train
from nnkit.playground.features import features
from nnkit.playground.frames import SIDE, plane

POINTS = make(DataSettings("moons", points=60))
NETWORK = NetworkSettings()
TRAINING = TrainingSettings(epochs=6, learning_rate=0.05)


def run(network=NETWORK, start=None):
    return list(train(POINTS, network, TRAINING, start))


def test_an_edited_weight_stays_and_shows():
    frame = run()[3]
    edited = frame.with_weight(1, 1, 2, -4.5).with_bias(0, 3, 2.25)
    assert edited.weights[1][1, 2] == -4.5
    assert edited.biases[0][3] == 2.25
    changed = edited.parameters.flat != frame.parameters.flat
    assert changed.sum() == 2
    measured, *_ = run(start=edited)
    assert measured.train_loss != frame.train_loss
    assert measured.map_of(0, 3) != frame.map_of(0, 3)
    assert measured.map_of(0, 0) == frame.map_of(0, 0)


@pytest.mark.parametrize("place", [(3, 0, 0), (0, 4, 0), (0, 0, 2), (-1, 0, 0)])
def test_edits_of_what_is_not_there_are_refused(place):
    frame = run()[0]
    with pytest.raises(SettingsError):
        frame.with_weight(*place, 1.0)
    with pytest.raises(SettingsError):
        frame.with_weight(0, 0, 0, float("nan"))
    with pytest.raises(SettingsError):
        frame.with_bias(0, 9, 1.0)
    with pytest.raises(SettingsError):
        frame.map_of(0, 4)


def test_maps_show_what_each_neuron_gives():
    frame = run()[-1]
    assert len(frame.maps) == (4 + 2 + 1) * SIDE * SIDE
    values = plane(NETWORK.features)
    for layer in range(3):
        sums = values @ frame.weights[layer].T + frame.biases[layer]
        values = sums.tanh() if layer < 2 else 2 * sums.sigmoid() - 1
        for neuron in range(values.shape[1]):
            place = sum((4, 2, 1)[:layer]) + neuron
            drawn = torch.tensor(list(frame.map_of(layer, neuron)))
            shown = (drawn - 128) / 127 * frame.scales[place]
            assert (shown - values[:, neuron]).abs().max() <= 1.01 / 127 * frame.scales[place]


def test_maps_have_north_at_the_top_and_east_at_the_right():
    x, y = plane(("x", "y")).unbind(1)
    assert x[0] < 0 < x[SIDE - 1]
    assert y[0] > 0 > y[-1]
    assert x[0] == -y[0]


def test_unbounded_neurons_are_scaled():
    frame = run(network=replace(NETWORK, activations=("relu", "relu"), initialisation="large"))[0]
    assert max(frame.scales) > 5
    assert max(frame.maps) == 255


def test_losses_and_gradient_sizes_are_those_of_all_training_points():
    frame = run()[4]
    leaves = [*frame.weights, *frame.biases]
    leaves = [leaf.clone().requires_grad_() for leaf in leaves]
    values = features(POINTS.inputs[POINTS.is_train], NETWORK.features)
    for layer in range(3):
        sums = values @ leaves[layer].T + leaves[3 + layer]
        values = sums.tanh()
    targets = POINTS.targets[POINTS.is_train].float()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(sums[:, 0], targets)
    assert frame.train_loss == pytest.approx(loss.item(), rel=1e-5)
    slopes = torch.autograd.grad(loss, leaves)
    for layer in range(3):
        both = torch.cat([slopes[layer].flatten(), slopes[3 + layer]])
        size = both.square().mean().sqrt().item()
        assert frame.gradient_sizes[layer] == pytest.approx(size, rel=1e-4)


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh", "identity"])
def test_idle_neurons(name):
    network = NetworkSettings(hidden=(3,), activations=(name,))
    frame = next(train(POINTS, network, TRAINING)).with_bias(0, 0, -500.0)
    measured = next(train(POINTS, network, TRAINING, frame))
    assert measured.idle[0][0] == (0 if name == "identity" else 1)
    sums = POINTS.inputs[POINTS.is_train] @ measured.weights[0].T + measured.biases[0]
    slopes = ACTIVATIONS[name].derivative(sums)
    steepest = 0.25 if name == "sigmoid" else 1
    assert measured.idle[0] == pytest.approx((slopes < 0.05 * steepest).float().mean(0).tolist())
