"""A walk meets its stops, asks for what lies between, and its code draws the same pictures."""

import pytest
import torch

from nnkit import gan
from ui import gan_walk
from ui.gan_forgery import Forgery

FREE = [Forgery(2, 20), Forgery(1, 13), Forgery(0, 8)]
TWO_DIGITS = [Forgery(0, 3, 1.0, 3), Forgery(4, 5, 0.8, 8), Forgery(4, 8, 1.0, 8)]
ONE_DIGIT = [Forgery(1, 3, 1.0, 3), Forgery(2, 5, 1.0, 3)]
WALKS = pytest.mark.parametrize("chosen", [FREE, TWO_DIGITS, ONE_DIGIT])
STEPS = 4


@WALKS
def test_each_stop_is_met_at_its_place(chosen: list[Forgery]) -> None:
    found = gan_walk.walk(chosen, STEPS, spherical=True)
    assert len(found.pictures) == len(found.verdicts) == STEPS * (len(chosen) - 1) + 1
    stops = gan_walk.pictures(chosen)
    assert torch.allclose(found.pictures[::STEPS], stops, atol=1e-4)
    for each, verdict in zip(chosen, found.verdicts[::STEPS], strict=True):
        pair = gan.load("digits" if each.label is None else "conditional")
        wanted = pair.discriminate(each.picture(), each.label)
        assert verdict == pytest.approx(wanted.item(), abs=1e-3)


def test_between_two_digits_both_are_asked_for() -> None:
    here, there = TWO_DIGITS[:2]
    middle = gan_walk.walk([here, there], STEPS, spherical=False).pictures[STEPS // 2]
    half = torch.zeros(1, 10)
    half[0, [3, 8]] = 0.5
    latent = (here.latent() + there.latent())[None] / 2
    assert torch.allclose(middle, gan.load("conditional").generate(latent, half)[0], atol=1e-4)


@WALKS
@pytest.mark.parametrize("spherical", [True, False])
def test_the_code_draws_the_last_leg(chosen: list[Forgery], spherical: bool) -> None:
    made: dict[str, torch.Tensor] = {}
    lines = gan_walk.code(chosen, STEPS, spherical)
    exec("\n".join(["from nnkit import gan", *lines]), made)
    wanted = gan_walk.walk(chosen, STEPS, spherical).pictures[-STEPS - 1 :]
    assert torch.allclose(made["pictures"], wanted, atol=1e-4)
