from dataclasses import replace

import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.playground import NetworkSettings
from nnkit.playground.network import initial

WISH = NetworkSettings(hidden=(4, 3), seed=7)


def weights(wish, outputs=1):
    return [part[0] for part in initial(wish, outputs, (wish.seed,)).weights]


def same_direction(one, other):
    torch.testing.assert_close(one / one.norm(), other / other.norm())


@pytest.mark.parametrize(
    "change",
    [{"activations": ("relu", "sigmoid")}, {"residual": True}, {"dropout": 0.5}],
    ids=str,
)
def test_other_settings_leave_the_weights_as_they_were(change):
    for one, other in zip(weights(WISH), weights(replace(WISH, **change)), strict=True):
        assert torch.equal(one, other)


def test_a_further_neuron_leaves_the_others_as_they_were():
    first, second, last = weights(WISH)
    more_first, more_second, more_last = weights(replace(WISH, hidden=(5, 3)))
    assert torch.equal(more_first[:4], first)
    same_direction(more_second[:, :4], second)
    assert torch.equal(more_last, last)


def test_a_further_layer_leaves_the_others_as_they_were():
    first, second, last = weights(WISH)
    more = weights(replace(WISH, hidden=(4, 3, 3), activations=("tanh",) * 3))
    assert torch.equal(more[0], first)
    assert torch.equal(more[1], second)
    assert torch.equal(more[3], last)


def test_a_further_feature_leaves_the_others_as_they_were():
    first = weights(WISH)[0]
    more = weights(replace(WISH, features=("x", "xy", "y")))[0]
    same_direction(more[:, [0, 2]], first)


def test_a_further_class_leaves_the_others_as_they_were():
    assert torch.equal(weights(WISH, 4)[2][:3], weights(WISH, 3)[2])


def test_a_batch_holds_what_each_seed_gives_alone():
    batch = initial(WISH, 1, (7, 8))
    for run, seed in enumerate((7, 8)):
        alone = initial(WISH, 1, (seed,))
        assert torch.equal(batch.of_run(run).flat, alone.flat)


@pytest.mark.parametrize(("name", "spread"), [("xavier", 12**-0.5), ("he", 6**-0.5), ("large", 3)])
def test_spreads(name, spread):
    wish = NetworkSettings(hidden=(12,) * 6, activations=("tanh",) * 6, initialisation=name)
    drawn = torch.cat([part.flatten() for part in weights(wish)[1:6]])
    assert drawn.std().item() == pytest.approx(spread, rel=0.1)
    assert abs(drawn.mean().item()) < spread / 10
    assert all(not part.any() for part in initial(wish, 1, (0,)).biases)


def test_zero_is_zero():
    assert not initial(replace(WISH, initialisation="zero"), 1, (0,)).flat.any()


def test_no_hidden_layer():
    assert [part.shape for part in weights(NetworkSettings(hidden=(), activations=()))] == [(1, 2)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"features": ()},
        {"features": ("x", "x")},
        {"features": ("z",)},
        {"hidden": (1,) * 7, "activations": ("tanh",) * 7},
        {"hidden": (13, 2)},
        {"hidden": (0, 2)},
        {"hidden": (2.0, 2)},
        {"activations": ("tanh",)},
        {"activations": ("step", "tanh")},
        {"initialisation": "ones"},
        {"dropout": 0.95},
        {"seed": -1},
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        NetworkSettings(**wrong)
