import torch

from nnkit.resizing import resized, size_of


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
