"""The thinned network of a step, against one whose weights were cut by hand."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    make,
    thin,
    train,
    watch_dropout,
)

POINTS = make(DataSettings("moons", points=60))
NETWORK = NetworkSettings(hidden=(4, 3), dropout=0.5)
TRAINING = TrainingSettings(epochs=3, learning_rate=0.1)
FRAMES = list(train(POINTS, NETWORK, TRAINING))


def by_hand(frame, dropped, dropout):
    """The same network without dropout: what an off neuron sends is cut, the rest is scaled."""
    parameters = frame._copied()
    for weights, layer in zip(parameters.weights[1:], dropped, strict=True):
        weights *= ~torch.tensor(layer) / (1 - dropout)
    start = replace(frame, parameters=parameters)
    network = replace(NETWORK, dropout=0.0)
    return next(train(POINTS, network, replace(TRAINING, epochs=frame.epoch), start))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.booleans(), min_size=7, max_size=7).filter(any))
def test_it_answers_as_a_network_with_those_weights_cut(off):
    dropped = (tuple(off[:4]), tuple(off[4:]))
    frame = replace(FRAMES[-1], dropped=dropped)
    thinned, cut = thin(POINTS, NETWORK, TRAINING, frame), by_hand(frame, dropped, 0.5)
    assert thinned.train_loss == pytest.approx(cut.train_loss, abs=1e-6)
    assert thinned.test_loss == pytest.approx(cut.test_loss, abs=1e-6)
    assert thinned.train_accuracy == pytest.approx(cut.train_accuracy)
    assert thinned.test_accuracy == pytest.approx(cut.test_accuracy)
    mine, theirs = (np.frombuffer(one.map_of(2, 0), np.uint8).astype(int) for one in (thinned, cut))
    assert abs(mine - theirs).max() <= 1
    for layer, row in enumerate(dropped):
        for neuron, is_off in enumerate(row):
            if is_off:
                assert set(thinned.map_of(layer, neuron)) == {128}


def test_nobody_is_off_before_the_first_step():
    assert thin(POINTS, NETWORK, TRAINING, FRAMES[0]) is FRAMES[0]


def test_the_run_goes_on_as_it_would():
    pairs = list(watch_dropout(POINTS, NETWORK, TRAINING))
    for pair, frame in zip(pairs, FRAMES, strict=True):
        assert torch.equal(pair.second.parameters.flat, frame.parameters.flat)
        assert pair.second.train_loss == frame.train_loss
        assert pair.first.dropped == frame.dropped
        assert not pair.second.dropped
    assert any(pair.first.train_loss != pair.second.train_loss for pair in pairs[1:])
