"""Sheets: pictures in rows, there and back, and the plane's cells."""

import pytest
import torch

from nnkit.autoencoder import sheets


def test_there_and_back_without_loss():
    generator = torch.Generator().manual_seed(0)
    pictures = torch.randint(0, 256, (6, 1, 28, 28), generator=generator).float() / 255
    rows = sheets.decode(sheets.encode(pictures, 3, lossless=True))
    assert rows.shape == (2, 3, 28, 28)
    assert torch.allclose(rows.flatten(0, 1), pictures[:, 0], atol=1e-6)
    small = sheets.decode(sheets.encode(pictures[..., :8, :8], 2, lossless=True), 8)
    assert torch.allclose(small[2, 1], pictures[5, 0, :8, :8], atol=1e-6)


def test_the_grid_runs_right_and_up():
    codes = sheets.grid((-1.0, 1.0), (10.0, 30.0), 3).reshape(3, 3, 2)
    assert codes[0, 0].tolist() == [-1, 30]  # the upper left cell
    assert codes[0, 2].tolist() == [1, 30]
    assert codes[2, 0].tolist() == [-1, 10]
    assert codes[1, 1].tolist() == [0, 20]


def test_ranges_hold_nearly_all_and_let_one_stray_go():
    generator = torch.Generator().manual_seed(0)
    codes = torch.rand(2000, 2, generator=generator) * torch.tensor([1.0, 6.0])
    codes[0] = 1000.0
    (left, right), (low, high) = sheets.ranges(codes)
    assert -0.1 < left < 0 < 1 < right < 1.1
    assert -0.6 < low < 0 < 6 < high < 6.6
    inside = ((codes > torch.tensor([left, low])) & (codes < torch.tensor([right, high]))).all(1)
    assert inside.double().mean().item() == pytest.approx(1, abs=0.021)
