"""Figures beside scikit-learn's, and calibration beside closed forms."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from nnkit.digits import evaluation


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60))
def test_confusion_and_accuracy(pairs):
    labels, answers = (torch.tensor(side) for side in zip(*pairs, strict=True))
    expected = metrics.confusion_matrix(labels, answers, labels=range(4))
    assert evaluation.confusion(answers, labels, 4).tolist() == expected.tolist()
    assert evaluation.accuracy(answers, labels) == pytest.approx(
        metrics.accuracy_score(labels, answers)
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_f1(pairs):
    labels, answers = (torch.tensor(side).long() for side in zip(*pairs, strict=True))
    expected = metrics.f1_score(labels, answers, zero_division=0)
    assert evaluation.f1(answers, labels) == pytest.approx(expected)


def test_single_logits_answer_yes_above_zero():
    logits = torch.tensor([[-1.0], [0.5]])
    assert evaluation.answers(logits).tolist() == [0, 1]
    shares = evaluation.probabilities(logits, 2.0)
    assert torch.allclose(shares.sum(1), torch.ones(2))
    assert shares[1, 1].item() == pytest.approx(1 / (1 + 2.718281828 ** (-0.25)))


@pytest.mark.parametrize("classes", [1, 10])
def test_the_temperature_of_logits_that_were_blown_up_is_found(classes):
    """Labels drawn from softmax(logits): the best temperature of `3 * logits` is then 3."""
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(20_000, classes, generator=generator) * 2
    shares = evaluation.probabilities(logits)
    labels = torch.multinomial(shares, 1, generator=generator)[:, 0]
    assert evaluation.fit_temperature(3 * logits, labels) == pytest.approx(3, rel=0.05)


def test_calibration_error_by_hand():
    """Three say 90 % and two are right; one says 60 % and is wrong."""
    shares = torch.tensor([[0.9, 0.1], [0.9, 0.1], [0.1, 0.9], [0.4, 0.6]])
    labels = torch.tensor([0, 0, 0, 0])
    expected = 3 / 4 * (0.9 - 2 / 3) + 1 / 4 * 0.6
    assert evaluation.expected_calibration_error(shares, labels) == pytest.approx(expected)


def test_perfect_certainty_is_perfectly_calibrated():
    shares = torch.eye(10)
    assert evaluation.expected_calibration_error(shares, torch.arange(10)) == 0
