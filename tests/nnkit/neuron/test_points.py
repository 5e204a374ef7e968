"""The sets of points are as separable as they say, and separations are judged by geometry."""

import pytest
from scipy.optimize import linprog

from nnkit import SettingsError
from nnkit.neuron import POINT_SETS, POINTS_BOX, Neuron, PointSet, flipped, separation

EVERY = pytest.mark.parametrize("points", POINT_SETS.values(), ids=lambda points: points.key)
PAIR = PointSet("pair", "", "", ((-1.0, 0.0), (3.0, 0.0)), (False, True), True)


def best_line(points, with_bias=True):
    """By linear programming: weights and bias with a margin, or None if there are none."""
    signs = [1 if target else -1 for target in points.targets]
    rows = [
        [-s * x, -s * y, -s * with_bias] for s, (x, y) in zip(signs, points.points, strict=True)
    ]
    found = linprog([0, 0, 0], A_ub=rows, b_ub=[-1] * len(rows), bounds=[(-100, 100)] * 3)
    return found.x.tolist() if found.status == 0 else None


@EVERY
def test_a_line_is_found_exactly_where_one_is_promised(points):
    found = best_line(points)
    assert (found is not None) == points.is_separable
    if found is not None:
        *weights, bias = found
        judged = separation(Neuron(tuple(weights), bias), points)
        assert judged.is_solved
        assert judged.margin > 0


def test_the_set_off_centre_needs_the_bias():
    assert best_line(POINT_SETS["corner"], with_bias=False) is None
    assert best_line(POINT_SETS["apart"], with_bias=False) is not None


@EVERY
def test_the_sets_are_whole(points):
    assert len(points.points) == len(points.targets) == 40
    assert sum(points.targets) == 20
    assert len(set(points.points)) == 40
    for x, y in points.points:
        assert POINTS_BOX.left < x < POINTS_BOX.right
        assert POINTS_BOX.bottom < y < POINTS_BOX.top


def test_the_two_strays_are_the_only_ones_wrong_with_a_good_line():
    judged = separation(Neuron((2.0, 1.5), 0.0), POINT_SETS["strays"])
    assert judged.wrong == (0, 20)
    assert judged.right == 38


def test_the_margin_is_the_distance_to_the_nearest_point():
    judged = separation(Neuron((2.0, 0.0), 0.0), PAIR)
    assert judged.is_solved
    assert judged.margin == 1.0
    off = separation(Neuron((2.0, 0.0), 4.0), PAIR)
    assert off.wrong == (0,)
    assert off.margin == -1.0


def test_the_wrong_way_round_all_are_wrong():
    judged = separation(flipped(Neuron((1.0, 0.0), 0.0)), PAIR)
    assert judged.wrong == (0, 1)
    assert judged.right == 0
    assert not judged.is_solved


def test_without_weights_there_is_no_margin():
    judged = separation(Neuron((0.0, 0.0), 1.0), PAIR)
    assert judged.wrong == (0,)
    assert judged.margin is None


def test_a_neuron_of_three_inputs_is_refused():
    with pytest.raises(SettingsError, match="two inputs"):
        separation(Neuron((1.0, 1.0, 1.0)), PAIR)
