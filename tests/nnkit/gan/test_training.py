"""Training: deterministic, resumable, without trace, and each step is what the papers say."""

import copy
import math
from itertools import pairwise

import pytest
import torch
from torch.nn import functional

from nnkit.errors import SettingsError
from nnkit.gan import LATENTS, NAMES, TrainingSettings, losses, networks, train
from nnkit.gan.training import _Run, moments

TINY = TrainingSettings(epochs=2, batch=16, moments=4, penalty_every=2, seed=3)


def weights(frame):
    parts = (*frame.forger.state_dict().values(), *frame.critic.state_dict().values())
    return torch.cat([value.flatten() for value in parts])


def told(frame):
    return (frame.step, frame.forger_loss, frame.critic_loss, frame.real_score, frame.forged_score)


@pytest.mark.parametrize("name", NAMES)
def test_twice_the_same_run(name, bars):
    first = list(train(name, bars, TINY))
    torch.manual_seed(99)  # the global generator has no say
    second = list(train(name, bars, TINY))
    for one, two in zip(first, second, strict=True):
        assert told(one) == told(two)
        assert torch.equal(weights(one), weights(two))
    assert [frame.step for frame in first] == [0, 2, 4, 8]
    assert [frame.is_moment for frame in first] == [True, True, False, True]
    assert [frame.ends_epoch for frame in first] == [False, False, True, True]


