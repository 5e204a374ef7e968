"""Adversarial training: its attacker beside the exact worst case, and the run around it."""

import copy
import math

import pytest
import torch
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from torch.nn import functional

from nnkit.digits import TrainingSettings, models, robustness, train, training
from nnkit.digits.hardening import perturbed
from nnkit.errors import SettingsError

HARD = TrainingSettings(
    epochs=2, batch=16, frames=2, augmentation=0.0, epsilon=0.2, attack_steps=2, seed=3
)


def dice(seed=0):
    return torch.Generator().manual_seed(seed)


def lines(count=3):
    """A linear classifier of `count` classes."""
    layer = torch.nn.Linear(784, count)
    with torch.no_grad():
        layer.weight.copy_(torch.randn(count, 784, generator=dice(8)) / 28)
        layer.bias.copy_(torch.randn(count, generator=dice(9)))
    return torch.nn.Sequential(torch.nn.Flatten(), layer)


def weights(frame):
    return torch.cat([value.flatten() for value in frame.network.state_dict().values()])


@given(st.floats(0, 1), st.integers(0, 4), st.integers(0, 99))
@hypothesis_settings(max_examples=30, deadline=None)
def test_pictures_stay_near_and_stay_pictures(epsilon, steps, seed):
    images = torch.rand(3, 1, 28, 28, generator=dice(seed))
    images[0] = images[0].round()  # black and white, as most of a digit is
    kept, labels = images.clone(), torch.tensor([0, 1, 2])
    found = perturbed(lines(), images, labels, epsilon, steps, dice(seed))
    assert found.shape == images.shape
    assert (found - images).abs().max() <= epsilon + 1e-6
    assert 0 <= found.min() <= found.max() <= 1
    assert torch.equal(images, kept)
    assert not found.requires_grad


@pytest.mark.parametrize("epsilon", [0.05, 0.2])
def test_between_two_lines_it_finds_the_worst_case(epsilon):
    """The margin of a linear classifier falls by epsilon times the weights' absolute sum."""
    network = lines(2)
    images = 0.3 + 0.4 * torch.rand(6, 1, 28, 28, generator=dice())  # no border is near
    labels = network(images).argmax(1)
    found = perturbed(network, images, labels, epsilon, 7, dice(1))
    sign = labels * 2.0 - 1
    before, after = (
        sign * torch.subtract(*network(each).flip(1).unbind(1)) for each in (images, found)
    )
    across = (network[1].weight[1] - network[1].weight[0]).abs().sum()
    torch.testing.assert_close(after, before - epsilon * across, atol=1e-3, rtol=0)


def test_black_and_white_are_the_end_of_the_way():
    network = lines(2)
    images = torch.rand(6, 1, 28, 28, generator=dice()).round()
    labels = torch.tensor([0, 1, 0, 1, 0, 1])
    found = perturbed(network, images, labels, 0.25, 7, dice(1)).flatten(1)
    low, high = (images - 0.25).clamp(min=0).flatten(1), (images + 0.25).clamp(max=1).flatten(1)
    # What speaks for the right answer is lowered as far as it goes, what speaks against it raised.
    speaks = (network[1].weight[1] - network[1].weight[0]) * (labels[:, None] * 2.0 - 1)
    torch.testing.assert_close(found, torch.where(speaks > 0, low, high), atol=1e-6, rtol=0)


@pytest.mark.parametrize("name", ["mlp", "small", "robust"])
def test_the_loss_rises_and_more_than_by_chance(name, bars):
    network, images = models.make(name, 1), bars.images()

    def loss(pictures):
        return functional.cross_entropy(network(pictures), bars.labels).item()

    chance, little, more = (
        loss(perturbed(network, images, bars.labels, 0.1, steps, dice())) for steps in (0, 1, 7)
    )
    assert loss(images) < little < more
    assert chance < little


def test_its_generator_alone_decides(bars):
    network, images = lines(10), bars.images()
    before = torch.get_rng_state()
    first, again, other = (
        perturbed(network, images, bars.labels, 0.1, 1, dice(seed)) for seed in (1, 1, 2)
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.get_rng_state(), before)


def test_the_network_is_left_as_it_was(bars):
    network = models.make("robust")
    before = copy.deepcopy(network.state_dict())
    perturbed(network, bars.images(), bars.labels, 0.3, 2, dice())
    assert all(weight.grad is None and weight.requires_grad for weight in network.parameters())
    assert all(torch.equal(value, before[key]) for key, value in network.state_dict().items())


@pytest.mark.parametrize("name", ["robust", "small"])
def test_twice_the_same_run_and_one_that_was_cut_off_ends_as_it_would_have(name, bars):
    whole = list(train(name, bars, bars, HARD))
    torch.manual_seed(99)  # the global generator has no say
    with torch.no_grad():
        again = list(train(name, bars, bars, HARD))
    assert len(whole) == 5
    assert all(torch.equal(weights(a), weights(b)) for a, b in zip(whole, again, strict=True))
    for stop in (1, 2, 3):
        rest = list(train(name, bars, bars, HARD, whole[stop].state))
        assert [frame.step for frame in rest] == [frame.step for frame in whole[stop + 1 :]]
        assert torch.equal(weights(rest[-1]), weights(whole[-1]))


def test_epsilon_grows_over_the_first_fifth_of_a_run(bars, monkeypatch):
    seen = []

    def note(network, images, labels, epsilon, steps, generator):
        seen.append((epsilon, steps))
        return images

    monkeypatch.setattr(training.hardening, "perturbed", note)
    settings = TrainingSettings(epochs=20, batch=16, augmentation=0.0, epsilon=0.3, attack_steps=5)
    list(train("ten", bars, bars, settings))
    assert [steps for _, steps in seen] == [5] * 100
    wanted = [0.3 * step / 20 for step in range(20)] + [0.3] * 80
    assert [epsilon for epsilon, _ in seen] == pytest.approx(wanted)


def test_without_an_epsilon_nobody_attacks(bars, monkeypatch):
    monkeypatch.delattr(training.hardening, "perturbed")
    list(train("ten", bars, bars, TrainingSettings(epochs=1)))


def test_who_was_attacked_withstands_more(bars):
    common = {"epochs": 25, "batch": 16, "learning_rate": 0.005, "augmentation": 0.0}
    withstood = []
    for epsilon in (0.0, 0.3):
        *_, last = train("robust", bars, bars, TrainingSettings(epsilon=epsilon, **common))
        assert last.accuracy == 1
        withstood.append(robustness.accuracy_under_attack(last.network, bars, 0.3, restarts=1))
    careless, hardened = withstood
    assert hardened > careless + 0.4


@pytest.mark.parametrize(
    "bad", [{"epsilon": -0.1}, {"epsilon": 1.1}, {"epsilon": math.nan}, {"attack_steps": 0},
            {"attack_steps": 1.5}, {"attack_steps": 1001}],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        TrainingSettings(**bad)


@pytest.mark.parametrize("name", ["six", "gate"])
def test_a_network_of_one_answer_is_refused(name, bars):
    with pytest.raises(SettingsError, match="an answer for each digit"):
        train(name, bars, bars, HARD)
