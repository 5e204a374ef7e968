import math
from dataclasses import replace

import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.gan.lab import LOSSES, CloudSettings, LabSettings, drawn, make, train, train_many
from nnkit.gan.lab.alarm import looks_collapsed
from nnkit.gan.lab.engine import Engine
from nnkit.gan.lab.frames import SIDE, noise_grid, plane
from nnkit.gan.lab.measuring import Ruler
from nnkit.playground.layers import Parameters, forward

CLOUD = make(CloudSettings("ring", points=300))
SETTINGS = LabSettings(generator=(6,), critic=(6, 5), batch=20, rounds=6, every=1)


def run(settings=SETTINGS, start=None, cloud=CLOUD):
    return list(train(cloud, settings, start))


def figures(frame):
    return (
        frame.step,
        frame.critic_loss,
        frame.generator_loss,
        frame.real_score,
        frame.fake_score,
        frame.samples.tolist(),
        frame.pushes.tolist(),
        frame.critic_map,
        frame.map_low,
        frame.map_high,
        frame.warp.tolist(),
        frame.figures,
        frame.alarm,
        frame.note,
        frame.state.generator.flat.tolist(),
        frame.state.critic.flat.tolist(),
    )


def test_frames_come_every_few_rounds_the_untrained_pair_first():
    frames = run()
    assert [frame.step for frame in frames] == list(range(7))
    assert {frame.total for frame in frames} == {6}
    sparse = run(replace(SETTINGS, every=4))
    assert [frame.step for frame in sparse] == [0, 4, 6]
    assert figures(sparse[1]) == figures(frames[4])
    assert [frame.step for frame in run(replace(SETTINGS, rounds=0))] == [0]


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("key", LOSSES)
def test_what_a_frame_shows_is_what_its_networks_do(key, size):
    settings = replace(SETTINGS, loss=key, noise_size=size)
    frame = run(settings)[-1]
    loss, critic, generator = LOSSES[key], frame.state.critic, frame.state.generator
    grid = noise_grid("gaussian", size)
    warp = forward(generator, grid.reshape(1, -1, size)).result.reshape(*grid.shape[:2], 2)
    torch.testing.assert_close(frame.warp, warp)
    places = frame.samples.clone().requires_grad_()
    score = forward(critic, places[None]).result
    (slopes,) = torch.autograd.grad(loss.on_forgery(score).sum(), places)
    torch.testing.assert_close(frame.pushes, -slopes)
    heights = forward(critic, plane()[None]).result.flatten()
    shown = loss.shown(heights) if loss.shown else heights
    bytes_ = torch.tensor(list(frame.critic_map))
    back = frame.map_low + bytes_ / 255 * (frame.map_high - frame.map_low)
    assert len(frame.critic_map) == SIDE * SIDE
    torch.testing.assert_close(
        back, shown, rtol=0, atol=(frame.map_high - frame.map_low) / 255 * 0.51
    )
    real = forward(critic, CLOUD.points[None]).result
    verdicts = loss.shown(real) if loss.shown else real
    assert frame.real_score == pytest.approx(verdicts.mean().item(), abs=1e-5)


def test_losses_and_figures_are_of_many_forgeries():
    frame = run(replace(SETTINGS, loss="least_squares"))[-1]
    engine = Engine(CLOUD, replace(SETTINGS, loss="least_squares"), start=frame.state)
    noise = torch.randn(1, 20_000, 2, generator=torch.Generator().manual_seed(9))
    fakes = engine.forge(noise)
    real, fake = engine.score(CLOUD.points[None]), engine.score(fakes)
    wanted = ((real - 1) ** 2).mean() / 2 + (fake**2).mean() / 2
    assert frame.critic_loss == pytest.approx(wanted.item(), rel=0.1)
    assert frame.generator_loss == pytest.approx(((fake - 1) ** 2).mean().item() / 2, rel=0.1)
    assert frame.figures.js == pytest.approx(Ruler(CLOUD).measure(fakes[0]).js, abs=0.1)


def test_the_same_run_always_and_frames_do_not_change_later():
    kept = [(frame, figures(frame)) for frame in train(CLOUD, SETTINGS)]
    torch.manual_seed(5)
    torch.rand(3)
    before = torch.random.get_rng_state()
    for (frame, then), again in zip(kept, run(), strict=True):
        assert figures(frame) == then == figures(again)
    assert torch.equal(before, torch.random.get_rng_state())
    assert figures(run(replace(SETTINGS, seed=1))[-1]) != kept[-1][1]


def test_two_runs_at_once_do_not_disturb_each_other():
    pairs = zip(train(CLOUD, SETTINGS), train(CLOUD, SETTINGS), strict=True)
    for (one, other), alone in zip(pairs, run(), strict=True):
        assert figures(one) == figures(other) == figures(alone)


@pytest.mark.parametrize("optimiser", ["sgd", "adam"])
@pytest.mark.parametrize("key", LOSSES)
def test_a_run_goes_on_exactly(key, optimiser):
    settings = replace(
        SETTINGS, loss=key, generator_optimiser=optimiser, critic_optimiser=optimiser
    )
    whole = run(settings)
    resumed = run(settings, whole[2])
    assert [frame.step for frame in resumed] == [2, 3, 4, 5, 6]
    for then, again in zip(whole[2:], resumed, strict=True):
        assert figures(then) == figures(again)


