"""How a kernel slides over a picture: its steps, its spread and what it sees past the border."""

from dataclasses import dataclass
from typing import Literal, get_args

import torch
import torch.nn.functional as F
from torch import Tensor

from nnkit.errors import SettingsError
from nnkit.ranges import check_whole

Padding = Literal["zeros", "reflect", "replicate", "circular", "valid"]
PADDINGS: tuple[Padding, ...] = get_args(Padding)

MAX_STRIDE = 64
MAX_DILATION = 32


@dataclass(frozen=True)
class Sliding:
    """The geometry of a filter. A bad value raises `SettingsError`.

    stride: pixels between neighbouring windows, 1..64.
    dilation: pixels between neighbouring cells of the kernel, 1..32.
    padding: what stands past the border; "valid" keeps the kernel inside the picture.
    """

    stride: int = 1
    dilation: int = 1
    padding: Padding = "zeros"

    def __post_init__(self) -> None:
        """Refuse a bad value."""
        check_whole("stride", self.stride, 1, MAX_STRIDE)
        check_whole("dilation", self.dilation, 1, MAX_DILATION)
        if self.padding not in PADDINGS:
            raise SettingsError(f"padding must be one of {', '.join(PADDINGS)}.")

    def reach(self, kernel_side: int) -> int:
        """Return how many pixels a kernel's side covers once dilated."""
        return self.dilation * (kernel_side - 1) + 1

    def margins(self, kernel_side: int) -> tuple[int, int]:
        """Return the padding before and after one side; the odd pixel goes after, as in torch."""
        if self.padding == "valid":
            return 0, 0
        total = self.reach(kernel_side) - 1
        return total // 2, total - total // 2

    def output_side(self, side: int, kernel_side: int) -> int:
        """Return the number of windows along one side: ceil(side / stride) for padded modes."""
        room = side + sum(self.margins(kernel_side)) - self.reach(kernel_side)
        if room < 0:
            raise SettingsError(
                f"A kernel that reaches over {self.reach(kernel_side)} pixels does not fit inside "
                f"a picture side of {side}: choose another padding than valid, or a smaller kernel."
            )
        return room // self.stride + 1


def source(positions: Tensor, side: int, padding: Padding) -> Tensor:
    """Return the pixel index in 0..side-1 that each position shows, -1 where it shows nothing.

    Positions may lie any distance outside the picture. "reflect" does not repeat the edge pixel.
    """
    if padding == "replicate":
        return positions.clamp(0, side - 1)
    if padding == "circular":
        return positions.remainder(side)
    if padding == "reflect":
        period = max(2 * side - 2, 1)
        folded = positions.remainder(period)
        return torch.minimum(folded, period - folded).clamp(max=side - 1)
    return torch.where((positions < 0) | (positions >= side), -1, positions)


def pad(picture: Tensor, rows: tuple[int, int], columns: tuple[int, int], mode: Padding) -> Tensor:
    """Return [N,C,H+sum(rows),W+sum(columns)]: the picture continued past its borders.

    Margins may be wider than the picture. Works on every device and under autograd.
    """
    if mode in ("zeros", "valid"):
        return F.pad(picture, (*columns, *rows))
    for dimension, (before, after) in ((-2, rows), (-1, columns)):
        if before or after:
            side = picture.shape[dimension]
            positions = torch.arange(-before, side + after, device=picture.device)
            picture = picture.index_select(dimension, source(positions, side, mode))
    return picture
