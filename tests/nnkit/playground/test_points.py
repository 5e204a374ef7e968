import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.playground import Points, Scale, drawn
from nnkit.playground.points import split

FOUR = [(0.0, 0.0, 0), (1.0, 0.0, 1), (2.0, 0.0, 0), (3.0, 0.0, 1)]


def test_drawn_points_are_what_was_drawn():
    points = drawn(FOUR)
    assert points.inputs.tolist() == [[x, y] for x, y, _ in FOUR]
    assert points.targets.tolist() == [0, 1, 0, 1]
    assert points.classes == 2


@pytest.mark.parametrize(
    "points",
    [
        FOUR[:3],
        [(x, y, 0) for x, y, _ in FOUR],
        [(x, y, 2 * label) for x, y, label in FOUR],
        [*FOUR, (7.0, 0.0, 1)],
        [*FOUR, (float("nan"), 0.0, 1)],
        [*FOUR, (0.0, 0.0, 4)],
        [*FOUR, (0.0, 0.0, -1)],
    ],
    ids=["few", "one class", "a class left out", "outside", "nan", "fifth class", "negative"],
)
def test_drawings_that_cannot_be_learned_are_refused(points):
    with pytest.raises(SettingsError):
        drawn(points)


@pytest.mark.parametrize(("count", "share"), [(4, 0.1), (4, 0.9), (10, 0.7), (500, 0.5)])
def test_a_split_leaves_something_on_either_side(count, share):
    learned = int(split(count, share, seed=1).sum())
    assert 0 < learned < count
    assert abs(learned - share * count) <= 1


def test_real_units_come_back():
    scale = Scale((45.0, 25.0), (7.0, 6.0))
    assert scale.real(*scale.shown(30.0, 5.0)) == pytest.approx((30, 5))
    assert scale.shown(45.0, 31.0) == (0, 1)


def test_counts_are_of_the_points_to_learn_from():
    points = drawn(FOUR * 10)
    assert sum(points.counts()) == int(points.is_train.sum())


@pytest.mark.parametrize(
    "change",
    [
        {"inputs": torch.zeros(4, 3)},
        {"inputs": torch.full((4, 2), float("inf"))},
        {"is_train": torch.ones(4, dtype=torch.bool)},
        {"classes": 1},
        {"classes": 5},
        {"targets": torch.tensor([0, 1, 2, 0])},
    ],
    ids=lambda change: next(iter(change)),
)
def test_points_that_do_not_fit_together_are_refused(change):
    whole = drawn(FOUR)
    parts = {name: getattr(whole, name) for name in ("inputs", "targets", "is_train", "classes")}
    with pytest.raises(SettingsError):
        Points(**{**parts, **change})
