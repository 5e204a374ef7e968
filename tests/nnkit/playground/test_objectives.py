import pytest
import torch
from torch.nn import functional

from nnkit.errors import SettingsError
from nnkit.playground import DataSettings, make
from nnkit.playground.objectives import LOSSES, objective

CASES = [(loss, classes) for loss in LOSSES for classes in (2, 3, 4)] + [("squared", 0)]


def case(loss, classes):
    if classes:
        points = make(DataSettings("gaussians", points=60, classes=classes))
    else:
        points = make(DataSettings("plane", points=60))
    aim = objective(loss, points)
    generator = torch.Generator().manual_seed(classes)
    sums = torch.randn(2, 60, aim.outputs, generator=generator, dtype=torch.float64)
    return points, aim, sums


@pytest.mark.parametrize(("loss", "classes"), CASES)
def test_slopes_are_those_of_the_losses(loss, classes):
    points, aim, sums = case(loss, classes)
    sums.requires_grad_()
    wanted = aim.wanted(points.targets).double()
    (slopes,) = torch.autograd.grad(aim.losses(sums, wanted).sum(), sums)
    torch.testing.assert_close(aim.slopes(sums.detach(), wanted), slopes)


@pytest.mark.parametrize(("loss", "classes"), CASES)
def test_losses_are_pytorchs(loss, classes):
    points, aim, sums = case(loss, classes)
    wanted = aim.wanted(points.targets).double()
    one = sums[0]
    signs = (
        functional.one_hot(points.targets.long().clamp(min=0), classes) * 2 - 1
        if (classes > 2)
        else points.targets[:, None] * 2 - 1
    )
    if classes == 0:
        right = functional.mse_loss(one[:, 0], points.targets.double())
    elif loss == "squared":
        right = functional.mse_loss(one.tanh(), signs.double())
    elif loss == "hinge":
        right = (1 - signs * one).relu().mean()
    elif classes == 2:
        right = functional.binary_cross_entropy_with_logits(one[:, 0], points.targets.double())
    else:
        right = functional.cross_entropy(one, points.targets)
    torch.testing.assert_close(aim.losses(sums, wanted).mean(1)[0], right)


@pytest.mark.parametrize(("loss", "classes"), CASES)
def test_scores(loss, classes):
    points, aim, sums = case(loss, classes)
    wanted = aim.wanted(points.targets)
    score = aim.score(sums, wanted)[0].item()
    one = sums[0]
    if classes == 0:
        variance = points.targets.double().var(correction=0)
        right = 1 - (one[:, 0] - points.targets).square().mean() / variance
        assert score == pytest.approx(right.item())
        assert aim.score(wanted.double(), wanted).item() == 1
    else:
        answers = one.argmax(1) if classes > 2 else (one[:, 0] > 0).long()
        assert score == pytest.approx((answers == points.targets).float().mean().item())


@pytest.mark.parametrize(("loss", "classes"), [one for one in CASES if one[1]])
def test_what_is_shown_of_classes_is_bounded(loss, classes):
    _, aim, sums = case(loss, classes)
    assert aim.shown(sums * 100).abs().max() <= 1


@pytest.mark.parametrize("loss", ["cross_entropy", "hinge"])
def test_numbers_want_the_squared_error(loss):
    with pytest.raises(SettingsError, match="squared"):
        objective(loss, make(DataSettings("plane")))
