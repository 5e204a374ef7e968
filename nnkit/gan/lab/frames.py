"""Where a run stands after a round: everything that a page shows or that a branch needs."""

from dataclasses import dataclass, field

import torch
from torch import Tensor

from nnkit.gan.lab import networks
from nnkit.gan.lab.clouds import REACH
from nnkit.gan.lab.losses import Loss
from nnkit.gan.lab.measuring import Figures
from nnkit.gan.lab.state import State

SIDE = 40  # pixels of the critic's map
LINES = 13  # of the grid of noise, in each direction
POINTS_OF_CURVE = 65  # where noise is one number, the grid is a row of points
SHOWN = 400  # forgeries
_TINY = 1e-6  # an area that is as good as none


@dataclass(frozen=True, eq=False)
class LabFrame:
    """A pair of networks after `step` of `total` rounds.

    critic_loss, generator_loss: means over the whole cloud and many forgeries, without the
    gradient penalty. real_score, fake_score: the mean of the critic's verdicts, from 0, fake, to 1,
    real; in the Wasserstein game raw heights. samples: [400, 2], forgeries, of the same noise in
    every frame. pushes: [400, 2], which way and how hard the generator's loss pulls each of them
    (minus its gradient). critic_map: SIDE x SIDE bytes over -1..1, top row first: 0 stands for
    `map_low`, 255 for `map_high`, and higher is more real. warp: [rows, columns, 2], where the
    generator takes a grid of noise, with an equal share of the noise in each of its cells; where
    noise is one number, a single row. alarm: what the collapse alarm says, or "". note: why the run
    ended early, or "". state: what a run goes on from.
    """

    step: int
    total: int
    critic_loss: float
    generator_loss: float
    real_score: float
    fake_score: float
    samples: Tensor = field(repr=False)
    pushes: Tensor = field(repr=False)
    critic_map: bytes = field(repr=False)
    map_low: float
    map_high: float
    warp: Tensor = field(repr=False)
    figures: Figures
    alarm: str = ""
    has_diverged: bool = False
    note: str = ""
    state: State = field(repr=False, kw_only=True)


def plane(side: int = SIDE) -> Tensor:
    """Return the places [side * side, 2] of a map's pixels, top row first."""
    middles = (torch.arange(side) + 0.5) * (2 * REACH / side) - REACH
    y, x = torch.meshgrid(-middles, middles, indexing="ij")
    return torch.stack([x, y], 2).reshape(-1, 2)


def drawn_map(scores: Tensor, loss: Loss) -> tuple[bytes, float, float]:
    """Return a critic's scores [pixels] as bytes, and the values of bytes 0 and 255.

    Verdicts go from 0 to 1, heights from the lowest to the highest.
    """
    values = torch.nan_to_num(scores if loss.shown is None else loss.shown(scores), 0.0, 1e6, -1e6)
    low, high = (0.0, 1.0) if loss.shown else (float(values.min()), float(values.max()))
    scaled = (values - low) * (255 / max(high - low, 1e-9))
    return scaled.add(0.5).clamp(0, 255).to(torch.uint8).numpy().tobytes(), low, high


def noise_grid(kind: str, size: int) -> Tensor:
    """Return the grid of noise that is warped, [rows, columns, size], as said in LabFrame."""
    if size == 1:
        return networks.ticks(kind, POINTS_OF_CURVE)[None, :, None]
    own = networks.ticks(kind, LINES)
    second, first = torch.meshgrid(own, own, indexing="ij")
    return torch.stack([first, second], 2)


def crowding(warp: Tensor) -> Tensor:
    """Return how densely forgeries lie in each cell of a warp, or along each piece of a curve.

    [rows - 1, columns - 1], or [1, columns - 1]: from 0, worn thin, over 0.5 for a cell of median
    size, to 1, all on one spot. What lies on top of each other in a fold is not added up.
    """
    if len(warp) == 1:
        sizes = (warp[:, 1:] - warp[:, :-1]).norm(dim=2)
    else:
        one, other = warp[1:, 1:] - warp[:-1, :-1], warp[1:, :-1] - warp[:-1, 1:]
        sizes = (one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]).abs() / 2
    middle = sizes.median().clamp(min=_TINY)
    shares: Tensor = middle / (middle + sizes)
    return shares
