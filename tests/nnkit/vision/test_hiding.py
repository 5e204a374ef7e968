"""The deletion test: the order, what is hidden, and that it tells a good map from a bad one."""

import pytest
import torch

from nnkit import samples, vision
from nnkit.errors import ImageError, SettingsError
from nnkit.vision import hiding, saliency

SIDE = 224


@pytest.fixture(scope="module")
def network():
    return vision.load(device="cpu")


@pytest.fixture(scope="module")
def cat(network):
    return network.middle(samples.load("cat"))


@pytest.fixture(scope="module")
def label(network, cat):
    return network.classify(cat, k=1)[0].number


def test_it_begins_with_the_picture_and_ends_with_a_blur(network, cat, label):
    curve = hiding.hide(network, cat, torch.rand(SIDE, SIDE), label, steps=3)
    assert curve.shares == pytest.approx((0, 1 / 3, 2 / 3, 1))
    whole, *_, none = curve.probabilities
    assert whole == pytest.approx(network.logits(cat).softmax(1)[0, label].item(), abs=1e-4)
    blurred = hiding._blurred(cat)
    assert none == pytest.approx(network.logits(blurred).softmax(1)[0, label].item(), abs=1e-4)
    assert none < whole / 4


def test_the_strongest_half_goes_first(network, cat, label):
    left = torch.linspace(1, -1, SIDE).expand(SIDE, SIDE)
    middle = hiding.hide(network, cat, left, label, steps=2).probabilities[1]
    by_hand = cat.clone()
    by_hand[..., : SIDE // 2] = hiding._blurred(cat)[..., : SIDE // 2]
    assert middle == pytest.approx(network.logits(by_hand).softmax(1)[0, label].item(), abs=1e-4)


def test_a_good_map_beats_one_without_learning_a_disc_and_its_own_opposite(network):
    photo = network.middle(samples.load("photographer"))
    label = network.classify(photo, k=1)[0].number
    found, without_learning = (
        saliency.saliency(each, photo, label, "grad_cam")
        for each in (network, vision.untrained(device="cpu"))
    )
    areas = [
        hiding.hide(network, photo, each, label).area
        for each in (found, hiding.disc(SIDE, SIDE), without_learning, -found)
    ]
    assert areas == sorted(areas)  # 0.09, 0.17, 0.77, 0.86
    assert areas[0] < 0.85 * areas[1]


def test_area_by_hand():
    assert hiding.HidingCurve((0.0, 0.5, 1.0), (1.0, 0.5, 0.0)).area == pytest.approx(0.5)
    assert hiding.HidingCurve((0.0, 0.25, 1.0), (1.0, 0.0, 0.0)).area == pytest.approx(0.125)


def test_a_disc_is_strongest_in_the_middle_and_weakest_in_the_corners():
    made = hiding.disc(5, 9)
    assert made.argmax() == 2 * 9 + 4
    assert made[0, 0] == made.min()
    assert torch.equal(made, made.flip(0, 1))


def test_bad_input_is_refused(network, cat):
    found = torch.zeros(SIDE, SIDE)
    with pytest.raises(SettingsError, match="height and width"):
        hiding.hide(network, cat, found[1:], 0)
    with pytest.raises(SettingsError, match="classes"):
        hiding.hide(network, cat, found, 1000)
    with pytest.raises(SettingsError, match="steps"):
        hiding.hide(network, cat, found, 0, steps=0)
    with pytest.raises(ImageError):
        hiding.hide(network, cat[0], found, 0)
