"""The figures against SciPy, NumPy and cases worked out by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import entropy

from nnkit.gan.lab import Cloud, CloudSettings, make
from nnkit.gan.lab.measuring import (
    CELLS,
    Ruler,
    cells_of_most,
    counts,
    js_divergence,
    kl_divergence,
    mode_shares,
)

histograms = st.integers(1, 30).flatmap(
    lambda size: st.tuples(
        *[st.lists(st.integers(0, 50), min_size=size, max_size=size).filter(any) for _ in range(2)]
    )
)


@settings(max_examples=80, deadline=None)
@given(histograms)
def test_divergences_are_scipys(pair):
    one, other = (torch.tensor(own, dtype=torch.float64) for own in pair)
    smooth = (one + 0.1).numpy(), (other + 0.1).numpy()
    assert kl_divergence(one, other) == pytest.approx(entropy(*smooth, base=2), abs=1e-9)
    right = jensenshannon(one.numpy(), other.numpy(), base=2) ** 2
    assert js_divergence(one, other) == pytest.approx(right, abs=1e-7)
    assert js_divergence(one, other) == pytest.approx(js_divergence(other, one), abs=1e-9)


def test_divergences_by_hand():
    one, other = torch.tensor([4.0, 0.0]).double(), torch.tensor([0.0, 3.0]).double()
    assert js_divergence(one, other) == 1
    assert js_divergence(one, one) == kl_divergence(one, one) == 0
    # Half of the points where all are: 1/2 log2(1/2 / 3/4) + 1/2 log2(1/2 / 1/4), and log2(1 / 3/4)
    half = torch.tensor([1.0, 1.0]).double()
    right = (0.5 * np.log2(2 / 3) + 0.5 + np.log2(4 / 3)) / 2
    assert js_divergence(half, one) == pytest.approx(right)


def test_counts_are_numpys_and_points_beyond_lie_at_the_edge():
    points = torch.randn(500, 2, generator=torch.Generator().manual_seed(0)) * 0.5
    inside = points.clamp(-0.9999, 0.9999).numpy()
    right, *_ = np.histogram2d(inside[:, 1], inside[:, 0], CELLS, [[-1, 1], [-1, 1]])
    assert counts(points).reshape(CELLS, CELLS).tolist() == right.tolist()
    far = counts(torch.tensor([[1e6, -1e6], [1.0, -1.0]]))
    assert far.reshape(CELLS, CELLS)[0, -1] == 2


def test_modes_own_what_is_near():
    cloud = Cloud(torch.zeros(1, 2), torch.tensor([[0.0, 0.0], [1.0, 0.0]]), 0.6)
    points = torch.tensor([[0.0, 0.0], [0.45, 0.0], [0.55, 0.0], [0.0, 0.7], [1.0, 0.6]])
    assert mode_shares(points, cloud).tolist() == [0.4, 0.4]


def test_most_points_fill_so_many_cells():
    assert cells_of_most(torch.tensor([0.0, 10, 0]).double()) == 1
    assert cells_of_most(torch.tensor([1.0, 9, 0]).double()) == 1
    assert cells_of_most(torch.tensor([2.0, 8, 0]).double()) == 2
    assert cells_of_most(torch.ones(100).double()) == 90


def test_a_cloud_measured_by_itself_is_perfect():
    cloud = make(CloudSettings("gaussians"))
    figures = Ruler(cloud).measure(cloud.points)
    assert figures.kl == figures.js == 0
    assert figures.coverage == 1
    assert figures.quality > 0.97
    assert figures.fake_cells == figures.real_cells


def test_half_of_the_modes():
    cloud = make(CloudSettings("gaussians"))
    right = cloud.points[cloud.points[:, 0] > 0.1]  # three clumps, and half of two
    figures = Ruler(cloud).measure(right)
    assert figures.covered == tuple((cloud.modes[:, 0] > 0.1).tolist())
    assert figures.coverage == 3 / 8
    assert figures.js > 0.3


def test_a_quarter_of_the_fair_share_covers_a_mode():
    cloud = make(CloudSettings("gaussians"))
    share = float(mode_shares(cloud.points, cloud)[0])
    for part, is_covered in ((0.26, True), (0.24, False)):
        count = round(10_000 * share * part)
        fakes = torch.cat([cloud.modes[:1].expand(count, 2), torch.zeros(10_000 - count, 2)])
        assert Ruler(cloud).measure(fakes).covered[0] is is_covered
