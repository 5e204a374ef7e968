from dataclasses import replace

import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.gan.lab import LOSSES, STAGES, CloudSettings, LabSettings, make, slow_motion, train

CLOUD = make(CloudSettings("gaussians", points=300))
SETTINGS = LabSettings(generator=(6,), critic=(6, 5), batch=20, rounds=3, every=1)


def start(settings=SETTINGS):
    *_, frame = train(CLOUD, settings)
    return frame


@pytest.mark.parametrize("size", [1, 2])
@pytest.mark.parametrize("key", LOSSES)
def test_it_ends_where_training_is_a_round_later(key, size):
    settings = replace(SETTINGS, loss=key, critic_steps=2, noise_size=size)
    frame = start(settings)
    *_, after = train(CLOUD, replace(settings, rounds=4), frame)
    stages = list(slow_motion(CLOUD, settings, frame))
    last = stages[-1]
    assert [stage.kind for stage in stages] == [*STAGES[:3], *STAGES[:3], *STAGES[3:]]
    assert [stage.step for stage in stages] == list(range(1, 9))
    assert {stage.total for stage in stages} == {8}
    torch.testing.assert_close(last.warp, after.warp)
    here, there = (torch.tensor(list(own.critic_map)) for own in (last, after))
    assert (here - there).abs().max() <= 1
    assert last.map_high == pytest.approx(after.map_high, rel=1e-4)


def test_each_stage_changes_what_it_says():
    frame = start()
    stages = dict(zip(STAGES, slow_motion(CLOUD, SETTINGS, frame), strict=True))
    real, fake, learns, asks, moves = stages.values()
    assert real.critic_map == fake.critic_map == frame.critic_map != learns.critic_map
    assert learns.critic_map == asks.critic_map == moves.critic_map
    torch.testing.assert_close(frame.warp, asks.warp)
    assert not torch.equal(asks.warp, moves.warp)
    assert (real.real.shape, real.fakes.shape) == ((20, 2), (0, 2))
    assert (fake.real.shape, fake.fakes.shape) == ((0, 2), (20, 2))
    assert torch.equal(learns.real, real.real)
    assert torch.equal(learns.fakes, fake.fakes)
    assert learns.verdicts.shape == (40,)
    assert asks.pushes.shape == moves.moves.shape == (20, 2)
    torch.testing.assert_close(asks.fakes + moves.moves, moves.fakes)
    assert len(asks.moves) == len(moves.pushes) == len(real.pushes) == 0


def test_losses_before_and_after():
    stages = list(slow_motion(CLOUD, replace(SETTINGS, critic_rate=1e-4), start()))
    real, fake, learns, asks, moves = stages
    assert learns.loss_before == pytest.approx(real.loss + fake.loss, abs=1e-5)
    assert learns.loss < learns.loss_before
    assert moves.loss < moves.loss_before == asks.loss
    for stage in (real, fake, asks):
        assert stage.loss == stage.loss_before
    assert f"from {learns.loss_before:.4f} to {learns.loss:.4f}" in learns.sentence
    # -ln(verdict) of real points, -ln(1 - verdict) of fakes
    assert real.loss == pytest.approx(-real.verdicts.log().mean().item(), abs=1e-5)
    assert fake.loss == pytest.approx(-(1 - fake.verdicts).log().mean().item(), abs=1e-5)
    assert f"{real.verdicts.mean().item():.2f} on average, where 1" in real.sentence
    assert f"{fake.verdicts.mean().item():.2f} on average, where 0" in fake.sentence


def test_one_of_the_two_alone():
    frame = start()
    kinds = [
        [stage.kind for stage in slow_motion(CLOUD, replace(SETTINGS, **none), frame)]
        for none in ({"generator_steps": 0}, {"critic_steps": 0})
    ]
    assert kinds == [list(STAGES[:3]), list(STAGES[3:])]


def test_heights_are_not_called_right_or_wrong():
    settings = replace(SETTINGS, loss="wasserstein")
    real, *_ = slow_motion(CLOUD, settings, start(settings))
    assert "high" in real.sentence
    assert "right" not in real.sentence


def test_networks_of_another_shape_are_refused():
    with pytest.raises(SettingsError, match="same shape"):
        slow_motion(CLOUD, replace(SETTINGS, critic=(6,)), start())
