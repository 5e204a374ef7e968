"""Two runs side by side, and what their first weights have in common."""

import itertools
from dataclasses import replace

import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.playground import (
    Candidate,
    DataSettings,
    Kinship,
    NetworkSettings,
    TrainingSettings,
    compare,
    comparing,
    kinship,
    make,
    train,
)

POINTS = make(DataSettings("moons", points=60))
NETWORK = NetworkSettings(hidden=(4, 3))
TRAINING = TrainingSettings(epochs=6)
USUAL = Candidate(POINTS, NETWORK, TRAINING)


def with_network(**changes):
    return replace(USUAL, network=replace(NETWORK, **changes))


def with_training(**changes):
    return replace(USUAL, training=replace(TRAINING, **changes))


def test_each_run_is_what_it_is_alone():
    other = with_training(learning_rate=0.3)
    pairs = list(compare(USUAL, other))
    assert [(pair.step, pair.total) for pair in pairs] == [(epoch, 6) for epoch in range(7)]
    for side, alone in (("first", USUAL), ("second", other)):
        frames = train(alone.points, alone.network, alone.training)
        for pair, frame in zip(pairs, frames, strict=True):
            shown = getattr(pair, side)
            assert torch.equal(shown.parameters.flat, frame.parameters.flat)
            assert shown.maps == frame.maps
    first = pairs[0]
    assert torch.equal(first.first.parameters.flat, first.second.parameters.flat)
    assert not torch.equal(pairs[1].first.parameters.flat, pairs[1].second.parameters.flat)


def test_each_run_has_a_watch_of_its_own(monkeypatch):
    ticks = itertools.count()
    monkeypatch.setattr(comparing.time, "perf_counter", lambda: next(ticks))
    pairs = list(compare(USUAL, with_training(epochs=3)))
    assert [pair.seconds for pair in pairs] == [
        (0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (5, 3), (6, 3)
    ]  # fmt: skip


@pytest.mark.parametrize("is_second", [False, True])
def test_who_ends_first_waits_for_the_other(is_second):
    short = with_training(epochs=2)
    pairs = list(compare(USUAL, short) if is_second else compare(short, USUAL))
    epochs = [(pair.first.epoch, pair.second.epoch) for pair in pairs]
    wanted = [(epoch, min(epoch, 2)) for epoch in range(7)]
    assert epochs == (wanted if is_second else [pair[::-1] for pair in wanted])
    assert [pair.step for pair in pairs] == list(range(7))
    assert {pair.total for pair in pairs} == {6}


def test_what_does_not_fit_is_refused_at_once():
    numbers = Candidate(make(DataSettings("plane", points=20)), NETWORK, TRAINING)
    with pytest.raises(SettingsError, match="squared"):
        compare(USUAL, numbers)


@pytest.mark.parametrize(
    "other",
    [
        with_training(learning_rate=1.0, optimiser="adam", batch=3, l2=0.1),
        with_network(dropout=0.5, residual=True, activations=("relu", "sigmoid")),
        replace(USUAL, points=make(DataSettings("moons", points=60, noise=0.4, train_share=0.3))),
    ],
)
def test_most_settings_leave_the_first_weights_alone(other):
    assert kinship(USUAL, other) == (Kinship(8, 8, 1.0), Kinship(12, 12, 1.0), Kinship(3, 3, 1.0))


def factors(first, second):
    return [each.factor for each in kinship(first, second)]


def test_another_spread_multiplies_them():
    assert factors(USUAL, with_network(initialisation="he")) == pytest.approx([2**0.5] * 3)
    spreads = [3 * inputs**0.5 for inputs in (2, 4, 3)]
    assert factors(USUAL, with_network(initialisation="large")) == pytest.approx(spreads)
    zero = with_network(initialisation="zero")
    assert factors(USUAL, zero) == [0.0] * 3
    assert factors(zero, USUAL) == [None] * 3
    assert factors(zero, zero) == [1.0] * 3


def test_another_seed_has_nothing_in_common():
    assert factors(USUAL, with_network(seed=1)) == [None] * 3


def test_neurons_that_both_have_begin_alike():
    wider = kinship(USUAL, with_network(hidden=(6, 3)))
    assert [(each.count, each.shared) for each in wider] == [(12, 8), (18, 12), (3, 3)]
    assert [each.factor for each in wider] == pytest.approx([1.0, (4 / 6) ** 0.5, 1.0])


def test_features_are_matched_by_name():
    found = kinship(with_network(features=("x^2", "y")), with_network(features=("x", "y")))
    assert found[0] == Kinship(8, 4, 1.0)
    three = kinship(with_network(features=("y", "x", "xy")), USUAL)
    assert (three[0].shared, three[0].factor) == (8, pytest.approx((3 / 2) ** 0.5))
    none = kinship(with_network(features=("xy",)), USUAL)
    assert none[0].shared == 0


def test_a_new_hidden_layer_stands_before_the_output():
    deeper = with_network(hidden=(4, 3, 3), activations=("tanh",) * 3)
    assert [each.shared for each in kinship(USUAL, deeper)] == [8, 12, 0, 3]
    assert [each.shared for each in kinship(deeper, USUAL)] == [8, 12, 3]
    line = with_network(hidden=(), activations=())
    assert [each.shared for each in kinship(line, USUAL)] == [0, 0, 0]
    assert [each.shared for each in kinship(USUAL, line)] == [0]
    assert kinship(line, line) == (Kinship(2, 2, 1.0),)
