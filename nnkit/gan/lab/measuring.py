"""How near the forgeries are to the real cloud, in numbers."""

from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.gan.lab.clouds import REACH, Cloud

CELLS = 20  # of the grid, along each side
_MOST = 0.9  # of the points
_COVERED = 0.25  # of the real points' share: so many forgeries make a mode covered
_SMOOTHING = 0.1  # points added to every cell, so that KL stays finite


@dataclass(frozen=True)
class Figures:
    """What is measured of the forgeries.

    kl: KL(real || fake), in bits, on a grid: large where real points have no forgeries. js: the
    Jensen-Shannon divergence, in bits: 0 the same, 1 nothing in common. covered: of each mode of
    the cloud, whether it has at least a quarter of its fair share of forgeries. quality: the share
    of forgeries within the radius of a mode. real_cells, fake_cells: the fewest cells of the grid
    that hold 90 % of the points.
    """

    kl: float
    js: float
    covered: tuple[bool, ...]
    quality: float
    real_cells: int
    fake_cells: int

    @property
    def coverage(self) -> float:
        """The share of modes that are covered."""
        return sum(self.covered) / len(self.covered)


class Ruler:
    """Measures forgeries by one cloud."""

    def __init__(self, cloud: Cloud) -> None:
        """Measure the cloud itself, once."""
        self._cloud = cloud
        self._counts = counts(cloud.points)
        self._shares = mode_shares(cloud.points, cloud)
        self._cells = cells_of_most(self._counts)

    def measure(self, forgeries: Tensor) -> Figures:
        """Return the figures of forgeries [N, 2], which must be finite."""
        own, shares = counts(forgeries), mode_shares(forgeries, self._cloud)
        return Figures(
            kl_divergence(self._counts, own),
            js_divergence(self._counts, own),
            tuple((shares >= _COVERED * self._shares).tolist()),
            float(shares.sum()),
            self._cells,
            cells_of_most(own),
        )


def counts(points: Tensor) -> Tensor:
    """Return how many of the points [N, 2] lie in each cell, [CELLS * CELLS], as float64.

    The grid spans -1..1; points beyond count in the cell at the edge.
    """
    cells = ((points + REACH) * (CELLS / (2 * REACH))).floor().clamp(0, CELLS - 1).long()
    return torch.bincount(cells[:, 1] * CELLS + cells[:, 0], minlength=CELLS * CELLS).double()


def kl_divergence(real: Tensor, fake: Tensor) -> float:
    """Return KL(real || fake) in bits for counts [K].

    A tenth of a point is added to every cell first, or one missed cell would make it infinite.
    """
    return _kl(_shares(real + _SMOOTHING), _shares(fake + _SMOOTHING))


def js_divergence(real: Tensor, fake: Tensor) -> float:
    """Return the Jensen-Shannon divergence in bits for counts [K], from 0, equal, to 1, apart."""
    one, other = _shares(real), _shares(fake)
    middle = (one + other) / 2
    return (_kl(one, middle) + _kl(other, middle)) / 2


def mode_shares(points: Tensor, cloud: Cloud) -> Tensor:
    """Return the share of the points [N, 2] that lies within the radius of each mode, [M].

    A point belongs to its nearest mode alone; the shares add up to less than 1 if some lie astray.
    """
    distances, nearest = torch.cdist(points, cloud.modes).min(1)
    own = nearest[distances <= cloud.radius]
    return torch.bincount(own, minlength=len(cloud.modes)).double() / len(points)


def cells_of_most(numbers: Tensor) -> int:
    """Return the fewest cells that hold 90 % of the points, for counts [K]."""
    held = numbers.sort(descending=True).values.cumsum(0)
    return int((held < _MOST * numbers.sum()).sum()) + 1


def _shares(numbers: Tensor) -> Tensor:
    return numbers / numbers.sum()


def _kl(one: Tensor, other: Tensor) -> float:
    there = one > 0
    return float((one[there] * (one[there] / other[there]).log2()).sum())
