"""The 8-bit grid is what a PNG holds."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import images
from nnkit.attacks import grid


def noise(seed, *shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))


def test_every_grey_is_to_the_bit_what_decoding_gives():
    greys = (torch.arange(256) / 255).reshape(1, 1, 16, 16).expand(-1, 3, -1, -1)
    shaken = greys + 0.4 / 255 * (2 * noise(0, 1, 3, 16, 16) - 1)
    decoded = images.load(images.to_png(greys))
    assert torch.equal(grid.to_grid(shaken), decoded)
    assert torch.equal(grid.to_grid(decoded), decoded)


def test_the_picture_given_is_not_changed():
    picture = noise(1, 1, 3, 4, 4)
    before = picture.clone()
    grid.to_grid(picture)
    grid.rounded(before, picture, 3, "linf")
    grid.rounded(before, picture, 3, "l2")
    assert torch.equal(picture, before)


@settings(max_examples=100, deadline=None)
@given(epsilon=st.floats(0, 60), seed=st.integers(0, 999), norm=st.sampled_from(["linf", "l2"]))
def test_a_rounded_change_stays_within_any_budget(epsilon, seed, norm):
    original = grid.to_grid(noise(seed, 2, 3, 5, 5))
    change = (noise(seed + 1, 2, 3, 5, 5) - 0.5) * 2
    size = change.flatten(1).abs().amax(1) if norm == "linf" else change.flatten(1).norm(dim=1)
    inside = original + change / size[:, None, None, None] * epsilon / 255
    found = grid.rounded(original, inside.clamp(0, 1), epsilon, norm)
    whole = ((found - original) * 255).round().flatten(1)
    length = whole.abs().amax(1) if norm == "linf" else whole.norm(dim=1)
    assert (length <= epsilon + 1e-3).all()
    assert torch.equal(found, grid.to_grid(found))


def test_a_change_too_long_for_l2_keeps_what_mattered_most():
    original = torch.full((1, 1, 1, 4), 100 / 255)
    changed = original + torch.tensor([3.4, 0.6, -0.6, 0.6]) / 255  # rounded: length 3.46
    found = grid.rounded(original, changed, 3.2, "l2")
    assert ((found - original) * 255).round().flatten().tolist() == [3, 0, 0, 0]


def test_one_picture_of_a_batch_does_not_shorten_another():
    original = torch.full((2, 1, 1, 4), 100 / 255)
    change = torch.tensor([[3.4, 0.6, -0.6, 0.6], [1, 1, 0, 0]])
    found = grid.rounded(original, original + change[:, None, None] / 255, 3.2, "l2")
    assert ((found - original)[1] * 255).round().flatten().tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize("factor", [0.0, 0.5, 2.0])
def test_a_scaled_change_is_so_many_times_as_long(factor):
    original = torch.full((1, 1, 1, 2), 0.4)
    changed = original + torch.tensor([4.0, -8.0]) / 255
    found = grid.scaled(original, changed, torch.tensor([factor]))
    assert torch.allclose((found - original) * 255, torch.tensor([4.0, -8.0]) * factor, atol=1e-4)


def test_length_is_counted_in_steps_of_the_grid():
    change = torch.zeros(1, 3, 4, 4)
    change[0, 0, 0, 0], change[0, 2, 3, 3] = 3 / 255, 4 / 255
    assert grid.length(change).item() == pytest.approx(5)
