"""What is said of an epsilon curve, of one photo and of many."""

from dataclasses import replace

import pytest
import torch

from nnkit.attacks import PGDSettings, towards
from nnkit.attacks.curve import epsilon_curve
from ui.attack_curve import Point, encode, sentence


def curve(attacked, noisy, *, is_single):
    """Points at epsilon 0, 1, 2, ... with these shares fooled."""
    return tuple(
        Point(float(at), success, noise, 0.1 + 0.1 * at, 0.1, is_single)
        for at, (success, noise) in enumerate(zip(attacked, noisy, strict=True))
    )


def test_one_photo_has_its_confidence_and_many_their_share():
    (point,) = curve([1], [0], is_single=True)
    assert point.heights == (0.1, 0.1)
    assert replace(point, is_single=False).heights == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_points_hold_the_figures_of_their_frame(count):
    pictures = torch.full((count, 3, 8, 8), 128 / 255)

    def brightness(batch):
        brighter = batch.mean((1, 2, 3)) * 255 - 130
        return torch.stack([-brighter, brighter], 1)

    *_, frame = epsilon_curve(brightness, pictures, towards(1), [4], PGDSettings(steps=3))
    point = encode(frame)
    assert point.is_single == (count == 1)
    assert (point.epsilon, point.success, point.noise) == (4, 1, 0)
    after = brightness(frame.pictures).softmax(1)[:, 1].mean().item()
    assert point.confidence == pytest.approx(after)
    assert 0 < point.noise_confidence < 0.5 < point.confidence


@pytest.mark.parametrize("is_single", [True, False])
def test_what_is_wished_and_so_already_is_no_fall(is_single):
    told = sentence(curve([1, 1], [1, 1], is_single=is_single))
    assert told.startswith("Nothing has to be changed")
    assert "Wish for another class" in told


def test_one_photo_that_falls():
    told = sentence(curve([0, 0, 1], [0, 0, 0], is_single=True))
    assert "This photo falls at epsilon **2** of 255" in told
    assert "As much random noise never does it, up to epsilon 2." in told
    told = sentence(curve([0, 0, 1, 1], [0, 0, 0, 1], is_single=True))
    assert "first does it at epsilon 3." in told


def test_one_photo_that_stands():
    told = sentence(curve([0, 0, 0], [0, 0, 0], is_single=True))
    assert "Not even epsilon 2 is enough for this photo" in told
    assert "comes to **30.0%** for what it shall say, from 10.0%" in told
    assert "0% at" not in told


def test_many_photos():
    told = sentence(curve([0, 0.2, 0.6], [0, 0, 0.1], is_single=False))
    assert "Half of the photos, or more, fall at epsilon **2** of 255" in told
    assert "10% of them at epsilon 2" in told
    told = sentence(curve([0, 0.2, 0.4], [0, 0, 0.1], is_single=False))
    assert "not even epsilon 2 is enough for half of the photos" in told.lower()
    assert "**40%**" in told
