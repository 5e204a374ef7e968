"""Settings refuse what makes no sense, in one sentence, when they are made."""

import math

import pytest

from nnkit.dream import DreamSettings, ZoomSettings
from nnkit.errors import SettingsError

BAD = [
    {"layers": ()},
    {"layers": [("block 9", 1.0)]},
    {"layers": ("block 9", 1.0)},
    {"layers": (("block 9",),)},
    {"layers": ((9, 1.0),)},
    {"layers": (("block 9", "1"),)},
    {"layers": (("block 9", 0.0),)},
    {"layers": (("block 9", math.nan),)},
    {"layers": (("block 9", math.inf),)},
    {"layers": (("<b>", 1.0),)},
    {"layers": (("x" * 41, 1.0),)},
    {"layers": (("block 9", 1.0), ("block 9", 2.0))},
    {"layers": tuple((f"block {n}", 1.0) for n in range(9))},
    {"octaves": 0},
    {"octaves": 2.0},
    {"octaves": True},
    {"octaves": 10**400},
    {"scale": 1.0},
    {"scale": math.nan},
    {"scale": "1.4"},
    {"scale": 10**400},
    {"steps": 0},
    {"steps": 1001},
    {"step_size": 0},
    {"step_size": 2},
    {"jitter": -1},
    {"smoothing": 1.1},
    {"strength": -0.1},
    {"seed": -1},
    {"seed": None},
    {"channel": -1},
    {"channel": 1.5},
    {"channel": 3, "layers": (("logits", 1.0),), "label": 3},
    {"label": -1, "layers": (("logits", 1.0),)},
    {"label": 9},
    {"layers": (("logits", 1.0),)},
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: str(bad)[:60])
def test_bad_dream_settings(bad):
    with pytest.raises(SettingsError) as caught:
        DreamSettings(**bad)
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    "bad",
    [
        {"frames": 0},
        {"frames": 1.5},
        {"zoom": 0.5},
        {"zoom": math.nan},
        {"rotation": 90},
        {"octaves": 5},
        {"steps": 0},
    ],
)
def test_bad_zoom_settings(bad):
    with pytest.raises(SettingsError):
        ZoomSettings(**bad)


def test_settings_are_frozen_and_comparable():
    assert DreamSettings() == DreamSettings()
    assert len({DreamSettings(), DreamSettings(), DreamSettings(seed=1)}) == 2
    with pytest.raises(AttributeError):
        DreamSettings().seed = 2
