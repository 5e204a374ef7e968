"""Filling a hole: what is left stays, what is missing is guessed and never looked at."""

import math

import pytest
import torch

from nnkit import SettingsError
from nnkit.autoencoder import InpaintingSettings, evaluation, inpaint, load

QUICK = InpaintingSettings(steps=6, every=3)


def hole_of(rows, columns):
    mask = torch.zeros(1, 1, 28, 28, dtype=torch.bool)
    mask[:, :, slice(*rows), slice(*columns)] = True
    return mask


@pytest.fixture(scope="module")
def hole():
    return hole_of((14, 28), (0, 28))


def last(*arguments):
    *_, frame = inpaint(*arguments)
    return frame


@pytest.mark.parametrize(
    ("rows", "columns", "share"),
    [((14, 28), (0, 28), 0.95), ((11, 17), (0, 28), 0.6), ((10, 18), (10, 18), 0.55)],
    ids=["lower half", "stripe", "middle"],
)
def test_the_hole_is_filled_better_than_with_paper_or_the_mean(rows, columns, share, digits):
    chosen, hole = digits[::2], hole_of(rows, columns)
    frame = last(chosen, hole)
    missing = hole.expand(chosen.shape)
    guess = (frame.pictures - chosen)[missing].square().mean()
    paper = chosen[missing].square().mean()
    mean = (digits.mean(0, keepdim=True) - chosen)[missing].square().mean()
    assert guess < share * mean < mean < paper


def test_what_is_left_stays_and_the_rest_is_drawn(digits, hole):
    for frame in inpaint(digits[:3], hole, QUICK):
        missing = hole.expand(3, 1, 28, 28)
        assert torch.equal(frame.pictures[~missing], digits[:3][~missing])
        assert torch.equal(frame.pictures[missing], frame.drawn[missing])
        drawn = load("ae8").decode(frame.codes)
        assert torch.allclose(drawn, frame.drawn, atol=1e-5)
        gaps = (frame.drawn - digits[:3])[~missing].reshape(3, -1)
        assert torch.allclose(frame.error, gaps.square().mean(1), atol=1e-6)


def test_what_the_hole_holds_is_never_looked_at(digits, hole):
    other = torch.where(hole, torch.full_like(digits[:2], math.nan), digits[:2])
    first, second = last(digits[:2], hole, QUICK), last(other, hole, QUICK)
    assert torch.equal(first.pictures, second.pictures)


def test_frames_go_downhill_and_the_start_comes_first(digits, hole):
    frames = list(inpaint(digits[:4], hole))
    assert [frame.step for frame in frames] == list(range(0, 41, 2))
    assert all(frame.total == 40 for frame in frames)
    assert (frames[-1].error < frames[0].error).all()


def test_a_mask_for_each_picture(digits, hole):
    both = torch.cat([hole, hole.flip(2)])
    together = last(digits[:2], both, QUICK).pictures
    alone = [last(digits[index : index + 1], both[index : index + 1], QUICK) for index in (0, 1)]
    assert torch.allclose(together, torch.cat([frame.pictures for frame in alone]), atol=1e-4)


def test_it_leaves_no_trace(digits, hole):
    torch.manual_seed(3)
    state = torch.get_rng_state()
    first = last(digits[:1], hole, QUICK)
    assert torch.equal(first.pictures, last(digits[:1], hole, QUICK).pictures)
    assert torch.equal(torch.get_rng_state(), state)
    assert all(weight.grad is None for weight in load("ae8").module.parameters())
    assert not first.drawn.requires_grad
    for frame in inpaint(digits[:1], hole, QUICK):
        assert torch.is_grad_enabled()
        assert frame.step <= 6


def test_without_a_hole_the_picture_stays_whole(digits):
    nothing = torch.zeros(1, 1, 28, 28, dtype=torch.bool)
    frame = last(digits[:2], nothing, QUICK)
    assert torch.equal(frame.pictures, digits[:2])
    assert (evaluation.squared_error(frame.drawn, digits[:2]) < 0.08).all()


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (torch.zeros(1, 1, 28, 28), "true and false"),
        (torch.zeros(28, 28, dtype=torch.bool), "true and false"),
        (torch.zeros(3, 1, 28, 28, dtype=torch.bool), "one mask"),
        (torch.ones(1, 1, 28, 28, dtype=torch.bool), "swallows"),
    ],
)
def test_bad_masks_are_refused_at_once(mask, message, digits):
    with pytest.raises(SettingsError, match=message):
        inpaint(digits[:2], mask)


@pytest.mark.parametrize("bad", [{"steps": 0}, {"every": 0}, {"learning_rate": math.nan}])
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        InpaintingSettings(**bad)
