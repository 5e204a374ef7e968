"""Losses beside numbers worked out by hand."""

import math

import pytest
import torch
from torch import nn

from nnkit.gan import losses


def test_the_critic_pays_for_each_mistake():
    # D(real) = 0.8, D(forged) = 0.25: -log 0.8 - log 0.75
    on_real, on_forged = torch.tensor([math.log(4.0)]), torch.tensor([-math.log(3.0)])
    expected = -math.log(0.8) - math.log(0.75)
    assert losses.critic_loss(on_real, on_forged).item() == pytest.approx(expected, rel=1e-6)


def test_the_forger_pays_where_it_is_found_out():
    on_forged = torch.tensor([0.0, -math.log(3.0)])
    expected = -(math.log(0.5) + math.log(0.25)) / 2
    assert losses.forger_loss(on_forged).item() == pytest.approx(expected, rel=1e-6)


def test_a_forger_that_is_found_out_still_feels_a_slope():
    """-log D has the slope D - 1 in the logit; log(1 - D), which saturates, has -D."""
    logits = torch.tensor([-6.0, 0.0, 6.0], requires_grad=True)
    losses.forger_loss(logits).backward()
    assert torch.allclose(logits.grad * 3, logits.detach().sigmoid() - 1, atol=1e-6)


def test_no_loss_overflows():
    far = torch.tensor([1e4])
    assert losses.critic_loss(-far, far).item() == pytest.approx(2e4)
    assert losses.forger_loss(-far).item() == pytest.approx(1e4)


def test_r1_of_a_linear_critic_is_half_its_squared_weights():
    critic = nn.Sequential(nn.Flatten(), nn.Linear(4, 1), nn.Flatten(0))
    with torch.no_grad():
        critic[1].weight.copy_(torch.tensor([[1.0, -2.0, 0.0, 2.0]]))
    pictures = torch.rand(3, 1, 2, 2, generator=torch.Generator().manual_seed(0))
    penalty = losses.r1(critic, pictures)
    assert penalty.item() == pytest.approx((1 + 4 + 4) / 2)
    penalty.backward()
    # Half the square of w has the slope w.
    assert torch.allclose(critic[1].weight.grad, critic[1].weight)
    assert pictures.grad is None


def test_r1_is_the_mean_over_pictures_and_knows_labels():
    class Squares(nn.Module):
        def forward(self, pictures, labels):
            return labels * pictures.square().sum((1, 2, 3)) / 2

    pictures = torch.tensor([1.0, 2.0]).reshape(2, 1, 1, 1)
    # The slope is label * pixel: 3 and 10.
    found = losses.r1(Squares(), pictures, torch.tensor([3, 5]))
    assert found.item() == pytest.approx((9 + 100) / 2 / 2)


def test_uncertainty_by_hand():
    # Two pictures read as half this, half that: each is unsure by log 2, and so are all.
    unsure = torch.zeros(2, 2)
    assert losses.uncertainty(unsure).item() == pytest.approx(0, abs=1e-6)
    # Each plainly one digit, and both digits appear: 0 - log 2, the best there is.
    plain = torch.tensor([[40.0, 0.0], [0.0, 40.0]])
    assert losses.uncertainty(plain).item() == pytest.approx(-math.log(2), rel=1e-5)
    # Each plainly the same digit: nothing is gained by being sure.
    assert losses.uncertainty(plain[:1].expand(2, 2)).item() == pytest.approx(0, abs=1e-5)
