"""The arithmetic of one single output pixel."""

from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.convolution.activation import activation_function
from nnkit.convolution.checks import check_bias, check_kernel, check_picture
from nnkit.convolution.sliding import Padding, Sliding, source
from nnkit.errors import SettingsError
from nnkit.ranges import check_whole


@dataclass(frozen=True, eq=False)
class Patch:
    """One window of a filter: values * kernel = products, sum(products) + bias, then activation.

    values, kernel, products: [kh,kw], or [in,kh,kw] for a layer; padding included, kernel as laid
    on the picture (after a flip). top, left: where the window begins in the picture, negative in
    the padding. All arithmetic is float64.
    """

    values: Tensor
    kernel: Tensor
    products: Tensor
    sum: float
    bias: float
    output: float
    top: int
    left: int
    dilation: int


def patch(
    picture: Tensor,
    kernel: Tensor,
    row: int,
    column: int,
    *,
    stride: int = 1,
    dilation: int = 1,
    padding: Padding = "zeros",
    bias: float | Tensor = 0.0,
    activation: str = "identity",
    flip: bool = False,
    channel: int = 0,
) -> Patch:
    """Return how `convolve` with the same options makes the pixel at [row, column] of its result.

    picture: [1,C,H,W]; of several the first one counts. channel: the channel of the result.
    Raises `SettingsError` for what `convolve` refuses and for a pixel outside the result.
    """
    check_picture(picture)
    check_kernel(kernel, picture)
    check_bias(bias, kernel)
    sliding = Sliding(stride, dilation, padding)
    activate = activation_function(activation)
    channels = picture.shape[1] if kernel.ndim == 2 else kernel.shape[0]
    check_whole("channel", channel, 0, channels - 1)

    starts, places = [], []
    for name, index, side, kernel_side in (
        ("row", row, picture.shape[2], kernel.shape[-2]),
        ("column", column, picture.shape[3], kernel.shape[-1]),
    ):
        windows = sliding.output_side(side, kernel_side)
        if not 0 <= index < windows:
            raise SettingsError(f"{name} must be from 0 to {windows - 1} in this result.")
        start = index * stride - sliding.margins(kernel_side)[0]
        starts.append(start)
        places.append(source(start + dilation * torch.arange(kernel_side), side, padding))

    planes = picture[0, channel] if kernel.ndim == 2 else picture[0]
    cells = (kernel if kernel.ndim == 2 else kernel[channel]).detach().cpu().double()
    laid = cells.flip(-2, -1) if flip else cells
    values = _look_up(planes.detach().cpu().double(), *places)
    products = values * laid
    total = float(products.sum())
    offset = float(bias[channel] if isinstance(bias, Tensor) and bias.ndim else bias)
    output = float(activate(torch.tensor(total + offset, dtype=torch.float64)))
    return Patch(values, laid, products, total, offset, output, starts[0], starts[1], dilation)


def _look_up(planes: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    values = planes[..., rows.clamp(min=0)[:, None], columns.clamp(min=0)[None, :]]
    return values * ((rows >= 0)[:, None] & (columns >= 0)[None, :])
