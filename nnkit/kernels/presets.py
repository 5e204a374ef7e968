"""The named kernels."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from nnkit.errors import SettingsError
from nnkit.kernels import shapes
from nnkit.kernels.shapes import MAX_SIDE, Rows, Shape

if TYPE_CHECKING:
    from torch import Tensor

_EVERY = tuple(range(1, MAX_SIDE + 1))
_ODD = tuple(range(1, MAX_SIDE + 1, 2))


@dataclass(frozen=True)
class Preset:
    """A named kernel. sizes: the sides it can have. display: how its result is best shown."""

    key: str
    title: str
    sentence: str
    shape: Shape
    sizes: tuple[int, ...] = (3,)
    default_size: int = 3
    display: Literal["clip", "signed"] = "clip"

    def rows(self, size: int | None = None) -> Rows:
        """Return the kernel as rows of plain numbers; `SettingsError` for a size it cannot have."""
        side = self.default_size if size is None else size
        if side not in self.sizes:
            choices = ", ".join(map(str, self.sizes))
            raise SettingsError(
                f"The size of this kernel, {self.title}, must be one of: {choices}."
            )
        return self.shape(side)

    def make(self, size: int | None = None) -> "Tensor":
        """Return the kernel [size,size], float32; `SettingsError` for a size it cannot have."""
        import torch

        return torch.tensor(self.rows(size), dtype=torch.float32)


_ALL = (
    Preset(
        "identity",
        "Identity",
        "A single 1 in the middle copies every pixel as it is: the filter that changes nothing.",
        shapes.identity,
        _ODD,
    ),
    Preset(
        "box",
        "Box blur",
        "Every pixel becomes the plain average of its neighbourhood, so fine detail melts away.",
        shapes.box,
        _EVERY,
        5,
    ),
    Preset(
        "gaussian",
        "Gaussian blur",
        "An average that trusts near pixels more than far ones: it blurs more softly than a box.",
        shapes.gaussian,
        _EVERY,
        5,
    ),
    Preset(
        "motion_blur",
        "Motion blur",
        "Averages along a row only, as if the camera had moved sideways during the exposure.",
        shapes.motion_blur,
        _EVERY,
        9,
    ),
    Preset(
        "sharpen",
        "Sharpen",
        "Five times the pixel minus its four neighbours: differences grow, so edges look crisp.",
        shapes.fixed((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
    ),
    Preset(
        "unsharp",
        "Unsharp mask",
        "Adds back what a Gaussian blur would take away, a darkroom trick that sharpens gently.",
        shapes.unsharp,
        _ODD[1:],
        5,
    ),
    Preset(
        "laplacian4",
        "Laplacian, 4 neighbours",
        "How much do the four neighbours differ from the pixel? Zero on flat areas and on slopes.",
        shapes.fixed((0, 1, 0), (1, -4, 1), (0, 1, 0)),
        display="signed",
    ),
    Preset(
        "laplacian8",
        "Laplacian, 8 neighbours",
        "How much do all eight neighbours differ from the pixel? Diagonals count here as well.",
        shapes.fixed((1, 1, 1), (1, -8, 1), (1, 1, 1)),
        display="signed",
    ),
    Preset(
        "sobel_x",
        "Sobel, left to right",
        "Right side minus left side, smoothed a little up and down: it lights up on upright edges.",
        shapes.sobel,
        (3, 5, 7),
        display="signed",
    ),
    Preset(
        "sobel_y",
        "Sobel, top to bottom",
        "Bottom minus top, smoothed a little sideways: it lights up on level edges, like horizons.",
        shapes.transposed(shapes.sobel),
        (3, 5, 7),
        display="signed",
    ),
    Preset(
        "scharr_x",
        "Scharr, left to right",
        "A Sobel with better-chosen numbers, which measures the direction of an edge more exactly.",
        shapes.fixed((-3, 0, 3), (-10, 0, 10), (-3, 0, 3)),
        display="signed",
    ),
    Preset(
        "scharr_y",
        "Scharr, top to bottom",
        "The same careful numbers turned by a quarter, for edges that lie level.",
        shapes.fixed((-3, -10, -3), (0, 0, 0), (3, 10, 3)),
        display="signed",
    ),
    Preset(
        "prewitt_x",
        "Prewitt, left to right",
        "The simplest edge finder: add up the right columns, take away the left ones.",
        shapes.prewitt,
        (3, 5, 7),
        display="signed",
    ),
    Preset(
        "prewitt_y",
        "Prewitt, top to bottom",
        "Add up the rows below, take away the rows above, and level edges appear.",
        shapes.transposed(shapes.prewitt),
        (3, 5, 7),
        display="signed",
    ),
    Preset(
        "line_horizontal",
        "Level lines",
        "A bright row between dark ones: it answers loudest to a thin level line in the picture.",
        shapes.line(lambda row, column, size: row == size // 2),
        _ODD[1:],
        display="signed",
    ),
    Preset(
        "line_vertical",
        "Upright lines",
        "A bright column between dark ones, looking for thin upright lines, like masts and poles.",
        shapes.line(lambda row, column, size: column == size // 2),
        _ODD[1:],
        display="signed",
    ),
    Preset(
        "line_diagonal_up",
        "Rising diagonals",
        "A bright diagonal that climbs to the right looks for thin lines that climb the same way.",
        shapes.line(lambda row, column, size: row + column == size - 1),
        _ODD[1:],
        display="signed",
    ),
    Preset(
        "line_diagonal_down",
        "Falling diagonals",
        "A bright diagonal that falls to the right looks for thin lines that fall the same way.",
        shapes.line(lambda row, column, size: row == column),
        _ODD[1:],
        display="signed",
    ),
    Preset(
        "emboss",
        "Emboss",
        "Dark on one side and bright on the other, so the picture looks pressed into metal.",
        shapes.fixed((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
    ),
    Preset(
        "outline",
        "Outline",
        "Eight times the pixel minus all eight neighbours: even areas turn black, contours glow.",
        shapes.fixed((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
    ),
    Preset(
        "corner",
        "Corners",
        "Level and upright edges cancel out here, and what stays is corners and lone dots.",
        shapes.fixed((1, -2, 1), (-2, 4, -2), (1, -2, 1)),
        display="signed",
    ),
    Preset(
        "gabor",
        "Gabor",
        "A little packet of stripes, much like what cells in our own visual cortex look for.",
        shapes.gabor,
        _ODD[2:],
        9,
        "signed",
    ),
    Preset(
        "difference_of_gaussians",
        "Difference of Gaussians",
        "A narrow blur minus a wide one finds blobs of one size, much as the eye's retina does.",
        shapes.difference_of_gaussians,
        _ODD[1:],
        7,
        "signed",
    ),
)

PRESETS: Mapping[str, Preset] = MappingProxyType({preset.key: preset for preset in _ALL})
