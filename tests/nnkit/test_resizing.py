import pytest
import torch

from nnkit.resizing import at_least, fitted, resized, size_of


def test_a_picture_of_the_right_size_is_itself():
    picture = torch.rand(1, 3, 5, 7)
    assert size_of(picture) == (5, 7)
    assert resized(picture, (5, 7)) is picture


def test_what_is_even_stays_even_at_any_size():
    for size in ((3, 4), (9, 2), (40, 30)):
        made = resized(torch.full((2, 3, 5, 7), 0.25), size)
        assert size_of(made) == size
        torch.testing.assert_close(made, torch.full_like(made, 0.25))


def test_a_smaller_picture_keeps_no_stripes_that_are_too_fine_for_it():
    stripes = torch.arange(64).remainder(2).float().expand(1, 1, 64, 64)
    assert (resized(stripes, (16, 16))[..., 2:-2] - 0.5).abs().max() < 0.05


@pytest.mark.parametrize("size", [(30, 40), (300, 400), (10, 400), (64, 64)])
def test_fitted_and_at_least_keep_the_proportions(size):
    picture = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(0))
    for made in (fitted(picture, 128), at_least(picture, 64)):
        height, width = size_of(made)
        assert height / width == pytest.approx(size[0] / size[1], rel=0.5 / min(height, width))
        assert made.min() >= 0
        assert made.max() <= 1
    assert max(size_of(fitted(picture, 128))) == 128
    assert min(size_of(at_least(picture, 64))) == max(64, min(size))


def test_a_large_enough_picture_is_not_touched():
    picture = torch.rand(1, 3, 64, 200)
    assert torch.equal(at_least(picture, 64), picture)
    assert torch.equal(fitted(picture, 200), picture)
