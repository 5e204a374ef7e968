"""Oracle: the sum of squares written out."""

import pytest
import torch

from nnkit import SettingsError
from nnkit.convolution import match


def brute_force(picture, template):
    image, pattern = picture[0].double(), template.double()
    height, width = pattern.shape[1:]
    windows = image.unfold(1, height, 1).unfold(2, width, 1)  # [C,rows,columns,h,w]
    return (windows - pattern[:, None, None]).square().sum((0, 3, 4))


def random(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("shape", [(1, 1), (3, 4), (17, 9), (40, 50)])
@pytest.mark.parametrize("stride", [1, 3])
def test_errors_are_the_sums_of_squares(channels, shape, stride):
    picture, template = random(1, channels, 40, 50), random(channels, *shape, seed=1)
    errors, row, column = match(picture, template, stride=stride)
    expected = brute_force(picture, template)[::stride, ::stride]
    torch.testing.assert_close(errors, expected, atol=1e-9, rtol=1e-9)
    assert errors[row // stride, column // stride] == errors.min()


def test_larger_than_a_tile():
    picture, template = random(1, 1, 540, 1070), random(1, 5, 5, seed=1)
    torch.testing.assert_close(match(picture, template).errors, brute_force(picture, template))


@pytest.mark.parametrize(("row", "column"), [(0, 0), (31, 87), (99, 113)])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 255.0])
def test_an_exact_copy_fits_with_error_zero(row, column, scale):
    picture = random(1, 3, 120, 130) * scale
    template = picture[:, :, row : row + 21, column : column + 17]
    errors, best_row, best_column = match(picture, template)
    assert (best_row, best_column) == (row, column)
    assert errors[row, column] == 0
    assert (errors == 0).sum() == 1
    assert errors.min() >= 0


def test_the_first_of_equal_fits_is_chosen():
    found = match(torch.full((1, 1, 30, 30), 0.3), torch.full((1, 4, 4), 0.3))
    assert (found.best_row, found.best_column) == (0, 0)
    assert found.errors[0, 0] == 0
    assert found.errors.max() < 1e-9


@pytest.mark.parametrize(
    ("picture", "template", "stride", "words"),
    [
        (torch.zeros(2, 3, 9, 9), torch.zeros(3, 2, 2), 1, "batch of one"),
        (torch.zeros(1, 3, 9, 9), torch.zeros(1, 2, 2), 1, "channels"),
        (torch.zeros(1, 3, 9, 9), torch.zeros(3, 10, 2), 1, "larger"),
        (torch.zeros(1, 3, 9, 9), torch.zeros(2, 2), 1, "N, C, H, W"),
        (torch.zeros(1, 3, 9, 9), torch.zeros(3, 2, 2), 0, "stride"),
        (torch.zeros(1, 3, 9, 9), torch.full((3, 2, 2), torch.nan), 1, "finite"),
    ],
)
def test_bad_input(picture, template, stride, words):
    with pytest.raises(SettingsError, match=words):
        match(picture, template, stride=stride)
