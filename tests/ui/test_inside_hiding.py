"""The second test's verdict says no more than was measured."""

import pytest

from nnkit.vision.hiding import HidingCurve
from ui.inside_hiding import verdict


def curves(*middles, start=0.8):
    """Three curves that begin alike, and each half-way at its own height."""
    names = ("this map", "without learning", "a disc in the middle")
    made = (HidingCurve((0.0, 0.5, 1.0), (start, middle, 0.0)) for middle in middles)
    return dict(zip(names, made, strict=True))


@pytest.mark.parametrize(
    ("found", "word"),
    [
        (curves(0.1, 0.6, 0.4), "**does carry the answer**"),
        (curves(0.5, 0.6, 0.1), "**not clearly better** than *a disc in the middle*"),
        (curves(0.5, 0.5, 0.7), "**not clearly better** than *without learning*"),
        (curves(0.0, 0.04, 0.04, start=0.04), "**No verdict**"),
    ],
)
def test_it_takes_two_beaten_rivals_to_pass(found, word):
    assert word in verdict("Occlusion", "tabby", found)


def test_a_rise_on_the_way_is_told():
    assert "gets surer" in verdict("Occlusion", "tabby", curves(0.95, 0.9, 0.9))
    assert "gets surer" not in verdict("Occlusion", "tabby", curves(0.85, 0.9, 0.9))