def test_another_seed_is_another_run(bars):
    other = TrainingSettings(epochs=2, batch=16, moments=4, penalty_every=2, seed=4)
    first, second = (list(train("digits", bars, each)) for each in (TINY, other))
    assert not torch.equal(weights(first[-1]), weights(second[-1]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stop", [1, 2])
def test_a_run_that_was_cut_off_ends_as_it_would_have(name, stop, bars, tmp_path):
    whole = list(train(name, bars, TINY))
    torch.save(whole[stop].state, tmp_path / "state.pt")
    state = torch.load(tmp_path / "state.pt", weights_only=True)
    rest = list(train(name, bars, TINY, state))
    assert [frame.step for frame in rest] == [frame.step for frame in whole[stop + 1 :]]
    assert torch.equal(weights(rest[-1]), weights(whole[-1]))


def test_two_runs_at_once_do_not_disturb_each_other(bars):
    alone = [weights(frame) for frame in train("digits", bars, TINY)]
    pairs = zip(train("digits", bars, TINY), train("digits", bars, TINY), strict=True)
    for expected, (one, two) in zip(alone, pairs, strict=True):
        assert torch.equal(weights(one), expected)
        assert torch.equal(weights(two), expected)


def test_frames_are_whole_by_themselves(bars):
    frames = train("digits", bars, TINY)
    first = next(frames)
    kept, state = weights(first).clone(), copy.deepcopy(first.state)
    list(frames)
    assert torch.equal(weights(first), kept)
    assert all(torch.equal(first.state["forger"][key], value)
               for key, value in state["forger"].items())  # fmt: skip
    assert not any(weight.requires_grad for weight in first.forger.parameters())
    assert not any(weight.requires_grad for weight in first.critic.parameters())
    assert first.critic_loss == pytest.approx(2 * math.log(2), abs=1)


def test_gradients_are_off_or_on_as_the_caller_left_them(bars):
    with torch.no_grad():
        for _ in train("digits", bars, TINY):
            assert not torch.is_grad_enabled()
    assert torch.is_grad_enabled()


@pytest.mark.parametrize("name", NAMES)
def test_a_step_is_what_torch_would_do(name, bars):
    """One step of both, written plainly: two passes of the critic, R1, torch's own Adam."""
    settings = TrainingSettings(
        epochs=1, batch=64, forger_rate=0.002, critic_rate=0.003, penalty=2.0, penalty_every=3,
        reading=0.5, fading=0.0, moments=2, seed=1,
    )  # fmt: skip
    *_, last = train(name, bars, settings)
    forger, critic = networks.make(name, 1)
    generator = torch.Generator().manual_seed(1)
    order = torch.randperm(64, generator=generator)
    labels = bars.labels[order] if name == "conditional" else None
    real = bars.images(order).requires_grad_()
    forged = forger(torch.randn(64, LATENTS, generator=generator), labels)
    adams = [
        torch.optim.Adam(network.parameters(), lr=rate, betas=(settings.momentum, 0.99))
        for network, rate in ((forger, 0.002), (critic, 0.003))
    ]
    loss = -critic(real, labels).sigmoid().log().mean()
    loss = loss - (1 - critic(forged.detach(), labels).sigmoid()).log().mean()
    (slope,) = torch.autograd.grad(critic(real, labels).sum(), real, create_graph=True)
    penalty = 2.0 * 3 * slope.square().sum((1, 2, 3)).mean() / 2
    lesson = functional.cross_entropy(critic.judge(real)[1], bars.labels[order])
    (loss + lesson + penalty).backward()
    adams[1].step()
    forger_loss = -critic(forged, labels).sigmoid().log().mean()
    shares = critic.judge(forged)[1].softmax(1)
    if labels is None:
        each, mean = -(shares * shares.log()).sum(1).mean(), shares.mean(0)
        unread = each + (mean * mean.log()).sum()
    else:
        unread = -shares[torch.arange(64), labels].log().mean()
    adams[0].zero_grad()
    (forger_loss + 0.5 * unread).backward()
    adams[0].step()
    assert last.critic_loss == pytest.approx(loss.item(), rel=1e-4)
    assert last.forger_loss == pytest.approx(forger_loss.item(), rel=1e-3)
    for key, value in critic.state_dict().items():
        assert torch.allclose(last.state["critic"][key], value, atol=3e-4), key
    moved = dict(forger.named_parameters())
    agreeing = [
        (last.state["forger"][key] - value).abs().mean().item() for key, value in moved.items()
    ]
    # Adam's first step is one rate long whatever the slope: noise may turn round a few of them.
    assert max(agreeing) < 0.2 * 0.002


def test_the_average_lags_behind(bars):
    settings = TrainingSettings(epochs=1, batch=64, moments=2, average=0.999)
    *_, last = train("digits", bars, settings)
    start = networks.make("digits", 0)[0].state_dict()
    for key, value in last.state["forger"].items():
        if value.is_floating_point():
            # After the first step it keeps 1 / (1 + 9) of itself.
            expected = start[key] + 0.9 * (value - start[key])
            assert torch.allclose(last.state["average"][key], expected, atol=1e-6)


def test_moments_are_denser_early():
    steps = moments(20_000, 40)
    assert steps[0] == 0
    assert steps[-1] == 20_000
    assert len(steps) == len(set(steps)) >= 38
    gaps = [later - earlier for earlier, later in pairwise(steps)]
    assert gaps == sorted(gaps)
    assert sum(step < 2000 for step in steps) >= 15


def test_the_last_batch_is_never_a_smaller_one(bars):
    settings = TrainingSettings(epochs=2, batch=24, moments=2)
    steps = [frame.step for frame in train("digits", bars, settings)]
    assert steps[-1] == 2 * (64 // 24)


@pytest.mark.parametrize(
    "bad",
    [
        {"epochs": 0}, {"batch": 1}, {"batch": 1.5}, {"seed": -1}, {"moments": 1},
        {"forger_rate": math.nan}, {"critic_rate": -1.0}, {"penalty": math.inf},
        {"penalty_every": 0}, {"momentum": 1.0}, {"average": 1.0}, {"fading": 2.0},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        TrainingSettings(**bad)


def test_too_few_digits_or_another_name_are_refused_at_once(bars):
    with pytest.raises(SettingsError, match="one batch of 16"):
        train("digits", bars.take(slice(0, 10)), TINY)
    with pytest.raises(SettingsError, match="no GAN"):
        train("letters", bars, TINY)


def test_the_penalty_falls_over_the_first_half(bars, monkeypatch):
    monkeypatch.setattr(losses, "r1", lambda critic, real, asked: torch.ones(()))
    settings = TrainingSettings(
        epochs=10, batch=16, penalty=0.4, last_penalty=0.1, penalty_every=5, moments=2
    )
    run = _Run("digits", bars, settings, None)
    found = []
    for step in range(run.total):
        run.step = step
        found.append(run.penalty(bars.images(), None).item())
    assert run.total == 40
    # Every fifth step, five times as heavy; geometric: halfway down after a quarter of the run.
    assert found[0] == pytest.approx(5 * 0.4)
    assert found[10] == pytest.approx(5 * 0.2)
    assert found[20::5] == pytest.approx([5 * 0.1] * 4)
    assert all(value == 0 for step, value in enumerate(found) if step % 5)
