import pytest
import torch

from nnkit.gan.lab import LOSSES, crowding
from nnkit.gan.lab.frames import SIDE, drawn_map, noise_grid, plane


def test_the_plane_starts_at_the_top_left():
    places = plane()
    assert places.shape == (SIDE * SIDE, 2)
    half = 1 / SIDE
    assert places[0].tolist() == pytest.approx([-1 + half, 1 - half])
    assert places[1].tolist() == pytest.approx([-1 + 3 * half, 1 - half])
    assert places[-1].tolist() == pytest.approx([1 - half, -1 + half])


def test_maps_as_bytes():
    scores = torch.tensor([-100.0, 0.0, 100.0, torch.nan])
    drawn, low, high = drawn_map(scores, LOSSES["minimax"])
    assert (list(drawn), low, high) == ([0, 128, 255, 0], 0, 1)
    drawn, low, high = drawn_map(torch.tensor([-3.0, 1.0, 0.5]), LOSSES["least_squares"])
    assert (list(drawn), low, high) == ([0, 255, 128], 0, 1)
    drawn, low, high = drawn_map(torch.tensor([-3.0, 1.0, -1.0]), LOSSES["wasserstein"])
    assert (list(drawn), low, high) == ([0, 255, 128], -3, 1)
    assert drawn_map(torch.ones(3), LOSSES["wasserstein"]) == (bytes(3), 1, 1)


@pytest.mark.parametrize("kind", ["uniform", "gaussian"])
def test_grids_of_noise(kind):
    grid = noise_grid(kind, 2)
    assert grid.shape == (13, 13, 2)
    assert (grid[:, 1:, 0] > grid[:, :-1, 0]).all()
    assert (grid[1:, :, 1] > grid[:-1, :, 1]).all()
    assert torch.equal(grid[0, :, 0], grid[5, :, 0])
    assert noise_grid(kind, 1).shape == (1, 65, 1)


def test_a_square_half_as_wide_is_more_crowded():
    x, y = torch.tensor([0.0, 1.0, 1.5]), torch.tensor([0.0, 1.0, 3.0])
    warp = torch.stack([x[None].expand(3, 3), y[:, None].expand(3, 3)], 2)
    assert crowding(warp).tolist() == [[1 / 2, pytest.approx(2 / 3)], [pytest.approx(1 / 3), 1 / 2]]
    assert crowding(warp[:1]).tolist() == [[pytest.approx(1 / 3), 1 / 2]]
    assert torch.equal(crowding(warp), crowding(warp.flip(1)).flip(1))


def test_a_warp_onto_one_point_is_crowded_everywhere():
    assert crowding(torch.zeros(4, 4, 2)).tolist() == [[1.0] * 3] * 3
