"""What is said beside the latent maps, against the sheets that ship."""

import numpy as np
import pytest
import torch

from nnkit import autoencoder
from nnkit.autoencoder import LatentMap, load_map, sheets
from ui import autoencoder_plane

CELLS = 20  # along each side: a cell without a digit is a gap


def crowd(plane: LatentMap) -> np.ndarray:
    """How many of the 2,000 digits lie in each cell, [across, up]."""
    counts, *_ = np.histogram2d(*plane.codes.T.numpy(), bins=CELLS, range=[plane.across, plane.up])
    return counts


def odd_in_gaps(plane: LatentMap) -> float:
    """The share of the sheet's drawings where no digit lies that the judge calls odd."""
    drawn = sheets.decode(plane.sheet, plane.cell).reshape(-1, 1, 28, 28)
    cells = (torch.arange(plane.points) * CELLS // (plane.points - 1)).clamp(max=CELLS - 1)
    up, across = torch.meshgrid(cells.flip(0), cells, indexing="ij")
    empty = torch.from_numpy(crowd(plane) == 0)[across.flatten(), up.flatten()]
    return autoencoder.judge(drawn[empty]).is_odd.double().mean().item()


def step(plane: LatentMap) -> float:
    """The mean squared difference of drawings beside one another on the sheet."""
    drawn = sheets.decode(plane.sheet, plane.cell)
    pairs = ((drawn[1:], drawn[:-1]), (drawn[:, 1:], drawn[:, :-1]))
    return sum((one - other).square().mean().item() for one, other in pairs) / 2


@pytest.mark.parametrize(
    ("name", "said", "share"),
    [("ae2", "one drawing in six", 1 / 6), ("vae2", "one drawing in forty", 1 / 40)],
)
def test_as_many_drawings_in_the_gaps_are_odd_as_is_said(
    name: str, said: str, share: float
) -> None:
    assert said in autoencoder_plane.WORDS[name]
    assert 0.75 * share < odd_in_gaps(load_map(name)) < 1.35 * share


def test_the_variational_maps_gaps_lie_at_the_rim_and_its_neighbours_look_alike() -> None:
    plain, variational = (crowd(load_map(name)) == 0 for name in ("ae2", "vae2"))
    assert plain.mean() > 0.15
    assert variational.mean() > 0.15
    assert variational[5:15, 5:15].mean() < 0.1
    assert step(load_map("vae2")) < 0.8 * step(load_map("ae2"))
