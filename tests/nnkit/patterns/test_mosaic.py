"""Stones lie in rings, evenly, and each with its nearest centre."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from nnkit.patterns.mosaic import STONE, ringed
from nnkit.patterns.sheet import Sheet

SHEET = Sheet(256, 256)
CENTRES = np.asarray([[130.0, 200.0], [400.0, 330.0]])


@pytest.fixture(scope="module")
def stones():
    return ringed(SHEET, np.random.default_rng(0), CENTRES)


def test_rings_are_one_stone_apart(stones):
    ring = np.linalg.norm(stones[:, None] - CENTRES, axis=-1).min(axis=1) / STONE - 0.5
    assert np.abs(ring - ring.round()).max() < 1e-6


def test_stones_of_a_ring_are_one_stone_apart(stones):
    away = stones - CENTRES[0]
    ring = stones[np.abs(np.hypot(*away.T) - 8.5 * STONE) < 1e-6]
    assert len(ring) == round(2 * np.pi * 8.5)
    assert np.allclose(cKDTree(ring).query(ring, k=2)[0][:, 1], STONE, rtol=0.05)


def test_stones_cover_the_sheet(stones):
    probes = np.random.default_rng(1).uniform(0, 512, (3000, 2))
    away = cKDTree(stones).query(probes)[0]
    assert np.quantile(away, 0.95) < 0.75 * STONE
    assert away.max() < 1.3 * STONE
