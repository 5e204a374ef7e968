"""Paint on water moves aside and along, and keeps its area."""

import numpy as np
import pytest

from nnkit.patterns.marbling import combed, pushed

TURN = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
CIRCLE = np.stack([np.cos(TURN), np.sin(TURN)], axis=-1)


def _area(outline):
    """Return the area inside an outline [points, 2] by the shoelace formula."""
    x, y = outline.T
    return 0.5 * abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())


@pytest.mark.parametrize("place", [(80.0, 0.0), (31.0, 5.0), (-50.0, 60.0)])
def test_a_drop_beside_another_leaves_its_area(place):
    outline = 30 * CIRCLE
    moved = pushed(outline[None], np.asarray(place), 25.0)[0]
    assert _area(moved) == pytest.approx(_area(outline), rel=1e-3)
    assert np.linalg.norm(moved - place, axis=-1).min() >= 25


def test_a_drop_inside_another_adds_its_own_area():
    moved = pushed(30 * CIRCLE[None], np.asarray([4.0, -9.0]), 25.0)[0]
    assert _area(moved) == pytest.approx(np.pi * (30**2 + 25**2), rel=1e-3)


def test_a_comb_draws_its_teeth_along_and_keeps_areas():
    lines = np.asarray([[[0.0, y] for y in (5.0, 45.0, 25.0, 9.5)]])
    moved = combed(lines, 0.0, gap=40, pull=12, offset=5) - lines
    assert np.allclose(moved[..., 1], 0)
    assert moved[0, :2, 0] == pytest.approx([12, 12])  # on a tooth
    assert moved[0, 2, 0] < 1  # half way between two
    assert moved[0, 3, 0] == pytest.approx(6, rel=0.02)  # about a ninth of the gap away: half
    outline = 90 * CIRCLE
    assert _area(combed(outline[None], 1.1, 40, 12, 3)[0]) == pytest.approx(
        _area(outline), rel=1e-3
    )
