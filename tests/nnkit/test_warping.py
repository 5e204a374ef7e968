"""Moving a picture, beside SciPy."""

import pytest
import torch
from scipy import ndimage

from nnkit.warping import moved


def smooth(height, width):
    rows = torch.linspace(0, 3, height)[:, None]
    columns = torch.linspace(0, 4, width)[None]
    return (0.5 + 0.4 * torch.sin(rows * 2 + columns) * torch.cos(columns)).expand(1, 3, -1, -1)


@pytest.mark.parametrize(("factor", "degrees"), [(1.1, 0), (1.0, 20), (0.9, -30), (1.2, 45)])
def test_a_move_is_scipys_affine_transform(factor, degrees):
    picture = smooth(61, 90)
    height, width = picture.shape[-2:]
    angle = torch.deg2rad(torch.tensor(float(degrees)))
    cosine, sine = torch.cos(angle) / factor, torch.sin(angle) / factor
    # Rows grow downwards, so that a turn against the clock looks up clockwise of a place.
    matrix = torch.tensor([[cosine, sine], [-sine, cosine]])
    middle = torch.tensor([(height - 1) / 2, (width - 1) / 2])
    expected = ndimage.affine_transform(
        picture[0, 0].numpy(), matrix.numpy(), (middle - matrix @ middle).numpy(), mode="reflect"
    )
    inside = slice(15, -15), slice(15, -15)
    found = moved(picture, factor, degrees)[0, 0].numpy()
    assert abs(found[inside] - expected[inside]).max() < 0.01


def test_to_stand_still_changes_nothing():
    picture = torch.rand(1, 3, 24, 37, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(moved(picture, 1.0, 0.0), picture, atol=1e-4, rtol=0)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_quarter_turn_is_anticlockwise_and_exact(channels):
    picture = torch.rand(1, channels, 20, 20, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(
        moved(picture, 1.0, 90.0), picture.rot90(1, (2, 3)), atol=1e-4, rtol=0
    )


def test_what_moves_in_is_a_reflection():
    picture = torch.rand(1, 1, 12, 16, generator=torch.Generator().manual_seed(2))
    mirrored = torch.cat([picture.flip(-1), picture, picture.flip(-1)], -1)
    mirrored = torch.cat([mirrored.flip(-2), mirrored, mirrored.flip(-2)], -2)
    inside = (..., slice(12, 24), slice(16, 32))
    torch.testing.assert_close(
        moved(picture, 0.8, 0.0), moved(mirrored, 0.8, 0.0)[inside], atol=1e-4, rtol=0
    )


@pytest.mark.parametrize("rotation", [0.0, 33.0])
def test_values_stay_colours(rotation):
    edge = (torch.arange(30) > 14).float().expand(1, 3, 30, 30)
    found = moved(edge, 1.13, rotation)  # bicubic interpolation would overshoot
    assert found.min() == 0
    assert found.max() == 1
