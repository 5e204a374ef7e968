"""The line lies where the sum is 0, and whoever drags it gets the neuron that belongs to it."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.box import Box
from nnkit.neuron import Neuron, flipped, from_line, line, through

BOX = Box(-5.0, 5.0, -4.0, 4.0)
NUMBER = st.floats(-5, 5)
SPOT = st.tuples(NUMBER, st.floats(-4, 4))


@st.composite
def neurons(draw):
    weights = draw(st.tuples(NUMBER, NUMBER))
    assume(math.hypot(*weights) > 0.01)
    return Neuron(weights, draw(NUMBER), "sigmoid")


def total(neuron, point):
    return neuron.weights[0] * point[0] + neuron.weights[1] * point[1] + neuron.bias


def left_of(start, end, distance=1.0):
    """The point beside the middle of the way, on the left."""
    x, y = end[0] - start[0], end[1] - start[1]
    away = distance / math.hypot(x, y)
    return ((start[0] + end[0]) / 2 - y * away, (start[1] + end[1]) / 2 + x * away)


@settings(max_examples=100, deadline=None)
@given(neuron=neurons())
def test_the_ends_lie_on_the_line_on_the_rim_and_keep_the_side(neuron):
    ends = line(neuron, BOX)
    sums = [total(neuron, (x, y)) for x in (-5, 5) for y in (-4, 4)]
    if ends is None:
        assert min(sums) > -1e-4 or max(sums) < 1e-4  # all four corners on one side
        return
    assert min(sums) < 0 < max(sums)
    steepness = math.hypot(*neuron.weights)
    for x, y in ends:
        assert abs(total(neuron, (x, y))) / steepness < 1e-9
        assert max(abs(x) / 5, abs(y) / 4) == pytest.approx(1)
    if math.dist(*ends) > 1e-3:
        assert total(neuron, left_of(*ends)) == pytest.approx(steepness, rel=1e-6)


@settings(max_examples=100, deadline=None)
@given(neuron=neurons())
def test_from_the_ends_of_its_line_comes_the_same_neuron(neuron):
    ends = line(neuron, BOX)
    assume(ends is not None and math.dist(*ends) > 0.1)
    back = from_line(neuron, *ends)
    assert back.weights == pytest.approx(neuron.weights, abs=1e-9)
    assert back.bias == pytest.approx(neuron.bias, abs=1e-9)
    assert back.activation == neuron.activation


@settings(max_examples=100, deadline=None)
@given(neuron=neurons(), start=SPOT, end=SPOT)
def test_a_dragged_line_runs_through_both_ends_as_steep_as_before(neuron, start, end):
    assume(math.dist(start, end) > 0.1)
    made = from_line(neuron, start, end)
    assert total(made, start) == pytest.approx(0, abs=1e-9)
    assert total(made, end) == pytest.approx(0, abs=1e-9)
    assert math.hypot(*made.weights) == pytest.approx(math.hypot(*neuron.weights))
    assert made.fires(left_of(start, end))
    assert not made.fires(left_of(start, end, -1.0))


def test_dragging_an_end_in_small_steps_never_swaps_the_sides():
    """Once round: the point that the line turns away from changes side, but never all at once."""
    neuron, (start, _) = Neuron((1.0, 0.0), 0.0), line(Neuron((1.0, 0.0), 0.0), BOX)
    before = neuron.weights
    for degree in range(1, 361):
        angle = math.radians(degree - 90)
        end = (start[0] + math.cos(angle), start[1] + math.sin(angle))
        neuron = from_line(neuron, start, end)
        assert math.dist(before, neuron.weights) < 0.02
        before = neuron.weights
    assert neuron.weights == pytest.approx((1.0, 0.0), abs=1e-9)


@settings(deadline=None)
@given(neuron=neurons(), point=SPOT)
def test_a_pushed_line_runs_through_the_point_and_stays_parallel(neuron, point):
    pushed = through(neuron, point)
    assert pushed.weights == neuron.weights
    assert total(pushed, point) == pytest.approx(0, abs=1e-9)


@settings(deadline=None)
@given(neuron=neurons(), point=SPOT)
def test_a_flipped_neuron_fires_on_the_other_side(neuron, point):
    other = flipped(neuron)
    assume(abs(neuron.weighted_sum(point)) > 1e-6)
    assert other.fires(point) != neuron.fires(point)
    assert flipped(other) == neuron


def test_upright_and_level_lines():
    assert line(Neuron((2.0, 0.0), -2.0), BOX) == ((1.0, 4.0), (1.0, -4.0))
    assert line(Neuron((0.0, 1.0), 3.0), BOX) == ((-5.0, -3.0), (5.0, -3.0))


def test_no_line_without_weights_or_outside_the_box():
    assert line(Neuron((0.0, 0.0), 1.0), BOX) is None
    assert line(Neuron((1.0, 0.0), -5.1), BOX) is None
    assert line(Neuron((1.0, 1.0), -9.1), BOX) is None
    assert line(Neuron((1.0, 1.0), -9.0), BOX) is None  # touches a corner only


def test_a_neuron_without_a_line_gets_one_of_steepness_one():
    made = from_line(Neuron((0.0, 0.0), 3.0), (0.0, 0.0), (2.0, 0.0))
    assert made.weights == pytest.approx((0, 1))
    assert made.bias == 0


def test_ends_that_are_one_and_neurons_of_other_inputs_are_refused():
    with pytest.raises(SettingsError, match="two ends that differ"):
        from_line(Neuron((1.0, 1.0)), (1.0, 2.0), (1.0, 2.0))
    with pytest.raises(SettingsError, match="two ends that differ"):
        from_line(Neuron((1.0, 1.0)), (math.nan, 2.0), (1.0, 2.0))
    for ask in (
        lambda three: line(three, BOX),
        lambda three: from_line(three, (0.0, 0.0), (1.0, 1.0)),
        lambda three: through(three, (0.0, 0.0)),
    ):
        with pytest.raises(SettingsError, match="two inputs"):
            ask(Neuron((1.0, 1.0, 1.0)))
