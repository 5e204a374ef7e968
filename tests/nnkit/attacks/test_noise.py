"""Rubbish that a network is sure of: on the grid, in the file, and again with the same seed."""

import dataclasses
import math

import pytest
import torch
from scipy import stats

from nnkit import ImageError, SettingsError, images, vision
from nnkit.attacks import NoiseSettings, away, from_noise, noise_pictures, to_grid, towards
from nnkit.attacks.settings import MOST_L2
from nnkit.digits import recognition

SMALL = NoiseSettings(side=12, channels=2, steps=60, step_size=100.0, confidence=0.9)
KINDS = ("snow", "mist", "grey")
WEIGHTS = torch.randn(2 * 12 * 12, 4, generator=torch.Generator().manual_seed(0)) / 8


def linear(pictures):
    return (pictures - 0.5).flatten(1) @ WEIGHTS


def last(frames):
    *_, frame = frames
    return frame


@pytest.fixture(scope="module")
def goldfish():
    """Snow that the real network is sure is a goldfish; the most expensive frame of this file."""
    wish = NoiseSettings(confidence=0.9)
    return last(from_noise(vision.load(device="cpu"), towards(1), wish))


def test_the_real_network_is_sure_of_the_rounded_picture(goldfish):
    network = vision.load(device="cpu")
    assert goldfish.pictures.shape == (1, 3, 224, 224)
    assert torch.equal(to_grid(goldfish.pictures), goldfish.pictures)
    guess = network.classify(goldfish.pictures)[0]
    assert (guess.number, guess.label) == (1, "goldfish")
    assert guess.probability >= 0.9
    assert goldfish.confidence.item() == pytest.approx(guess.probability, abs=1e-4)
    assert goldfish.fooled.tolist() == [True]


def test_a_png_of_it_is_as_good(goldfish):
    loaded = images.load(images.to_png(goldfish.pictures))
    assert torch.equal(loaded, goldfish.pictures)
    assert vision.load(device="cpu").classify(loaded)[0].probability >= 0.9


def test_it_still_looks_like_noise(goldfish):
    """No part of it shows a thing: neighbouring pixels know nothing of each other."""
    pixels = goldfish.pictures[0].flatten(1)
    neighbours = torch.corrcoef(torch.stack([pixels[0, :-1], pixels[0, 1:]]))[0, 1]
    assert abs(neighbours) < 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_every_beginning_becomes_every_class_at_once(kind):
    wish = dataclasses.replace(SMALL, kind=kind)
    frames = list(from_noise(linear, towards([2, 0, 3]), wish))
    found = linear(frames[-1].pictures).softmax(1)
    assert frames[-1].pictures.shape == (3, 2, 12, 12)
    assert found.argmax(1).tolist() == [2, 0, 3]
    assert (found.amax(1) >= 0.9).all()
    assert torch.equal(frames[0].pictures, to_grid(noise_pictures(wish, 3)))


def test_the_climb_goes_straight_where_the_network_is_straight():
    slope = torch.randn(1, 8, 8, generator=torch.Generator().manual_seed(1))

    def line(pictures):
        score = ((pictures - 0.5) * slope).sum((1, 2, 3))
        return torch.stack([-score, score], 1)

    wish = NoiseSettings("grey", 8, 1, steps=1, step_size=60.0, confidence=1.0)
    *_, found = from_noise(line, towards(1), wish)
    wanted = 128 + 60 * slope / slope.norm()  # grey is 128 in a file
    assert (found.pictures[0] * 255 - wanted).abs().max() <= 0.5 + 1e-3


def test_a_digit_network_sees_a_digit_in_grey():
    network = recognition.load("cnn").module
    wish = NoiseSettings("grey", side=28, channels=1, steps=100, step_size=100.0, confidence=0.95)
    found = last(from_noise(network, towards([3, 7]), wish)).pictures
    assert network(found).softmax(1)[[0, 1], [3, 7]].min() >= 0.95


def test_it_stops_when_it_is_sure_enough():
    steps = [
        last(from_noise(linear, towards(1), dataclasses.replace(SMALL, confidence=wanted))).step
        for wanted in (0.3, 0.9, 0.999)
    ]
    assert steps == sorted(steps)
    assert steps[0] < steps[2] < SMALL.steps


def test_the_seed_alone_decides():
    before = torch.get_rng_state()
    wish = dataclasses.replace(SMALL, seed=7)
    first, again = (last(from_noise(linear, towards(1), wish)).pictures for _ in range(2))
    other = last(from_noise(linear, towards(1), SMALL)).pictures
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(torch.get_rng_state(), before)


def test_snow_is_evenly_spread():
    snow = noise_pictures(NoiseSettings("snow", side=64), 2)
    assert snow.shape == (2, 3, 64, 64)
    assert stats.kstest(snow.flatten().numpy(), "uniform").pvalue > 1e-3
    assert not torch.equal(snow[0], snow[1])


def test_mist_is_normal_about_grey():
    mist = noise_pictures(NoiseSettings("mist", side=64))
    assert stats.kstest(mist.flatten().numpy(), "norm", (0.5, 0.1)).pvalue > 1e-3
    assert 0 <= mist.min() < mist.max() <= 1


def test_grey_is_grey():
    grey = noise_pictures(NoiseSettings("grey", side=16, channels=4), 5)
    assert torch.equal(grey, torch.full((5, 4, 16, 16), 0.5))


def test_to_get_away_from_noise_is_no_goal():
    for goal in (away(), away(3)):
        with pytest.raises(SettingsError, match="needs a class to reach"):
            from_noise(linear, goal, SMALL)


def test_what_the_network_cannot_take_is_said_before_the_first_frame():
    with pytest.raises(SettingsError, match="no class 4"):
        from_noise(linear, towards(4), SMALL)
    with pytest.raises(ImageError):
        from_noise(vision.load(device="cpu"), towards(1), NoiseSettings(side=32))


@pytest.mark.parametrize(
    "settings",
    [
        {"kind": "fog"}, {"side": 7}, {"side": 1025}, {"side": 64.0}, {"channels": 0},
        {"channels": 5}, {"steps": 0}, {"steps": 10_001}, {"step_size": -1.0},
        {"step_size": MOST_L2 * 2}, {"step_size": math.nan}, {"confidence": 1.1},
        {"confidence": -0.1}, {"seed": -1}, {"seed": True},
    ],
)  # fmt: skip
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(SettingsError):
        NoiseSettings(**settings)
