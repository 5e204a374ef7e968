"""The filter as tracing paper: lay a template on every place and measure how badly it fits."""

from typing import NamedTuple

import torch
from torch import Tensor

from nnkit.convolution.checks import check_picture
from nnkit.convolution.sliding import MAX_STRIDE
from nnkit.errors import SettingsError
from nnkit.ranges import check_whole

_TILE = 512
# As many places that differ by less than rounding are compared again, pixel by pixel.
_CANDIDATES = 256


class Match(NamedTuple):
    """errors: [rows,columns], squared error summed over channels, >= 0, float64 (CPU).

    best_row, best_column: the picture's pixel under the template's upper left corner where the
    error is smallest; the first in reading order if several fit alike.
    """

    errors: Tensor
    best_row: int
    best_column: int


def match(picture: Tensor, template: Tensor, *, stride: int = 1) -> Match:
    """Return the squared error of a template at each place inside the picture.

    picture: [1,C,H,W]. template: [C,h,w] or [1,C,h,w], any size up to the picture's. From
    sum (p - t)^2 = sum p^2 - 2 sum p t + sum t^2: the middle sum is a convolution. float64 and
    pixel-by-pixel sums for the best candidates make an exact copy's error exactly zero.
    Raises `SettingsError` for shapes that do not fit or numbers that are not finite.
    """
    template = _checked(picture, template)
    check_whole("stride", stride, 1, MAX_STRIDE)
    image = picture.detach()[0].cpu().double()
    pattern = template.detach().cpu().double()

    height, width = pattern.shape[1:]
    energy = _window_sums(image.square().sum(0), height, width)
    errors = energy - 2 * _correlate(image, pattern) + pattern.square().sum()
    errors = errors[::stride, ::stride].clamp(min=0).contiguous()

    noise = 1e-12 * float(image.square().sum() + pattern.square().sum())
    places = (errors <= errors.min() + noise).nonzero()[:_CANDIDATES]
    for row, column in places.tolist():
        window = image[:, row * stride :, column * stride :][:, :height, :width]
        errors[row, column] = (window - pattern).square().sum()
    exact = errors[places[:, 0], places[:, 1]]
    best_row, best_column = (stride * places[int(exact.argmin())]).tolist()
    return Match(errors, best_row, best_column)


def _checked(picture: Tensor, template: Tensor) -> Tensor:
    check_picture(picture)
    if template.ndim == 3:
        template = template[None]
    check_picture(template)
    if len(picture) != 1 or len(template) != 1:
        raise SettingsError("match looks for one template in one picture: pass a batch of one.")
    if picture.shape[1] != template.shape[1]:
        raise SettingsError("The picture and the template must have the same number of channels.")
    if template.shape[2] > picture.shape[2] or template.shape[3] > picture.shape[3]:
        raise SettingsError("The template must not be larger than the picture: cut a smaller one.")
    if not (torch.isfinite(picture).all() and torch.isfinite(template).all()):
        raise SettingsError("The picture and the template must hold finite numbers only.")
    return template[0]


def _window_sums(plane: Tensor, height: int, width: int) -> Tensor:
    # Crow 1984, summed-area tables.
    table = torch.nn.functional.pad(plane, (1, 0, 1, 0)).cumsum(0).cumsum(1)
    rows = table[height:] - table[:-height]
    return rows[:, width:] - rows[:, :-width]


def _correlate(image: Tensor, pattern: Tensor) -> Tensor:
    """Return [rows,columns]: sum over channels of image * pattern at each place, by tiles."""
    height, width = pattern.shape[1:]
    rows, columns = image.shape[1] - height + 1, image.shape[2] - width + 1
    sides = (min(rows, _TILE) + height - 1, min(columns, _TILE) + width - 1)
    spectrum = torch.fft.rfft2(pattern, s=sides).conj()
    result = image.new_empty(rows, columns)
    for top in range(0, rows, _TILE):
        for left in range(0, columns, _TILE):
            tile = image[:, top : top + sides[0], left : left + sides[1]]
            product = (torch.fft.rfft2(tile, s=sides) * spectrum).sum(0)
            part = result[top : top + _TILE, left : left + _TILE]
            part.copy_(torch.fft.irfft2(product, s=sides)[: part.shape[0], : part.shape[1]])
    return result
