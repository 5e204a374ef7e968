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


def test_a_good_map_loses_the_class_sooner_than_elsewhere_and_its_opposite_later(network):
    photo = network.middle(samples.load("photographer"))
    label = network.classify(photo, k=1)[0].number
    found = saliency.saliency(network, photo, label, "grad_cam")
    moved = hiding.mean(
        [hiding.hide(network, photo, each, label) for each in hiding.elsewhere(found)]
    )
    assert hiding.hide(network, photo, found, label).area < 0.5 * moved.area  # 0.09 and 0.59
    assert hiding.hide(network, photo, -found, label).area > 1.2 * moved.area  # 0.86


def test_area_and_mean_by_hand():
    fall = hiding.HidingCurve((0.0, 0.5, 1.0), (1.0, 0.5, 0.0))
    flat = hiding.HidingCurve((0.0, 0.5, 1.0), (1.0, 1.0, 1.0))
    assert fall.area == pytest.approx(0.5)
    assert hiding.mean([fall, flat]).probabilities == pytest.approx((1, 0.75, 0.5))


def test_elsewhere_is_the_same_map_at_four_other_places():
    found = torch.arange(8.0 * 12).view(8, 12)
    moved = hiding.elsewhere(found)
    assert moved[0][4, 6] == found[0, 0]
    for each in moved:
        assert sorted(each.flatten().tolist()) == found.flatten().tolist()
        assert (each != found).all()
    assert len({each[0, 0].item() for each in moved}) == 4


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
    with pytest.raises(SettingsError, match="at least one curve"):
        hiding.mean([])
