"""Carlini and Wagner's attack near the closed form, and with the lead that it promises."""

import pytest
import torch

from nnkit import SettingsError
from nnkit.attacks import CarliniWagnerSettings, away, carlini_wagner, grid, towards
from nnkit.attacks.shortening import SURE


def last(frames):
    *_, final = frames
    return final


def linear(seed, classes=2, side=16):
    """A picture, and a linear network whose border is 40 steps of the grid away from it."""
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn(classes, 3 * side * side, generator=generator)
    picture = grid.to_grid(0.3 + 0.4 * torch.rand(1, 3, side, side, generator=generator))
    logits = (picture.flatten(1) @ weights.T)[0]
    shift = -logits
    shift[0] += 40 / 255 * (weights[1] - weights[0]).norm()
    return picture, lambda pictures: pictures.flatten(1) @ weights.T + shift


@pytest.mark.parametrize("goal", [away(), towards(1)], ids=["away", "towards"])
@pytest.mark.parametrize("seed", range(3))
def test_on_a_linear_network_it_finds_nearly_the_shortest_change(seed, goal):
    picture, network = linear(seed)
    final = last(carlini_wagner(network, picture, goal))
    assert final.fooled.all()
    assert 40 <= grid.length(final.pictures - picture).item() < 1.25 * 40


@pytest.mark.parametrize("goal", [away(), towards(2)], ids=["away", "towards"])
def test_the_goals_class_leads_by_the_confidence_asked_for(toy, pictures, goal):
    wish = CarliniWagnerSettings(steps=15, searches=4, confidence=0.5)
    final = last(carlini_wagner(toy, pictures, goal, wish))
    assert (goal.margin(final.logits, final.labels) >= 0.5).all()
    weak = last(carlini_wagner(toy, pictures, goal, CarliniWagnerSettings(steps=15, searches=4)))
    assert (grid.length(weak.pictures - pictures) < grid.length(final.pictures - pictures)).all()


def test_what_was_found_is_never_given_up_for_more_change(toy, pictures):
    shortest = torch.full((4,), torch.inf)
    for frame in carlini_wagner(toy, pictures, away(), CarliniWagnerSettings(steps=8, searches=5)):
        length = grid.length(frame.pictures - pictures)
        once = shortest.isfinite()
        sure = away().margin(frame.logits, frame.labels) >= SURE
        assert sure[once].all()
        assert (length[once] <= shortest[once] + 1e-3).all()
        shortest = torch.where(sure, length, shortest)
    assert shortest.isfinite().all()


def test_a_constant_that_is_far_too_small_is_raised(toy, pictures):
    def fooled(searches):
        wish = CarliniWagnerSettings(steps=10, searches=searches, constant=1e-6)
        *_, searched, _, _, _, _ = carlini_wagner(toy, pictures, away(), wish)
        return searched.fooled

    assert not fooled(1).all()
    assert fooled(8).all()


def test_black_and_white_pictures_can_be_moved(toy):
    extreme = (torch.rand(2, 3, 12, 12, generator=torch.Generator().manual_seed(5)) > 0.5).float()
    final = last(carlini_wagner(toy, extreme, away()))
    assert final.fooled.all()


@pytest.mark.parametrize(
    "wrong",
    [{"steps": 0}, {"searches": 0}, {"searches": 21}, {"constant": 0}, {"learning_rate": 0},
     {"confidence": -1}, {"confidence": float("nan")}, {"refinements": 101}],
    ids=str,
)  # fmt: skip
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        CarliniWagnerSettings(**wrong)
