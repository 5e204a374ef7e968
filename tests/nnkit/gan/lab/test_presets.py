"""What the shipped settings promise, on five seeds each."""

from dataclasses import replace

import pytest

from nnkit.gan.lab import PRESETS, make, train_many

BY_KEY = {preset.key: preset for preset in PRESETS}
HEALTHY = {"ring": 0.9, "gaussians": 0.9, "line": 0.8, "disjoint": 0.9}  # promised coverage


def last_frames(key, every):
    preset = BY_KEY[key]
    *_, last = train_many(make(preset.cloud), replace(preset.settings, every=every), runs=5)
    assert len(last) == 5
    return last


@pytest.mark.parametrize("key", HEALTHY)
def test_all_modes_are_covered_and_the_alarm_is_silent(key):
    for frame in last_frames(key, 100):
        assert frame.figures.coverage >= HEALTHY[key]
        assert frame.figures.quality > 0.6
        assert not frame.alarm
        assert not frame.note


def test_the_collapse_preset_collapses_and_is_called_out():
    for frame in last_frames("collapse", 50):
        assert frame.figures.coverage <= 2 / 8
        assert frame.figures.fake_cells < frame.figures.real_cells / 3
        assert frame.alarm.startswith("Collapse: for ")
        assert not frame.note


def test_keys():
    assert set(BY_KEY) == {*HEALTHY, "collapse"}
    assert len(BY_KEY) == len(PRESETS)
