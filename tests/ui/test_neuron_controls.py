"""A dragged line's numbers fit the sliders, and the line stays where it was put."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnkit.neuron import Neuron
from ui import neuron_controls


def written(monkeypatch, *numbers):
    state = {}
    monkeypatch.setattr(neuron_controls.st, "session_state", state)
    neuron_controls.put(Neuron(numbers[:2], numbers[2]))
    return [state[key] for key in ("w1", "w2", "b")]


@pytest.mark.parametrize(
    ("numbers", "cuts"),
    [((8, 6, -20), (2.5, 10 / 3)), ((5, 5, 30), (-6, -6)), ((20, -10, 0), (0, 0)),
     ((2, 0.5, -1), (0.5, 2))],
)  # fmt: skip
def test_the_line_cuts_the_axes_where_it_did(numbers, cuts, monkeypatch):
    first, second, bias = written(monkeypatch, *numbers)
    assert max(abs(first), abs(second)) <= 5
    assert abs(bias) <= 10
    assert (-bias / first, -bias / second) == pytest.approx(cuts, rel=0.02)
    assert (first > 0, second > 0) == (numbers[0] > 0, numbers[1] > 0)


def test_small_numbers_and_none_stay_as_they_are(monkeypatch):
    assert written(monkeypatch, 1.25, -0.5, 3.0) == [1.25, -0.5, 3.0]
    assert written(monkeypatch, 0.0, 0.0, 0.0) == [0, 0, 0]


@given(st.tuples(*[st.floats(-1000, 1000)] * 3))
def test_all_numbers_are_in_the_sliders_reach(numbers):
    with pytest.MonkeyPatch.context() as monkeypatch:
        values = written(monkeypatch, *numbers)
    for value, most in zip(values, (5, 5, 10), strict=True):
        assert abs(value) <= most
        assert value == pytest.approx(round(value * 20) / 20)
