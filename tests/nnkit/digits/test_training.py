"""Training: deterministic, resumable, without trace, and it learns."""

import copy
import math

import pytest
import torch

from nnkit.digits import DigitSet, TrainingSettings, models, train, training
from nnkit.errors import SettingsError

TINY = TrainingSettings(epochs=2, batch=16, frames=2, seed=3)


def weights(frame):
    return torch.cat([value.flatten() for value in frame.network.state_dict().values()])


@pytest.mark.parametrize("name", models.MODELS)
def test_twice_the_same_run(name, bars):
    first = [weights(frame) for frame in train(name, bars, bars, TINY)]
    torch.manual_seed(99)  # the global generator has no say
    second = [weights(frame) for frame in train(name, bars, bars, TINY)]
    assert len(first) == 5
    assert all(torch.equal(one, two) for one, two in zip(first, second, strict=True))


def test_another_seed_is_another_run(bars):
    other = TrainingSettings(epochs=2, batch=16, frames=2, seed=4)
    first, second = (list(train("ten", bars, bars, s)) for s in (TINY, other))
    assert not torch.equal(weights(first[-1]), weights(second[-1]))


def test_the_global_generator_is_left_alone(bars):
    torch.manual_seed(1)
    before = torch.get_rng_state()
    frames = train("small", bars, bars, TINY)
    next(frames)
    assert torch.equal(torch.get_rng_state(), before) or models.make("small") is not None
    frames.close()


@pytest.mark.parametrize("name", ["ten", "small"])
@pytest.mark.parametrize("stop", [1, 2, 3])
def test_a_run_that_was_cut_off_ends_as_it_would_have(name, stop, bars):
    whole = list(train(name, bars, bars, TINY))
    rest = list(train(name, bars, bars, TINY, whole[stop].state))
    assert [frame.step for frame in rest] == [frame.step for frame in whole[stop + 1 :]]
    assert torch.equal(weights(rest[-1]), weights(whole[-1]))


def test_two_runs_at_once_do_not_disturb_each_other(bars):
    alone = [weights(frame) for frame in train("small", bars, bars, TINY)]
    pairs = zip(
        train("small", bars, bars, TINY),
        train("small", bars, bars, TINY),
        strict=True,
    )
    for expected, (one, two) in zip(alone, pairs, strict=True):
        assert torch.equal(weights(one), expected)
        assert torch.equal(weights(two), expected)


@pytest.mark.parametrize("name", ["ten", "mlp", "small", "cnn"])
def test_bars_are_learned(name, bars):
    learning, checking = bars.take(slice(0, 60)), bars.take(slice(60, 80))
    settings = TrainingSettings(epochs=12, batch=16, learning_rate=0.01, augmentation=0.0)
    *_, last = train(name, learning, checking, settings)
    assert last.accuracy == 1
    assert last.step == last.total == 48
    assert last.loss < 0.7


def test_frames_are_whole_by_themselves(bars):
    frames = train("ten", bars, bars, TINY)
    first = next(frames)
    kept, state = copy.deepcopy(first.network.state_dict()), copy.deepcopy(first.state)
    logits, labels = first.network(bars.images()), bars.labels
    assert first.loss == pytest.approx(torch.nn.CrossEntropyLoss()(logits, labels).item(), rel=1e-4)
    assert first.step == 0
    list(frames)
    assert all(torch.equal(first.network.state_dict()[key], value) for key, value in kept.items())
    assert torch.equal(first.state["network"]["layer.weight"], state["network"]["layer.weight"])
    assert not first.network.training
    assert not any(weight.requires_grad for weight in first.network.parameters())


def test_a_step_is_what_torch_would_do(bars):
    """One full-batch step of AdamW, beside torch's own on a copy of the same network."""
    settings = TrainingSettings(epochs=1, batch=80, augmentation=0.0, learning_rate=0.02, seed=1)
    *_, last = train("ten", bars, bars, settings)
    network = models.make("ten", 1)
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=0.02 * training.one_cycle(0.0), weight_decay=0.01
    )
    order = last.state["order"]
    loss = torch.nn.CrossEntropyLoss()(network(bars.images(order)), bars.labels[order])
    loss.backward()
    optimiser.step()
    assert last.loss == pytest.approx(loss.item(), rel=1e-6)
    assert torch.equal(last.state["network"]["layer.weight"], network.layer.weight)


def test_the_schedule_rises_then_falls():
    rates = [training.one_cycle(step / 100) for step in range(101)]
    assert max(rates) == pytest.approx(1)
    assert rates.index(max(rates)) == 10
    assert rates[-1] == pytest.approx(0, abs=1e-9)
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_augmentation_fades_over_the_last_part_of_a_run(bars, monkeypatch):
    seen = []

    def note(images, generator, strength, shift):
        seen.append((strength, shift))
        return images

    monkeypatch.setattr(training, "augment", note)
    settings = TrainingSettings(epochs=10, batch=64, augmentation=0.9, shift=3.0, fading=True)
    list(train("ten", bars, bars, settings))
    strengths = [strength for strength, _ in seen]
    assert {shift for _, shift in seen} == {3.0}
    early = strengths[: int(0.6 * len(strengths))]
    assert early == pytest.approx([0.9] * len(early))
    assert strengths == sorted(strengths, reverse=True)
    assert 0.3 <= strengths[-1] < 0.3 + 0.6 / 0.4 / len(strengths) + 1e-9


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_smoothed_answers_share_a_little_with_all(smoothing):
    logits = torch.randn(5, 10, generator=torch.Generator().manual_seed(0))
    answers = torch.tensor([0, 3, 9, 3, 1])
    wanted = torch.full((5, 10), smoothing / 10)
    wanted[torch.arange(5), answers] += 1 - smoothing
    expected = -(wanted * logits.log_softmax(1)).sum(1).mean()
    assert training.loss_of(logits, answers, smoothing) == pytest.approx(expected.item(), abs=1e-6)
    yes = torch.tensor([1, 0, 1, 1, 0])
    share = yes * (1 - smoothing) + smoothing / 2
    sigmoid = logits[:, 0].sigmoid()
    expected = -(share * sigmoid.log() + (1 - share) * (1 - sigmoid).log()).mean()
    found = training.loss_of(logits[:, :1], yes, smoothing)
    assert found == pytest.approx(expected.item(), abs=1e-6)


@pytest.mark.parametrize(
    "bad",
    [
        {"epochs": 0}, {"batch": 0}, {"epochs": 1.5}, {"frames": 0}, {"seed": -1},
        {"learning_rate": math.nan}, {"learning_rate": -1.0}, {"weight_decay": math.inf},
        {"augmentation": 3.0}, {"shift": -1.0}, {"shift": 9.0}, {"smoothing": 1.0},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        TrainingSettings(**bad)


def test_training_on_nothing_is_refused_at_once(bars):
    nothing = DigitSet(bars.pictures[:0], bars.labels[:0])
    with pytest.raises(SettingsError):
        train("ten", nothing, bars, TINY)
    with pytest.raises(SettingsError, match="no network 'eleven'"):
        train("eleven", bars, bars, TINY)
