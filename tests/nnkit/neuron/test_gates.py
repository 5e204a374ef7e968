"""One neuron solves every gate but XOR and its opposite; two hidden ones solve that."""

import itertools
import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from nnkit import SettingsError
from nnkit.neuron import (
    CORNERS,
    GATES,
    XOR_NETWORK,
    XOR_PROOF,
    Gate,
    Neuron,
    TwoLayers,
    diagonals,
    solves,
)

SOLUTIONS = {
    "and": Neuron((1.0, 1.0), -1.5),
    "or": Neuron((1.0, 1.0), -0.5, "sigmoid"),
    "nand": Neuron((-1.0, -1.0), 1.5, "tanh"),
}
NEURONS = st.builds(Neuron, st.tuples(st.floats(-9, 9), st.floats(-9, 9)), st.floats(-9, 9))


def one_neuron_can(targets):
    """By linear programming: is there a line with a margin?"""
    signs = [1 if target else -1 for target in targets]
    rows = [[-s * x, -s * y, -s] for s, (x, y) in zip(signs, CORNERS, strict=True)]
    return linprog([0, 0, 0], A_ub=rows, b_ub=[-1] * 4, bounds=[(None, None)] * 3).status == 0


def test_the_gates_answer_as_python_does():
    peers = {"and": operator.and_, "or": operator.or_, "xor": operator.xor}
    peers["nand"] = lambda a, b: not (a and b)
    assert list(GATES) == ["and", "or", "nand", "xor"]
    for key, gate in GATES.items():
        assert gate.targets == tuple(bool(peers[key](int(a), int(b))) for a, b in CORNERS)
        assert gate.one_neuron_can == one_neuron_can(gate.targets)


def test_fourteen_of_the_sixteen_gates_are_within_reach_of_one_neuron():
    within = [t for t in itertools.product((False, True), repeat=4) if one_neuron_can(t)]
    assert len(within) == 14
    assert GATES["xor"].targets not in within


@pytest.mark.parametrize("key", SOLUTIONS)
def test_solutions_are_recognised(key):
    check = solves(SOLUTIONS[key], GATES[key])
    assert check.is_solved
    assert check.right == 4
    assert [row.inputs for row in check.rows] == list(CORNERS)
    assert [row.target for row in check.rows] == list(GATES[key].targets)


@pytest.mark.parametrize(("key", "other"), list(itertools.permutations(SOLUTIONS, 2)))
def test_the_solution_of_another_gate_is_not(key, other):
    check = solves(SOLUTIONS[key], GATES[other])
    assert not check.is_solved
    assert check.right == sum(
        a == b for a, b in zip(GATES[key].targets, GATES[other].targets, strict=True)
    )


def test_a_line_through_a_corner_counts_by_its_silent_side():
    """With a bias of -1 the sum at (0, 1) and (1, 0) is exactly 0: silent, as AND wants."""
    assert solves(Neuron((1.0, 1.0), -1.0), GATES["and"]).is_solved
    assert not solves(Neuron((1.0, 1.0), -1.0), GATES["or"]).is_solved


@settings(deadline=None)
@given(neuron=NEURONS)
def test_no_neuron_solves_xor_and_the_proof_holds_for_each(neuron):
    assert solves(neuron, GATES["xor"]).right <= 3
    on, off = diagonals(neuron)
    assert on == pytest.approx(off, abs=1e-9)


def test_three_corners_of_xor_are_possible():
    assert solves(SOLUTIONS["or"], GATES["xor"]).right == 3


@settings(deadline=None)
@given(w1=st.floats(-9, 9), w2=st.floats(-9, 9), b=st.floats(-9, 9))
def test_no_numbers_fulfil_the_first_four_lines_of_the_proof(w1, w2, b):
    """The formulas are shown to people; here they are taken at their word."""
    formulas = [claim.formula.replace("2b", "2 * b") for claim in XOR_PROOF]
    holds = [eval(formula, {"w1": w1, "w2": w2, "b": b}) for formula in formulas]
    assert not all(holds[:4])
    assert holds[4] != holds[5]


def test_each_of_the_four_corners_is_claimed_once():
    """With an OR neuron only the last corner of XOR goes wrong, and the fourth line says so."""
    values = {"w1": 1.0, "w2": 1.0, "b": -0.5}
    assert [eval(claim.formula, values) for claim in XOR_PROOF[:4]] == [True, True, True, False]


def test_two_hidden_neurons_solve_xor():
    check = solves(XOR_NETWORK, GATES["xor"])
    assert check.is_solved
    or_neuron, nand_neuron = XOR_NETWORK.hidden
    assert solves(or_neuron, GATES["or"]).is_solved
    assert solves(nand_neuron, GATES["nand"]).is_solved
    assert solves(XOR_NETWORK.last, GATES["and"]).is_solved


def test_the_hidden_neurons_move_the_corners_so_that_a_line_will_do():
    moved = [XOR_NETWORK.hidden_outputs(corner) for corner in CORNERS]
    assert moved == [(0, 1), (1, 1), (1, 1), (1, 0)]


def test_what_does_not_fit_together_is_refused():
    one, two = Neuron((1.0,)), Neuron((1.0, 1.0))
    with pytest.raises(SettingsError, match="one weight for each hidden"):
        TwoLayers((two, two, two), two)
    with pytest.raises(SettingsError, match="same number of inputs"):
        TwoLayers((one, two), two)
    with pytest.raises(SettingsError, match="Give 1 inputs"):
        solves(one, GATES["and"])
    with pytest.raises(SettingsError, match="two inputs"):
        diagonals(one)


def test_a_gate_of_ones_own_can_be_tried():
    nothing = Gate("never", "Never", "Always no.", (False,) * 4)
    assert solves(Neuron((0.0, 0.0), 0.0), nothing).is_solved
