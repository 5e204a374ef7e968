from dataclasses import replace

import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.playground import KINDS, DataSettings, make
from nnkit.playground.features import FEATURES, features


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_made_as_asked(kind):
    points = make(DataSettings(kind, points=200, train_share=0.6, seed=3))
    assert points.inputs.shape == (200, 2)
    assert int(points.is_train.sum()) == 120
    assert points.inputs.abs().max() < 8
    assert points.inputs.abs().max() > 3
    if points.classes:
        assert torch.bincount(points.targets).tolist() == [100, 100]
        assert len(points.target_names) == 2
    else:
        assert points.targets.is_floating_point()
        assert 0.5 < points.targets.abs().max() <= 1.01


@pytest.mark.parametrize("kind", ["gaussians", "circle", "spiral"])
@pytest.mark.parametrize("classes", [3, 4])
def test_some_kinds_have_more_classes(kind, classes):
    points = make(DataSettings(kind, classes=classes))
    assert points.classes == classes
    assert set(points.targets.tolist()) == set(range(classes))


@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_decides_and_noise_moves_points_only(kind):
    wish = DataSettings(kind, seed=1)
    first, again, other = make(wish), make(wish), make(replace(wish, seed=2))
    assert torch.equal(first.inputs, again.inputs)
    assert not torch.equal(first.inputs, other.inputs)
    quiet, loud = make(replace(wish, noise=0.0)), make(replace(wish, noise=0.3))
    assert torch.equal(quiet.targets, loud.targets)
    assert torch.equal(quiet.is_train, loud.is_train)
    moved = (loud.inputs - quiet.inputs).std().item()
    assert moved == pytest.approx(0.6, rel=0.1)


def test_without_noise_the_shapes_are_exact():
    circle = make(DataSettings("circle", noise=0.0))
    radius = circle.inputs.norm(dim=1)
    assert radius[circle.targets == 0].max() < radius[circle.targets == 1].min() - 1
    xor = make(DataSettings("xor", noise=0.0))
    assert torch.equal(xor.targets == 1, xor.inputs.prod(1) < 0)
    plane = make(DataSettings("plane", noise=0.0))
    torch.testing.assert_close(plane.targets, plane.inputs.sum(1) / 10)


def test_spiral_arms_keep_apart():
    for classes in (2, 3, 4):
        points = make(DataSettings("spiral", noise=0.0, classes=classes, points=1200))
        away = torch.cdist(points.inputs, points.inputs)
        is_other = points.targets[:, None] != points.targets
        far = points.inputs.norm(dim=1) > 1
        assert away[is_other & far[:, None] & far].min() > 0.6


def test_cats_and_dogs_have_sizes_of_cats_and_dogs():
    points = make(DataSettings("cats_and_dogs", noise=0.0))
    real = torch.tensor([points.scale.real(x, y) for x, y in points.inputs.tolist()])
    cats, dogs = real[points.targets == 0], real[points.targets == 1]
    assert ((cats[:, 0] > 18) & (cats[:, 0] < 32)).all()
    assert ((cats[:, 1] > 1.5) & (cats[:, 1] < 8)).all()
    assert ((dogs[:, 0] > 15) & (dogs[:, 0] < 80)).all()
    assert ((dogs[:, 1] > 1) & (dogs[:, 1] < 70)).all()
    assert dogs.mean(0)[1] > 3 * cats.mean(0)[1]
    assert points.target_names == ("cat", "dog")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "cube"},
        {"points": 9},
        {"points": 1e3},
        {"noise": -0.1},
        {"noise": float("nan")},
        {"train_share": 1.0},
        {"classes": 5},
        {"kind": "moons", "classes": 3},
        {"kind": "plane", "classes": 3},
        {"seed": -1},
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        DataSettings(**wrong)


def test_features_are_what_their_names_say():
    table = features(torch.tensor([[2.0, -3.0]]), tuple(FEATURES))
    wanted = [2, -3, 4, 9, -6, 0.9092974, -0.1411200]
    assert table[0].tolist() == pytest.approx(wanted, abs=1e-6)
