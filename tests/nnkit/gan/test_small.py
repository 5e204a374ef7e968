"""The small GAN learns, and collapses when it is asked to."""

import math
from dataclasses import replace

import pytest
import torch
from sklearn.datasets import load_digits

from nnkit.errors import SettingsError
from nnkit.gan import small
from nnkit.gan.small import PRESETS, SmallSettings

SHORT = SmallSettings(steps=12, frames=4, seed=5)


def told(frame):
    figures = (frame.step, frame.forger_loss, frame.critic_loss, frame.real_score)
    return (*figures, frame.forged_score, frame.shares, frame.variety)


def test_twice_the_same_run():
    first = list(small.train(SHORT))
    torch.manual_seed(3)  # the global generator has no say
    second = list(small.train(SHORT))
    for one, two in zip(first, second, strict=True):
        assert told(one) == told(two)
        assert torch.equal(one.forgeries, two.forgeries)
    assert [frame.step for frame in first] == [0, 3, 6, 9, 12]
    other = list(small.train(replace(SHORT, seed=6)))
    assert not torch.equal(first[-1].forgeries, other[-1].forgeries)


def test_frames_are_whole_by_themselves():
    frames = small.train(SHORT)
    first = next(frames)
    kept = first.forgeries.clone()
    list(frames)
    assert torch.equal(first.forgeries, kept)
    assert first.forgeries.shape == (36, 1, 8, 8)
    assert 0 <= first.forgeries.min() <= first.forgeries.max() <= 1
    assert sum(first.shares) == pytest.approx(1)


def test_the_real_ones_are_scikit_learns():
    pictures, labels = small.real_digits()
    bunch = load_digits()
    assert torch.equal(pictures, torch.tensor(bunch.data / 16, dtype=torch.float32))
    assert labels.tolist() == bunch.target.tolist()


def test_it_learns_all_ten_digits():
    *_, last = small.train(SmallSettings(steps=600, frames=2))
    assert last.covered == 10
    assert last.variety > 0.85
    assert 0.3 < last.forged_score < 0.6


def test_the_collapse_preset_collapses():
    *_, last = small.train(replace(PRESETS["collapse"], frames=1))
    assert last.covered <= 3
    assert last.variety < 0.4


def test_more_frames_than_steps_are_one_for_each_step():
    steps = [frame.step for frame in small.train(SmallSettings(steps=3, frames=50))]
    assert steps == [0, 1, 2, 3]


@pytest.mark.parametrize(
    "bad",
    [
        {"steps": 0}, {"steps": 10**6}, {"batch": 1}, {"critic_steps": 0}, {"frames": 0},
        {"seed": 0.5}, {"forger_rate": 0.0}, {"critic_rate": math.nan}, {"penalty": -1.0},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        SmallSettings(**bad)
