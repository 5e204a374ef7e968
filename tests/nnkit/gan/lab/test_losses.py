"""The games against PyTorch's losses, autograd and cases worked out by hand."""

import math

import pytest
import torch
from torch.nn import functional

from nnkit.gan.lab import LOSSES

SCORES = torch.tensor([-30.0, -2.0, -0.3, 0.0, 0.4, 1.0, 3.0, 30.0], dtype=torch.float64)
ONES, ZEROS = torch.ones_like(SCORES), torch.zeros_like(SCORES)
PARTS = ("on_real", "on_fake", "on_forgery")


@pytest.mark.parametrize("key", LOSSES)
@pytest.mark.parametrize("part", PARTS)
def test_slopes_are_those_of_the_losses(key, part):
    loss, scores = LOSSES[key], SCORES.clone().requires_grad_()
    (slopes,) = torch.autograd.grad(getattr(loss, part)(scores).sum(), scores)
    torch.testing.assert_close(getattr(loss, f"{part}_slope")(SCORES), slopes)


def test_log_losses_are_binary_cross_entropy():
    def entropy(wanted):
        return functional.binary_cross_entropy_with_logits(SCORES, wanted, reduction="none")

    for key in ("minimax", "non_saturating"):
        torch.testing.assert_close(LOSSES[key].on_real(SCORES), entropy(ONES))
        torch.testing.assert_close(LOSSES[key].on_fake(SCORES), entropy(ZEROS))
    torch.testing.assert_close(LOSSES["minimax"].on_forgery(SCORES), -entropy(ZEROS))
    torch.testing.assert_close(LOSSES["non_saturating"].on_forgery(SCORES), entropy(ONES))


# A critic that gives a share p of being real has the score ln(p / (1 - p)).
@pytest.mark.parametrize(
    ("key", "score", "real", "fake", "forgery"),
    [
        ("minimax", 0.0, math.log(2), math.log(2), -math.log(2)),
        ("minimax", math.log(3), -math.log(0.75), -math.log(0.25), math.log(0.25)),
        ("non_saturating", math.log(3), -math.log(0.75), -math.log(0.25), -math.log(0.75)),
        ("least_squares", 0.0, 0.5, 0.0, 0.5),
        ("least_squares", 3.0, 2.0, 4.5, 2.0),
        ("wasserstein", 1.7, -1.7, 1.7, -1.7),
    ],
)
def test_by_hand(key, score, real, fake, forgery):
    values = torch.tensor(score, dtype=torch.float64)
    found = [getattr(LOSSES[key], part)(values).item() for part in PARTS]
    assert found == pytest.approx([real, fake, forgery])


def test_only_minimax_gives_up_on_a_bad_forgery():
    bad = torch.tensor(-10.0)
    pulls = {key: abs(loss.on_forgery_slope(bad).item()) for key, loss in LOSSES.items()}
    assert pulls["minimax"] < 1e-4
    assert min(pulls[key] for key in LOSSES if key != "minimax") > 0.99


def test_verdicts_lie_between_0_and_1():
    for key, loss in LOSSES.items():
        assert loss.key == key
        assert loss.title
        assert loss.sentence
        if key == "wasserstein":
            assert loss.shown is None
            assert loss.is_penalised
        else:
            shown = loss.shown(SCORES)
            assert shown.min() >= 0
            assert shown.max() <= 1
            assert (shown.diff() >= 0).all()
