"""One pair of pictures, every figure worked out by hand."""

import math
from dataclasses import replace

import pytest
import torch

from nnkit import ImageError, SettingsError, images, vision
from nnkit.attacks import PGDSettings, away, follow, pgd, towards
from nnkit.attacks.report import report


def brightness(pictures):
    """Three classes: dark, bright, and one that never wins."""
    mean = pictures.mean(dim=(1, 2, 3)) - 0.5
    return torch.stack([-100 * mean, 100 * mean, torch.full_like(mean, -50)], dim=1)


@pytest.fixture
def pair():
    """120 grey steps everywhere; a third of the pixels 40 brighter, in red and green alone."""
    original = torch.full((1, 3, 12, 18), 120 / 255)
    adversarial = original.clone()
    adversarial[:, :2, :, :6] += 40 / 255
    return original, adversarial


def test_every_figure_is_the_one_worked_out_by_hand(pair):
    found = report(brightness, *pair, towards(1))
    assert (found.linf, found.changed) == (40, 72)
    assert found.changed_share == pytest.approx(1 / 3)
    assert found.l2 == pytest.approx(40 * math.sqrt(144))
    assert 0 < found.ssim < 1
    mean = 120 / 255 + 2 / 3 * 1 / 3 * 40 / 255
    sure = 1 / (1 + math.exp(-200 * (mean - 0.5)))
    assert [one.label for one in found.before] == ["0", "1", "2"]
    assert [one.label for one in found.after] == ["1", "0", "2"]
    assert found.reached
    assert found.confidence == pytest.approx(sure, abs=1e-4)


def test_an_unreached_goal_is_called_so(pair):
    assert not report(brightness, *pair, towards(2)).reached
    assert report(brightness, *pair, away(0)).reached
    original, _ = pair
    same = report(brightness, original, original, away())
    assert (same.reached, same.linf, same.l2, same.changed, same.ssim) == (False, 0, 0, 0, 1)


def test_the_saved_file_has_the_same_report(pair):
    original, adversarial = pair
    unrounded = adversarial + 0.3 / 255
    decoded = images.load(images.to_png(unrounded))
    assert report(brightness, original, unrounded, away()) == report(
        brightness, original, decoded, away()
    )


def test_a_vision_network_is_quoted_by_name():
    network = vision.untrained("squeezenet1_1", device="cpu")
    picture = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    found = report(network, picture, picture, away())
    assert found.before == found.after
    assert [one.label for one in found.after] == [
        one.label for one in network.classify(picture.mul(255).round() / 255)
    ]


def test_several_pictures_are_refused():
    with pytest.raises(ImageError, match="Report on one picture"):
        report(brightness, torch.rand(2, 3, 16, 16), torch.rand(2, 3, 16, 16), away())


def test_two_shapes_are_refused():
    with pytest.raises(ImageError, match="differ in shape"):
        report(brightness, torch.rand(1, 3, 16, 16), torch.rand(1, 3, 16, 20), away())


def test_a_class_that_the_network_lacks_is_refused(pair):
    with pytest.raises(SettingsError, match="no class 3"):
        report(brightness, *pair, towards(3))


def test_following_an_attack_keeps_the_confidence_of_each_step(pair):
    original, _ = pair
    settings = PGDSettings(epsilon=30, steps=6, step_size=5, early_stop=False)
    frames = list(pgd(brightness, original, towards(1), settings))
    found = follow(brightness, iter(frames))
    assert found.path == tuple(frame.confidence[0].item() for frame in frames)
    assert list(found.path) == sorted(found.path)
    assert len(found.path) == 7
    assert replace(found, path=()) == report(brightness, original, frames[-1].pictures, towards(1))
    with pytest.raises(SettingsError, match="no frames"):
        follow(brightness, iter(()))
