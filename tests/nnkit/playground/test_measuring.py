"""Measured slopes: right in the middle, wrong at both ends, and of the weight that is meant."""

import pytest

from nnkit.errors import SettingsError
from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    explain,
    make,
    step_errors,
    train,
)

POINTS = make(DataSettings("circle", points=20))
NETWORK = NetworkSettings(hidden=(3, 2))
TRAINING = TrainingSettings(epochs=0)
(FRAME,) = train(POINTS, NETWORK, TRAINING)
RUN = (POINTS, NETWORK, TRAINING, FRAME)


def loss_with(place, value):
    """The example's loss with one weight or bias set, the way that a visitor would set it."""
    layer, to, source = place
    changed = (
        FRAME.with_bias(layer, to, value)
        if source is None
        else FRAME.with_weight(layer, to, source, value)
    )
    return explain(POINTS, NETWORK, TRAINING, changed, 4).loss


@pytest.mark.parametrize("place", [(0, 2, 1), (1, 0, 2), (2, 0, 1), (1, 1, None)])
def test_a_long_step_is_off_by_as_much_as_the_losses_say(place):
    layer, to, source = place
    steps = explain(*RUN, 4).layers[layer]
    if source is None:
        slope, here = steps.chain.biases[to].item(), steps.biases[to].item()
    else:
        slope, here = steps.chain.weights[to, source].item(), steps.weights[to, source].item()
    longest = step_errors(*RUN, 4, *place)[0]
    measured = (loss_with(place, here + 1) - loss_with(place, here - 1)) / 2
    assert longest.step == 1
    # Weights are set in single precision.
    assert longest.error == pytest.approx(abs(measured - slope), abs=1e-6)
    assert longest.error > 1e-5


def test_steps_must_be_neither_long_nor_short():
    errors = [error for _, error in step_errors(*RUN, 4, 0, 0, 0)]
    best = min(errors)
    assert best < 1e-10
    assert errors[0] > 1e6 * best
    assert errors[-1] > 1e3 * best


@pytest.mark.parametrize(
    "place", [(3, 0, 0), (-1, 0, 0), (0, 3, 0), (0, 0, 2), (0, -1, None), (2, 1, None)]
)
def test_what_is_not_there_has_no_slope(place):
    with pytest.raises(SettingsError):
        step_errors(*RUN, 4, *place)


def test_an_example_that_is_not_there_is_refused():
    with pytest.raises(SettingsError, match=r"examples 0\.\.19"):
        step_errors(*RUN, 20, 0, 0, 0)
