"""What counts as reached, and how far it is away."""

import pytest
import torch
from torch.nn import functional

from nnkit import SettingsError
from nnkit.attacks import Goal, away, towards

LOGITS = torch.tensor([[3.0, 1.0, 2.0], [0.0, 5.0, 4.0]])
LABELS = torch.tensor([0, 2])


def identity(pictures):
    return pictures[:, :, 0, 0]


def test_towards_a_class_and_away_from_it_are_opposites():
    near, far = towards((0, 2)), away((0, 2))
    assert near.reached(LOGITS, LABELS).tolist() == [True, False]
    assert far.reached(LOGITS, LABELS).tolist() == [False, True]
    assert near.margin(LOGITS, LABELS).tolist() == [1, -1]
    assert far.margin(LOGITS, LABELS).tolist() == [-1, 1]
    entropy = functional.cross_entropy(LOGITS, LABELS, reduction="none")
    assert torch.equal(far.loss(LOGITS, LABELS), entropy)
    assert torch.equal(near.loss(LOGITS, LABELS), -entropy)


def test_confidence_is_that_of_the_class_or_of_the_best_other():
    probabilities = LOGITS.softmax(dim=1)
    assert torch.equal(towards(0).confidence(LOGITS, LABELS), probabilities[[0, 1], [0, 2]])
    assert torch.equal(away().confidence(LOGITS, LABELS), probabilities[[0, 1], [2, 1]])


def test_a_goal_is_reached_only_so_confidently():
    sure = towards(0).confidence(LOGITS[:1], LABELS[:1]).item()
    assert towards(0).reached(LOGITS[:1], LABELS[:1], sure - 0.01).all()
    assert not towards(0).reached(LOGITS[:1], LABELS[:1], sure + 0.01).any()


def test_a_tie_fools_nobody():
    tie = torch.tensor([[1.0, 1.0]])
    assert not away(0).reached(tie, torch.tensor([0])).any()
    assert not towards(1).reached(tie, torch.tensor([1])).any()


def test_one_label_stands_for_all_and_none_for_the_first_answer():
    batch = LOGITS[:, :, None, None]
    assert towards(1).resolve(identity, batch).tolist() == [1, 1]
    assert towards([2, 0]).resolve(identity, batch).tolist() == [2, 0]
    assert away().resolve(identity, batch).tolist() == [0, 1]


@pytest.mark.parametrize("labels", [(0,), (0, 1, 2), 3, (0, 3)])
def test_labels_must_fit_pictures_and_network(labels):
    with pytest.raises(SettingsError):
        Goal(labels, targeted=True).resolve(identity, LOGITS[:, :, None, None])


@pytest.mark.parametrize("labels", [None, -1, True, 1.0, (), (1, -1), "cat"])
def test_what_is_no_label_is_refused(labels):
    with pytest.raises(SettingsError):
        Goal(labels, targeted=True)
