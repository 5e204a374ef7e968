"""The same attacks by torchattacks: an oracle that shares no line with ours."""

import pytest
import torch
import torchattacks

from nnkit.attacks import (
    DeepFoolSettings,
    FGSMSettings,
    PGDSettings,
    away,
    deepfool,
    fgsm,
    grid,
    pgd,
    to_grid,
    towards,
)

LABELS = torch.tensor([3, 1, 4])
TARGETS = (2, 5, 0)


@pytest.fixture(params=["toy", "real"])
def case(request, toy, pictures):
    """A network as nnkit takes it, the same as a module, pictures, and what it says of them."""
    if request.param == "toy":
        return toy, toy, pictures[:3]
    real = request.getfixturevalue("network")
    # The same folded network for both: a gradient near 0 has its sign by rounding error.
    return real, real.until("logits"), request.getfixturevalue("photos")


def last(frames):
    *_, final = frames
    return final.pictures


def peer(attack, module, pictures, goal, **options):
    """What torchattacks makes of it; modules without parameters are given one for its device."""
    if not list(module.parameters()):
        module.register_parameter("unused", torch.nn.Parameter(torch.zeros(1)))
    made = attack(module, **options)
    made.set_mode_default()
    with torch.no_grad():
        labels = module(pictures).argmax(dim=1)
    if goal.targeted:
        made.set_mode_targeted_by_function(lambda _, __: torch.tensor(goal.labels))
    return made(pictures, labels).detach()


GOALS = pytest.mark.parametrize("goal", [away(), towards(TARGETS)], ids=["away", "towards"])


@GOALS
@pytest.mark.parametrize("epsilon", [1, 4, 8])
def test_fgsm_is_the_same_to_the_bit(case, goal, epsilon):
    network, module, pictures = case
    theirs = to_grid(peer(torchattacks.FGSM, module, pictures, goal, eps=epsilon / 255))
    ours = last(fgsm(network, pictures, goal, FGSMSettings(epsilon)))
    assert torch.equal(ours, theirs)
    assert not torch.equal(ours, pictures)


@GOALS
def test_pgd_is_the_same_within_one_step_of_the_grid(case, goal):
    network, module, pictures = case
    theirs = peer(torchattacks.PGD, module, pictures, goal, eps=4 / 255, alpha=1 / 255, steps=5,
                  random_start=False)  # fmt: skip
    wish = PGDSettings(epsilon=4, step_size=1, steps=5, early_stop=False)
    ours = last(pgd(network, pictures, goal, wish))
    assert (ours - theirs).abs().max() <= 1.001 / 255
    assert (ours - theirs).abs().mean() < 0.05 / 255


@GOALS
def test_momentum_is_theirs(toy, pictures, goal):
    theirs = peer(torchattacks.MIFGSM, toy, pictures[:3], goal, eps=8 / 255, alpha=2 / 255,
                  steps=6, decay=0.9)  # fmt: skip
    wish = PGDSettings(epsilon=8, step_size=2, steps=6, momentum=0.9, early_stop=False)
    ours = last(pgd(toy, pictures[:3], goal, wish))
    assert (ours - theirs).abs().max() <= 1.001 / 255
    assert (ours - theirs).abs().mean() < 0.05 / 255


@GOALS
def test_pgd_within_a_length_is_the_same(toy, pictures, goal):
    theirs = peer(torchattacks.PGDL2, toy, pictures[:3], goal, eps=200 / 255, alpha=50 / 255,
                  steps=6, random_start=False)  # fmt: skip
    wish = PGDSettings(norm="l2", epsilon=200, step_size=50, steps=6, early_stop=False)
    ours = last(pgd(toy, pictures[:3], goal, wish))
    # Rounding may have shortened ours, by no more than a few steps of the whole length.
    assert grid.length(ours - theirs).max() < 0.1 * 200


def test_deepfool_walks_as_far_as_theirs(toy, pictures):
    theirs = peer(torchattacks.DeepFool, toy, pictures[:3], away(), steps=50, overshoot=0.02)
    frames = list(deepfool(toy, pictures[:3], away(), DeepFoolSettings(refinements=0)))
    walked = frames[-2].iterate
    assert torch.allclose(
        grid.length(walked - pictures[:3]), grid.length(theirs - pictures[:3]), rtol=0.05
    )
