"""The pyramid can be undone, and its adjoint is one."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit.style import levels
from nnkit.style.levels import LevelledAdam


@settings(max_examples=20, deadline=None)
@given(st.integers(4, 70), st.integers(4, 70))
def test_joining_undoes_splitting(height, width):
    picture = torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(height))
    made = levels.split(picture)
    assert [tuple(level.shape[-2:]) for level in made] == levels.sizes(height, width)
    torch.testing.assert_close(levels.join(made), picture, atol=1e-6, rtol=0)


def test_there_are_five_levels_of_half_the_size_each():
    assert levels.sizes(96, 131) == [(96, 131), (48, 66), (24, 33), (12, 17), (6, 9)]
    assert levels.sizes(9, 200) == [(9, 200), (5, 100)]


def test_a_flat_picture_lies_in_the_last_level_alone():
    *fine, last = levels.split(torch.full((1, 3, 64, 80), 0.3))
    assert all(level.abs().max() < 1e-6 for level in fine)
    torch.testing.assert_close(last, torch.full_like(last, 0.3))


@pytest.mark.parametrize("size", [(64, 80), (33, 47), (65, 64)])
def test_spreading_a_slope_is_autograds_way_back_through_joining(noise, size):
    made = [level.double().requires_grad_() for level in levels.split(noise(1, 3, *size))]
    slope = noise(1, 3, *size, seed=1).double()
    wanted = torch.autograd.grad(levels.join(made), made, slope)
    for found, each in zip(levels.spread(slope), wanted, strict=True):
        torch.testing.assert_close(found, each)


def test_steps_are_those_of_torchs_adam_on_the_levels(noise):
    """As long as no pixel meets the ends of the scale."""
    picture = 0.5 + 0.05 * noise(1, 3, 40, 48).clamp(-2, 2)
    free = [level.clone().requires_grad_() for level in levels.split(picture)]
    reference, adam = torch.optim.Adam(free, lr=0.003), LevelledAdam(picture, 0.003)
    for step in range(4):
        slope = noise(1, 3, 40, 48, seed=step + 1)
        reference.zero_grad()
        levels.join(free).backward(slope)
        reference.step()
        picture = adam.moved(picture, slope)
        torch.testing.assert_close(picture, levels.join(free).detach(), atol=2e-5, rtol=0)


def test_a_step_stays_within_0_and_1_and_leaves_the_old_picture_alone(noise):
    picture = torch.rand(1, 3, 20, 24)
    before = picture.clone()
    moved = LevelledAdam(picture, 0.2).moved(picture, noise(1, 3, 20, 24))
    assert torch.equal(picture, before)
    assert 0 <= moved.min() < moved.max() <= 1
