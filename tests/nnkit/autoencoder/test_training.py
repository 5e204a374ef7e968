"""Training: deterministic, resumable, without trace, and it learns."""

import copy
import itertools
import math

import pytest
import torch
from torch.distributions import Normal

from nnkit import SettingsError
from nnkit.autoencoder import TrainingSettings, evaluation, models, train, training
from nnkit.digits import DigitSet

TINY = TrainingSettings(epochs=2, batch=16, frames=4, seed=3)
NOISY = TrainingSettings(epochs=2, batch=16, frames=4, seed=3, noise=0.5)


def weights(frame):
    return torch.cat([value.flatten() for value in frame.network.state_dict().values()])


@pytest.mark.parametrize(("name", "settings"), [("ae2", TINY), ("vae2", TINY), ("denoiser", NOISY)])
def test_twice_the_same_run(name, settings, bars):
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = [weights(frame) for frame in train(name, bars, bars, settings)]
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(99)  # the global generator has no say
    second = [weights(frame) for frame in train(name, bars, bars, settings)]
    assert all(torch.equal(one, two) for one, two in zip(first, second, strict=True))


def test_another_seed_is_another_run(bars):
    runs = [
        list(train("ae2", bars, bars, TrainingSettings(1, 40, frames=1, seed=s))) for s in (3, 4)
    ]
    assert not torch.equal(weights(runs[0][-1]), weights(runs[1][-1]))


@pytest.mark.parametrize(("name", "settings"), [("ae2", TINY), ("vae2", TINY), ("denoiser", NOISY)])
@pytest.mark.parametrize("stop", [0, 1, 2])
def test_a_run_that_was_cut_off_ends_as_it_would_have(name, settings, stop, bars):
    whole = list(train(name, bars, bars, settings))
    rest = list(train(name, bars, bars, settings, whole[stop].state))
    missing = whole[stop:] if stop == 0 else whole[stop + 1 :]
    assert [frame.step for frame in rest] == [frame.step for frame in missing]
    assert torch.equal(weights(rest[-1]), weights(whole[-1]))


def test_two_runs_at_once_do_not_disturb_each_other(bars):
    alone = [weights(frame) for frame in train("vae2", bars, bars, TINY)]
    pairs = zip(train("vae2", bars, bars, TINY), train("ae2", bars, bars, TINY), strict=True)
    assert all(torch.equal(weights(one), kept) for (one, _), kept in zip(pairs, alone, strict=True))


def test_frames_come_close_together_at_first():
    steps = training.moments(1000, 20)
    assert steps[0] == 0
    assert steps[-1] == 1000
    gaps = [after - before for before, after in itertools.pairwise(steps)]
    assert gaps == sorted(gaps)
    assert gaps[0] == 1
    assert len(training.moments(8600, 24)) >= 20  # as the shipped stories have


def test_frames_are_whole_by_themselves(bars):
    frames = train("ae2", bars, bars, TINY)
    first = next(frames)
    kept, state = copy.deepcopy(first.network.state_dict()), copy.deepcopy(first.state)
    pictures = bars.images()
    expected = torch.nn.MSELoss()(first.network(pictures), pictures).item()
    assert first.error == pytest.approx(expected, rel=1e-5)
    assert first.step == 0
    assert math.isnan(first.loss)
    list(frames)
    assert all(torch.equal(first.network.state_dict()[key], value) for key, value in kept.items())
    key = "encoder.0.0.weight"
    assert torch.equal(first.state["network"][key], state["network"][key])
    assert not any(weight.requires_grad for weight in first.network.parameters())


def test_a_step_is_what_torch_would_do(bars):
    """One full-batch step of Adam, beside torch's own on a copy of the same network."""
    settings = TrainingSettings(epochs=1, batch=80, learning_rate=0.02, frames=1, seed=1)
    *_, last = train("ae8", bars, bars, settings)
    network = models.make("ae8", 1).to(memory_format=torch.channels_last)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.02 * 0.05)
    pictures = bars.images(last.state["order"])
    loss = torch.nn.MSELoss()(network(pictures), pictures)
    loss.backward()
    optimiser.step()
    assert last.loss == pytest.approx(loss.item(), rel=1e-5)
    for key, value in network.state_dict().items():
        assert torch.allclose(last.state["network"][key], value, atol=1e-6)


def test_the_variational_loss_is_the_negative_elbo(bars):
    """Cross-entropy in nats plus beta times PyTorch's own divergence, with the same chance."""
    network, pictures = models.make("vae2", 2), bars.images(slice(0, 20))
    generator = torch.Generator().manual_seed(7)
    found = training.loss_of(network, pictures, pictures, 0.5, generator)
    means, log_variances = network.posterior(pictures)
    belief = Normal(means, (log_variances / 2).exp())
    noise = torch.randn(means.shape, generator=torch.Generator().manual_seed(7))
    shares = network.decode(belief.loc + belief.scale * noise).clamp(1e-7, 1 - 1e-7)
    cross = torch.nn.functional.binary_cross_entropy(shares, pictures, reduction="sum") / 20
    divergence = torch.distributions.kl_divergence(belief, Normal(0.0, 1.0)).sum() / 20
    assert found.item() == pytest.approx((cross + 0.5 * divergence).item(), rel=1e-4)


def test_what_the_denoiser_sees_is_noisy_and_what_it_must_draw_is_not(bars, monkeypatch):
    pairs = []
    real = training.loss_of

    def note(network, seen, wanted, beta, generator):
        pairs.append((seen, wanted))
        return real(network, seen, wanted, beta, generator)

    monkeypatch.setattr(training, "loss_of", note)
    list(train("denoiser", bars, bars, TrainingSettings(1, 80, noise=0.5, frames=1)))
    ((seen, wanted),) = pairs
    assert set(wanted.unique().tolist()) == {0.0, 1.0}
    errors = evaluation.squared_error(wanted, seen)
    assert errors.min() < 0.01 < 0.05 < errors.max() <= 0.25 / 2 * 1.2  # half of it is cut off
    assert seen.min() >= 0
    assert seen.max() <= 1


@pytest.mark.parametrize("name", ["ae2", "vae2"])
def test_it_learns(name, bars):
    settings = TrainingSettings(epochs=30, batch=16, learning_rate=3e-3, frames=2)
    first, *_, last = train(name, bars.take(slice(0, 60)), bars.take(slice(60, 80)), settings)
    assert last.step == last.total == 120
    assert last.error < 0.4 * first.error


@pytest.mark.parametrize(
    "bad",
    [
        {"epochs": 0}, {"batch": 0}, {"epochs": 1.5}, {"frames": 0}, {"seed": -1},
        {"learning_rate": math.nan}, {"learning_rate": -1.0}, {"noise": 3.0}, {"beta": -1.0},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        TrainingSettings(**bad)


def test_training_on_nothing_is_refused_at_once(bars):
    nothing = DigitSet(bars.pictures[:0], bars.labels[:0])
    with pytest.raises(SettingsError):
        train("ae2", nothing, bars, TINY)
    with pytest.raises(SettingsError):
        train("ae2", bars, nothing, TINY)
    with pytest.raises(SettingsError, match="no autoencoder 'ae3'"):
        train("ae3", bars, bars, TINY)
