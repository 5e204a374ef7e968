"""Gradient ascent in waves: it excites its unit, keeps to itself and can be had again."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import SettingsError, vision
from nnkit.vision import VisualisationSettings, visualise, waves
from nnkit.vision.visualisation import Ascent


@pytest.fixture(scope="module")
def network():
    return vision.load(device="cpu")


def last(frames):
    *_, frame = frames
    return frame


def excitement(network, layer, channel, picture):
    return float(network.activations(picture, layer)[0, channel].mean())


# --- the waves


def test_no_waves_are_mid_grey():
    assert torch.equal(waves.paint(torch.zeros(2, 3, 64, 33, 2)), torch.full((2, 3, 64, 64), 0.5))


def test_a_single_wave_is_a_cosine_of_its_frequency_in_grey_blue():
    """The first of the three colours, with five periods from left to right."""
    side, period = 64, 5
    spectrum = torch.zeros(1, 3, side, side // 2 + 1, 2)
    spectrum[0, 0, 0, period, 0] = 1
    red, green, blue = torch.logit(waves.paint(spectrum))[0].numpy()
    cosine = np.cos(2 * np.pi * period * np.arange(side) / side)
    wanted = cosine / np.abs(cosine).max() * np.abs(red).max()
    np.testing.assert_allclose(red, np.tile(wanted, (side, 1)), atol=1e-5)
    np.testing.assert_allclose(green / red.max(), red / red.max() * 27 / 26, atol=1e-4)
    np.testing.assert_allclose(blue, green, atol=1e-5)


def test_slow_waves_are_stronger_in_proportion():
    def height(frequency):
        spectrum = torch.zeros(1, 3, 64, 33, 2)
        spectrum[0, 0, 0, frequency, 0] = 1
        return float(torch.logit(waves.paint(spectrum)).max())

    assert height(2) == pytest.approx(4 * height(8), rel=1e-3)


@given(side=st.integers(64, 97), seed=st.integers(0, 2**31 - 1), loud=st.floats(0, 100))
@settings(max_examples=20, deadline=None)
def test_any_waves_are_a_picture(side, seed, loud):
    noise = waves.noise(side, loud, torch.Generator().manual_seed(seed))
    picture = waves.paint(noise[None])
    assert picture.shape == (1, 3, side, side)
    assert bool(((picture >= 0) & (picture <= 1)).all())


# --- the ascent


@pytest.mark.parametrize(
    "unit",
    [
        {"layer": "block 3", "channel": 5},
        {"layer": "block 9", "channel": 40},
        {"label": 340},
    ],
    ids=str,
)
def test_the_unit_is_excited_by_its_picture(network, unit):
    wanted = VisualisationSettings(**unit, side=64, steps=24)
    frames = list(visualise(network, wanted))
    assert [frame.step for frame in frames] == list(range(25))
    assert {frame.total for frame in frames} == {24}
    layer, channel = wanted.unit
    first, end = frames[0].picture, frames[-1].picture
    assert frames[0].excitement == pytest.approx(
        excitement(network, layer, channel, first), rel=1e-3
    )
    assert excitement(network, layer, channel, end) > excitement(network, layer, channel, first) + 5
    assert end.shape == (1, 3, 64, 64)
    assert not end.requires_grad
    units = network.activations(end, layer)[0]  # [C, h, w] or [1000]
    assert units.reshape(len(units), -1).mean(1).argmax() == channel


def test_a_unit_that_does_not_fire_is_woken(network):
    """The head ends in ReLU6, so a unit that grey leaves silent has no slope to climb."""
    frames = visualise(network, VisualisationSettings(layer="head", channel=300, side=64, steps=40))
    first = next(frames)
    assert first.excitement == 0
    assert last(frames).excitement > 0.5


def test_equal_seeds_give_equal_pictures(network):
    def picture(seed):
        wanted = VisualisationSettings(channel=3, side=64, steps=3, seed=seed)
        return last(visualise(network, wanted)).picture

    assert torch.equal(picture(1), picture(1))
    assert not torch.equal(picture(1), picture(2))


def test_the_global_generator_stays_where_it_is(network):
    torch.manual_seed(5)
    before = torch.get_rng_state()
    last(visualise(network, VisualisationSettings(channel=3, side=64, steps=2)))
    assert torch.equal(torch.get_rng_state(), before)


def test_a_picture_does_not_depend_on_its_company(network):
    alone, together = (
        Ascent(network, "block 5", [7], 64),
        Ascent(network, "block 5", [1, 7, 20], 64),
    )
    for _ in range(4):
        alone.step()
        together.step()
    assert torch.allclose(alone.pictures()[0], together.pictures()[1], atol=2e-3)
    assert not torch.allclose(alone.pictures()[0], together.pictures()[0], atol=2e-3)


def test_interleaved_runs_do_not_meet_and_frames_stay_as_they_were(network):
    one = VisualisationSettings(channel=1, side=64, steps=4)
    two = VisualisationSettings(layer="block 3", channel=2, side=64, steps=4)
    alone = [[frame.picture for frame in visualise(network, each)] for each in (one, two)]
    pairs = list(zip(visualise(network, one), visualise(network, two), strict=True))
    for place, frames in enumerate(zip(*pairs, strict=True)):
        for frame, picture in zip(frames, alone[place], strict=True):
            assert torch.equal(frame.picture, picture)


def test_it_works_in_a_callers_inference_mode_and_leaves_nothing_open(network):
    wanted = VisualisationSettings(channel=1, side=64, steps=2)
    with torch.inference_mode():
        frames = visualise(network, wanted)
        next(frames)
        next(frames)
    assert torch.is_grad_enabled()
    assert not torch.is_inference_mode_enabled()
    frame = next(frames)
    assert frame.step == 2
    assert torch.equal(frame.picture, last(visualise(network, wanted)).picture)
    assert all(parameter.grad is None for parameter in network.module.parameters())


def test_any_network_of_the_zoo_shows_its_units():
    network = vision.untrained("squeezenet1_1")
    wanted = VisualisationSettings(layer="fire 4", channel=2, side=64, steps=8)
    frames = list(visualise(network, wanted))
    assert frames[-1].excitement > frames[0].excitement


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({}, "a channel of a layer, or"),
        ({"channel": 1, "label": 2}, "a channel of a layer, or"),
        ({"channel": -1}, "from 0 up"),
        ({"channel": 1.0}, "from 0 up"),
        ({"label": True}, "from 0 up"),
        ({"channel": 0, "side": 63}, "side"),
        ({"channel": 0, "side": 128.0}, "side"),
        ({"channel": 0, "steps": 0}, "steps"),
        ({"channel": 0, "seed": -1}, "seed"),
        ({"channel": 0, "learning_rate": 0.0}, "learning_rate"),
        ({"channel": 0, "learning_rate": float("nan")}, "learning_rate"),
    ],
)
def test_bad_settings_are_refused_when_they_are_made(wrong, match):
    with pytest.raises(SettingsError, match=match):
        VisualisationSettings(**wrong)


@pytest.mark.parametrize(
    ("unit", "match"),
    [
        ({"layer": "block 9", "channel": 112}, "112 channels in block 9"),
        ({"label": 1000}, "1000 classes"),
        ({"layer": "block 99", "channel": 0}, "no layer 'block 99'"),
    ],
)
def test_a_unit_that_is_not_there_is_refused_before_the_first_frame(network, unit, match):
    with pytest.raises(SettingsError, match=match):
        visualise(network, VisualisationSettings(**unit))


# --- the network before the activation function


def test_before_its_activation_a_unit_is_what_the_activation_clips(network):
    picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    before = network.before_activation("head")(picture)
    assert before.min() < 0
    assert torch.equal(before.clamp(0, 6), network.activations(picture, "head"))
    linear = network.before_activation("block 9")(picture)
    assert torch.equal(linear, network.activations(picture, "block 9"))
