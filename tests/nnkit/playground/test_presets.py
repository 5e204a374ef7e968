"""What the shipped settings promise."""

from dataclasses import replace

import pytest

from nnkit.playground import KINDS, PRESETS, diagnose, make, train, train_many

PROMISED = {"circle": 0.98, "xor": 0.98, "moons": 0.98, "spiral": 0.95, "spiral with sines": 0.95}
BY_KEY = {preset.key: preset for preset in PRESETS}


def test_there_is_one_for_each_kind_of_data():
    assert {preset.data.kind for preset in PRESETS} == set(KINDS)
    assert len(BY_KEY) == len(PRESETS)


@pytest.mark.parametrize("key", PROMISED)
def test_the_promise_is_kept_on_each_of_ten_seeds(key):
    preset = BY_KEY[key]
    training = replace(preset.training, every=preset.training.epochs)
    *_, last = train_many(make(preset.data), preset.network, training, seeds=10)
    assert len(last.test_accuracies) == 10
    assert min(last.test_accuracies) > PROMISED[key]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_it_learns_and_the_doctor_finds_nothing_on_the_way(preset):
    points = make(preset.data)
    training = replace(preset.training, every=5)
    run = list(train(points, preset.network, training))
    assert run[-1].test_accuracy > PROMISED.get(preset.key, 0.9)
    for frames in range(1, len(run) + 1):
        assert diagnose(run[:frames], points, preset.network, training) == []
