"""Settings are checked when they are written down."""

import math

import pytest

from nnkit import SettingsError
from nnkit.style import StyleSettings


def test_the_ends_of_the_ranges_are_allowed():
    StyleSettings(strength=0, style_scale=0.25, mix=0, smoothing=0, jitter=0, step_size=1e-4)
    StyleSettings(strength=1, style_scale=3, mix=1, smoothing=10, jitter=32, step_size=0.2)
    StyleSettings(scales=(1.0,), steps=(1000,))
    assert StyleSettings() == StyleSettings(scales=(0.34, 0.67, 1.0))
    assert hash(StyleSettings()) == hash(StyleSettings())


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"strength": 1.01}, "strength must be 0..1"),
        ({"strength": -0.1}, "strength"),
        ({"strength": math.nan}, "strength"),
        ({"strength": "much"}, "strength"),
        ({"style_scale": 0.2}, "style_scale must be 0.25..3"),
        ({"style_scale": 3.1}, "style_scale"),
        ({"mix": 2}, "mix must be 0..1"),
        ({"keep_colours": 1}, "keep_colours must be True or False"),
        ({"step_size": 0}, "step_size"),
        ({"smoothing": -1}, "smoothing"),
        ({"jitter": 33}, "jitter must be a whole number 0..32"),
        ({"jitter": 1.5}, "jitter"),
        ({"seed": -1}, "seed"),
        ({"scales": ()}, "scales must be a tuple of 1 to 6"),
        ({"scales": [0.5, 1.0, 2]}, "scales must be a tuple"),
        ({"scales": (0.5, 0.9, 0.95)}, "the last one must be 1"),
        ({"scales": (0.9, 0.5, 1.0)}, "scales must grow"),
        ({"scales": (0.01, 0.5, 1.0)}, "Each of the scales must be 0.05..1"),
        ({"steps": (3, 4)}, "one number for each of the scales"),
        ({"steps": 30}, "steps must be a tuple"),
        ({"steps": (3, 0, 4)}, "whole number 1..1000"),
        ({"steps": (3, 4.0, 4)}, "whole number 1..1000"),
    ],
)
def test_what_is_out_of_range_is_refused_in_words(wish, words):
    with pytest.raises(SettingsError, match=words):
        StyleSettings(**wish)
