"""Presets are complete and the embedded network can dream each."""

import pytest

from nnkit.dream import dream
from nnkit.dream.presets import PRESETS


def test_each_has_a_name_of_its_own_and_one_sentence():
    for part in ("key", "title", "sentence", "settings"):
        assert len({getattr(preset, part) for preset in PRESETS}) == len(PRESETS)
    assert 6 <= len(PRESETS) <= 9
    for preset in PRESETS:
        assert preset.sentence.endswith(".")
        assert preset.sentence.count(".") == 1


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_the_embedded_network_dreams_it(network, photo, preset):
    frames = dream(network, photo, preset.settings)
    first, second = next(frames), next(frames)
    frames.close()
    assert (second.picture - first.picture).abs().mean() > 0.001
