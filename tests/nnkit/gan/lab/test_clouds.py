import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.errors import SettingsError
from nnkit.gan.lab import KINDS, Cloud, CloudSettings, drawn, make
from nnkit.gan.lab.clouds import REACH
from nnkit.gan.lab.measuring import mode_shares


@pytest.mark.parametrize("kind", KINDS)
def test_modes_make_up_the_cloud_in_equal_parts(kind):
    cloud = make(CloudSettings(kind, points=10_000))
    assert cloud.points.shape == (10_000, 2)
    shares = mode_shares(cloud.points, cloud)
    assert shares.sum() > 0.97
    assert shares.min() > 0.6 / len(cloud.modes)
    assert (cloud.points.abs() <= REACH).all(1).float().mean() > 0.999


def test_what_the_clouds_look_like():
    def points(kind):
        return make(CloudSettings(kind)).points

    ring = points("ring").norm(dim=1)
    assert ring.mean().item() == pytest.approx(0.7, abs=0.01)
    assert ring.std().item() == pytest.approx(0.03, abs=0.005)
    away = torch.cdist(points("gaussians"), make(CloudSettings("gaussians")).modes).amin(1)
    # The mean length of a two-dimensional Gaussian is sigma * sqrt(pi / 2).
    assert away.mean().item() == pytest.approx(0.05 * math.sqrt(math.pi / 2), abs=0.003)
    line = points("line")
    across = line[:, 0] * 0.5 - line[:, 1] * 0.8
    assert across.std().item() == pytest.approx(0.03 * math.hypot(0.8, 0.5), abs=0.003)


def test_the_same_settings_make_the_same_cloud():
    torch.manual_seed(1)
    before = torch.random.get_rng_state()
    one = make(CloudSettings("ring", 300, seed=4))
    assert torch.equal(one.points, make(CloudSettings("ring", 300, seed=4)).points)
    assert not torch.equal(one.points, make(CloudSettings("ring", 300, seed=5)).points)
    assert torch.equal(before, torch.random.get_rng_state())


places = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=2, max_size=60)


@settings(max_examples=40, deadline=None)
@given(places, st.integers(0, 2**31))
def test_a_drawn_cloud_lies_where_it_was_drawn(points, seed):
    cloud = drawn(points, 200, seed)
    dots = torch.tensor(points)
    assert cloud.points.shape == (200, 2)
    assert torch.cdist(cloud.points, dots).amin(1).max() < 0.15
    assert torch.cdist(dots, cloud.modes).amin(1).max() <= cloud.radius + 1e-5
    apart = torch.cdist(cloud.modes, cloud.modes) + 9 * torch.eye(len(cloud.modes))
    assert apart.min() > cloud.radius - 1e-5
    assert torch.equal(cloud.points, drawn(points, 200, seed).points)


@pytest.mark.parametrize(
    "points",
    [
        [],
        [(0.0, 0.0)],
        [(0.0, 0.0), (1.1, 0.0)],
        [(0.0, 0.0), (0.0, math.nan)],
        [(0.0, 0.0), (math.inf, 0.0)],
        [(0.0, 0.0), (0.0,)],
        [(0.0, 0.0), (0.0, "1")],
        [(0.0, 0.0), (0.0, None)],
        [(0.0, 0.0)] * 5001,
    ],
    ids=lambda points: str(points)[:30],
)
def test_drawings_that_will_not_do(points):
    with pytest.raises(SettingsError, match=r"Draw 2|drawn within"):
        drawn(points)


@pytest.mark.parametrize("wrong", [{"count": 99}, {"count": 10_001}, {"seed": -1}], ids=str)
def test_drawn_checks_its_numbers(wrong):
    with pytest.raises(SettingsError):
        drawn([(0.0, 0.0), (0.5, 0.5)], **wrong)


@pytest.mark.parametrize(
    "wrong", [{"kind": "cube"}, {"points": 99}, {"points": 1e3}, {"seed": -1}], ids=str
)
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        CloudSettings(**wrong)


@pytest.mark.parametrize(
    ("points", "modes"),
    [
        (torch.zeros(0, 2), torch.zeros(1, 2)),
        (torch.zeros(3, 2), torch.zeros(0, 2)),
        (torch.zeros(3, 3), torch.zeros(1, 2)),
        (torch.zeros(3), torch.zeros(1, 2)),
        (torch.full((3, 2), torch.nan), torch.zeros(1, 2)),
        (torch.zeros(3, 2), torch.full((1, 2), torch.inf)),
    ],
)
def test_clouds_that_are_none(points, modes):
    with pytest.raises(SettingsError):
        Cloud(points, modes, 0.1)
