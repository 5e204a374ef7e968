"""Survival on a network that knows dark from bright, where all answers are plain."""

import math

import pytest
import torch

from nnkit import ImageError, SettingsError
from nnkit.attacks import away, towards
from nnkit.attacks.changes import CHANGES, NOTHING, Change
from nnkit.attacks.survival import survival

BRIGHTEN = Change("brighten", "Brightness", "× {:g}", (0.5, 1.0, 1.5), CHANGES["brighten"].function)


def dark_or_bright(pictures):
    mean = pictures.mean(dim=(1, 2, 3)) - 0.5
    return torch.stack([-10 * mean, 10 * mean], dim=1)


def even(*steps):
    return torch.tensor([step / 255 for step in steps])[:, None, None, None].expand(-1, 3, 16, 16)


def test_each_frame_says_what_the_change_does_to_the_attack_and_to_the_photo():
    originals, adversarials = even(100, 50), even(150, 240)  # both dark, both made bright
    frames = list(survival(dark_or_bright, originals, adversarials, towards(1), [BRIGHTEN]))
    assert [(frame.step, frame.total) for frame in frames] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [frame.change.key for frame in frames] == ["nothing"] + ["brighten"] * 3
    alone, darker, same, brighter = frames
    assert alone.level == 0
    assert torch.equal(alone.pictures, adversarials)
    assert alone.fooled.tolist() == [True, True]
    assert darker.fooled.tolist() == [False, False]  # 75 and 120
    assert darker.recovered.tolist() == [True, True]
    assert darker.kept_share == 1
    assert (same.fooled_share, same.recovered_share, same.kept_share) == (1, 0, 1)
    assert brighter.kept.tolist() == [False, True]  # 150 and 75: the change alone breaks the first
    assert brighter.kept_share == 0.5


def test_confidences_are_those_of_the_goals_class_and_of_the_photos_own():
    frame = next(survival(dark_or_bright, even(100), even(150), towards(1), [BRIGHTEN]))
    assert frame.confidence.item() == pytest.approx(1 / (1 + math.exp(-20 * (150 / 255 - 0.5))))
    assert frame.kept_confidence.item() == pytest.approx(1 / (1 + math.exp(20 * (100 / 255 - 0.5))))


def test_an_untargeted_goal_means_away_from_the_first_answer():
    *_, last = survival(dark_or_bright, even(200), even(100), away(), [BRIGHTEN])
    assert not last.fooled.item()  # 100 x 1.5 is bright again
    assert last.recovered.item()


def test_all_changes_are_tried_where_none_is_named():
    frames = list(survival(dark_or_bright, even(100), even(150), away()))
    tried = [(frame.change, frame.level) for frame in frames]
    assert tried == [
        (change, level) for change in (NOTHING, *CHANGES.values()) for level in change.levels
    ]
    assert all(frame.pictures.shape == (1, 3, 16, 16) for frame in frames)


def test_bad_input_is_refused_before_the_first_frame():
    with pytest.raises(ImageError, match="differ in shape"):
        survival(dark_or_bright, even(100), even(100, 150), away())
    with pytest.raises(SettingsError, match="at least one change"):
        survival(dark_or_bright, even(100), even(150), away(), [])
    with pytest.raises(SettingsError, match="no class 2"):
        survival(dark_or_bright, even(100), even(150), towards(2))
