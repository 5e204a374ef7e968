import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    confusion,
    drawn,
    make,
    train,
)

NETWORK, TRAINING = NetworkSettings(hidden=(4,), activations=("tanh",)), TrainingSettings(epochs=3)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 4), st.integers(0, 100), st.sampled_from(["cross_entropy", "hinge"]))
def test_rows_count_the_points_and_the_diagonal_is_the_accuracy(classes, seed, loss):
    points = make(DataSettings("spiral", points=60, classes=classes, seed=seed))
    *_, frame = train(points, NETWORK, TrainingSettings(epochs=3, loss=loss, seed=seed))
    for learned, accuracy in ((False, frame.test_accuracy), (True, frame.train_accuracy)):
        chosen = points.is_train == learned
        counts = confusion(points, NETWORK, frame, learned=learned)
        assert counts.shape == (classes, classes)
        assert counts.sum(1).tolist() == points.targets[chosen].bincount(minlength=classes).tolist()
        assert counts.trace().item() / counts.sum().item() == pytest.approx(accuracy, abs=1e-6)


def test_what_lies_on_the_wrong_side_is_in_the_other_column():
    """A network that says "second" wherever x is over 0, and one point of each class astray."""
    there = [(-3, 0, 0), (-2, 1, 0), (2, 0, 0), (3, 0, 1), (4, 1, 1), (-4, 0, 1)]
    points = drawn(there, train_share=0.5)
    alone = NetworkSettings(hidden=(), activations=(), features=("x",))
    frame = next(train(points, alone, TRAINING)).with_weight(0, 0, 0, 1.0).with_bias(0, 0, 0.0)
    both = confusion(points, alone, frame) + confusion(points, alone, frame, learned=True)
    assert both.tolist() == [[2, 1], [1, 2]]


def test_numbers_are_refused():
    points = make(DataSettings("plane", points=40))
    frame = next(train(points, NETWORK, TrainingSettings(loss="squared")))
    with pytest.raises(SettingsError, match="answers are numbers"):
        confusion(points, NETWORK, frame)


def test_a_network_that_flew_apart_still_gets_its_table():
    points = make(DataSettings("moons", points=40))
    frame = next(train(points, NETWORK, TRAINING))
    frame.parameters.flat.fill_(float("nan"))
    assert confusion(points, NETWORK, frame).sum() == torch.count_nonzero(~points.is_train)
