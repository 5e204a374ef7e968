"""Each illness is found in a run made to have it, and its mend mends it."""

import math
from dataclasses import fields, replace

import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    diagnose,
    drawn,
    make,
    train,
)

CIRCLE = make(DataSettings("circle", points=200))
HILLS = make(DataSettings("multi_gaussian", points=200))
NOISY = make(DataSettings("moons", points=60, noise=0.5, seed=1))
RELU = NetworkSettings(hidden=(6, 4), activations=("relu", "relu"))
DEEP = NetworkSettings(hidden=(6,) * 6, activations=("sigmoid",) * 6)
WIDE = NetworkSettings(hidden=(12, 12, 12), activations=("tanh",) * 3)
FAST = TrainingSettings(epochs=25)


def rare():
    generator = torch.Generator().manual_seed(0)
    places = torch.randn(200, 2, generator=generator).clamp(-2.5, 2.5) - 2
    return drawn([(x, y, int(number < 8)) for number, (x, y) in enumerate(places.tolist())])


ILLNESSES = {
    "divergence": (HILLS, RELU, TrainingSettings("squared", learning_rate=3.0, epochs=20)),
    "same_weights": (CIRCLE, NetworkSettings(initialisation="zero"), FAST),
    "exploding_gradients": (
        CIRCLE,
        NetworkSettings((("x", "y")), (12,) * 6, ("relu",) * 6, "large"),
        replace(FAST, learning_rate=1e-6),
    ),
    "dead_relus": (CIRCLE, RELU, replace(FAST, learning_rate=3.0)),
    "vanishing_gradients": (CIRCLE, DEEP, FAST),
    "saturation": (
        CIRCLE,
        replace(WIDE, initialisation="large"),
        replace(FAST, learning_rate=1e-3),
    ),
    "over_fitting": (NOISY, WIDE, TrainingSettings(optimiser="adam", epochs=100)),
    "too_slow": (CIRCLE, NetworkSettings(), replace(FAST, learning_rate=1e-5)),
    "too_small": (CIRCLE, NetworkSettings(hidden=(), activations=()), replace(FAST, epochs=60)),
    "unbalanced": (rare(), NetworkSettings(), replace(FAST, loss="squared")),
}

CURES = {
    "divergence": "shorter steps: 0.3", "same_weights": "Xavier", "exploding_gradients": "Xavier",
    "dead_relus": "leaky ReLU", "vanishing_gradients": "ReLUs", "saturation": "Xavier",
    "over_fitting": "L2 penalty of 0.01", "too_slow": "longer steps: 0.0001",
    "too_small": "two layers, of 8 and 6", "unbalanced": "Cross-entropy",
}  # fmt: skip


def findings(points, network, training):
    return diagnose(list(train(points, network, training)), points, network, training)


@pytest.mark.parametrize("kind", ILLNESSES)
@pytest.mark.parametrize("seed", range(3))
def test_each_illness_is_found(kind, seed):
    points, network, training = ILLNESSES[kind]
    found = findings(points, replace(network, seed=seed), replace(training, seed=seed))
    assert [one.kind for one in found] == [kind]
    assert any(character.isdigit() for character in found[0].sentence) or kind == "too_small"
    assert found[0].sentence.endswith(".")
    assert CURES[kind] in found[0].sentence


@pytest.mark.parametrize("kind", sorted(set(ILLNESSES) - {"unbalanced"}))
def test_the_mend_is_a_setting_and_mends_it(kind):
    points, network, training = ILLNESSES[kind]
    for _ in range(4):  # a rate may have to be lowered or raised more than once
        found = findings(points, network, training)
        if kind not in {one.kind for one in found}:
            return
        change = {found[0].setting: found[0].value}
        if found[0].setting == "hidden":
            change["activations"] = ("tanh",) * len(found[0].value)
        if found[0].setting in {field.name for field in fields(NetworkSettings)}:
            network = replace(network, **change)
        else:
            training = replace(training, **change)
    pytest.fail(f"{change} does not mend {kind}.")


def test_rare_classes_with_the_right_loss_need_other_points():
    points, network, training = ILLNESSES["unbalanced"]
    found = findings(points, network, replace(training, loss="cross_entropy"))
    assert [(one.setting, one.value) for one in found] == [("points", None)]
    assert "More points of “class 2” would help" in found[0].sentence


@pytest.mark.parametrize(
    ("hidden", "residual", "setting", "value"),
    [((6,) * 6, False, "residual", True), ((6,) * 6, True, "hidden", (6, 6, 6)),
     ((6, 5, 6, 5), False, "hidden", (6, 5))],
)  # fmt: skip
def test_where_relus_vanish_something_else_is_tried(hidden, residual, setting, value):
    network = NetworkSettings(hidden=hidden, activations=("elu",) * len(hidden), residual=residual)
    run = list(train(CIRCLE, network, replace(FAST, learning_rate=0.0, epochs=10)))
    sizes = (1e-9, *[1e-3] * (len(hidden) - 1), 0.1)
    run = [replace(frame, gradient_sizes=sizes) for frame in run]
    (found,) = diagnose(run, CIRCLE, network, FAST)
    assert (found.kind, found.setting, found.value) == ("vanishing_gradients", setting, value)


def test_a_dead_layer_is_found_at_once():
    start = next(train(CIRCLE, RELU, FAST))
    for neuron in range(4):
        start = start.with_bias(1, neuron, -900.0)
    run = list(train(CIRCLE, RELU, replace(FAST, epochs=1), start))
    assert [one.kind for one in diagnose(run, CIRCLE, RELU, FAST)] == ["dead_relus"]


def test_numbers_that_are_none_do_not_confuse_the_doctor():
    points, network, training = ILLNESSES["divergence"]
    start = next(train(points, network, training)).with_weight(0, 0, 0, 1.0)
    start.parameters.flat.fill_(math.nan)
    run = list(train(points, network, training, start))
    assert len(run) == 1
    assert [one.kind for one in diagnose(run, points, network, training)] == ["divergence"]


def test_no_run_is_refused():
    with pytest.raises(SettingsError):
        diagnose([], CIRCLE, RELU, FAST)