def test_round_by_round_with_one_alone():
    start = run()[3]

    def one_round(**changes):
        return run(replace(SETTINGS, rounds=4, **changes), start)[-1].state

    critic_only = one_round(generator_steps=0)
    assert torch.equal(critic_only.generator.flat, start.state.generator.flat)
    assert not torch.equal(critic_only.critic.flat, start.state.critic.flat)
    generator_only = one_round(critic_steps=0)
    assert torch.equal(generator_only.critic.flat, start.state.critic.flat)
    assert not torch.equal(generator_only.generator.flat, start.state.generator.flat)
    both = one_round()
    assert torch.equal(both.critic.flat, critic_only.critic.flat)


@pytest.mark.parametrize(
    "change",
    [
        {"loss": "wasserstein"},
        {"generator_optimiser": "sgd"},
        {"critic_rate": 0.1},
        {"critic_steps": 3},
        {"batch": 50},
        {"noise": "uniform"},
        {"activation": "tanh"},
        {"seed": 7},
    ],
    ids=str,
)
def test_settings_change_on_the_fly(change):
    whole = run()
    first, *_, last = run(replace(SETTINGS, **change), whole[3])
    assert torch.equal(first.state.generator.flat, whole[3].state.generator.flat)
    assert not torch.equal(last.state.generator.flat, whole[6].state.generator.flat)


def test_the_cloud_changes_on_the_fly():
    other = drawn([(-0.5, 0.0), (0.5, 0.0)])
    frames = run(start=run()[3], cloud=other)
    assert len(frames[-1].figures.covered) == 2


@pytest.mark.parametrize("change", [{"generator": (7,)}, {"critic": (6,)}, {"noise_size": 1}])
def test_a_frame_of_another_shape_is_refused(change):
    with pytest.raises(SettingsError, match="same shape"):
        train(CLOUD, replace(SETTINGS, **change), run()[3])


def test_a_frame_of_a_later_round_is_refused():
    whole = run()
    with pytest.raises(SettingsError, match="round 6"):
        train(CLOUD, replace(SETTINGS, rounds=5), whole[6])
    assert len(run(start=whole[6])) == 1


@pytest.mark.parametrize("key", LOSSES)
def test_networks_without_hidden_layers(key):
    frame = run(replace(SETTINGS, generator=(), critic=(), loss=key))[-1]
    assert math.isfinite(frame.critic_loss)


@pytest.mark.parametrize("key", ["least_squares", "wasserstein"])
def test_divergence_ends_the_run_with_a_sentence(key):
    # Least squares are curved by more than 2 along a linear critic's bias: a step of 1 overshoots.
    settings = replace(
        SETTINGS,
        loss=key,
        penalty=100,
        critic=(),
        critic_steps=10,
        generator_optimiser="sgd",
        critic_optimiser="sgd",
        generator_rate=1,
        critic_rate=1,
        rounds=200,
        every=10,
    )
    *before, last = run(settings)
    assert last.has_diverged
    assert last.step < 200
    assert "learning rate of 1 is too large" in last.note
    assert not any(frame.has_diverged or frame.note for frame in before)
    for drawn_ in (last.samples, last.pushes, last.warp):
        assert drawn_.isfinite().all()
    assert len(last.critic_map) == SIDE * SIDE
    assert len(run(settings, last)) == 1


@pytest.mark.parametrize("key", LOSSES)
def test_many_runs_are_runs_of_their_own(key):
    settings = replace(SETTINGS, loss=key)
    many = list(train_many(CLOUD, settings, runs=3))
    assert [frames[0].step for frames in many] == list(range(7))
    for number in range(3):
        alone = run(replace(settings, seed=number))
        for frames, own in zip(many, alone, strict=True):
            frame = frames[number]
            torch.testing.assert_close(frame.samples, own.samples, rtol=1e-3, atol=1e-4)
            torch.testing.assert_close(frame.pushes, own.pushes, rtol=1e-3, atol=1e-4)
            assert frame.critic_loss == pytest.approx(own.critic_loss, rel=1e-3)
            assert frame.figures.js == pytest.approx(own.figures.js, abs=0.02)
    # A frame of many goes on alone, with its own seed.
    first, *_ = run(replace(settings, seed=2), many[3][2])
    assert first.critic_loss == pytest.approx(many[3][2].critic_loss, rel=1e-3)


@pytest.mark.parametrize("runs", [0, 17, 1.5])
def test_too_many_runs_are_refused(runs):
    with pytest.raises(SettingsError):
        train_many(CLOUD, SETTINGS, runs)


def shrunk(frame):
    """The frame with a generator that puts everything near one point."""
    own = frame.state.generator
    small = Parameters(own.architecture, 1, own.flat * 0.01)
    return replace(frame, state=replace(frame.state, generator=small))


def test_an_untrained_generator_is_not_called_collapsed():
    settings = replace(SETTINGS, generator_steps=0, rounds=400, every=100)
    frames = run(settings, shrunk(next(train(CLOUD, settings))))
    assert looks_collapsed(frames[-1].figures)
    assert not any(frame.alarm for frame in frames)


def test_the_alarm_counts_on_in_a_run_that_goes_on():
    settings = replace(SETTINGS, generator_rate=0, rounds=300, every=50)
    whole = run(settings, shrunk(next(train(CLOUD, settings))))
    assert [bool(frame.alarm) for frame in whole] == [False] * 5 + [True] * 2
    assert "for 250 rounds" in whole[-1].alarm
    resumed = run(settings, whole[3])
    assert [frame.alarm for frame in resumed] == [frame.alarm for frame in whole[3:]]
