"""A convolutional neuron finds, by gradient descent, the kernel between two pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.convolution.checks import check_picture
from nnkit.convolution.filtering import convolve
from nnkit.errors import SettingsError
from nnkit.ranges import check_whole

MAX_LEARNED_SIDE = 11
MAX_STEPS = 2000
_WINDOWS = 20_000
# The distance to the best kernel shrinks ten-thousandfold over a whole run.
_SHRINK = 1e-4
_FLOOR = 1e-8


@dataclass(frozen=True, eq=False)
class KernelFrame:
    """The neuron after `step` of `total` steps.

    kernel: [size,size]. loss: mean squared error over the windows it learns from. picture: `before`
    filtered with the kernel and bias so far, borders reflected, [1,C,H,W].
    """

    step: int
    total: int
    kernel: Tensor
    bias: float
    loss: float
    picture: Tensor


def learn_kernel(
    before: Tensor, after: Tensor, size: int = 3, steps: int = 200, seed: int = 0
) -> Iterator[KernelFrame]:
    """Yield the kernel being found that turns `before` into `after`, both [1,C,H,W] and alike.

    size: 1..11. steps: 1..2000. Frame 0 is the random start. Plain gradient descent on the mean
    squared error, with a constant step, over up to 20,000 windows drawn from the interior. A
    photo's neighbouring pixels are so alike that descent on them would crawl; the windows are
    therefore decorrelated first, and the weights that are learned belong to the decorrelated
    values (LeCun, Bottou, Orr, Müller 1998, Efficient BackProp, section 4.3).
    Raises `SettingsError` before the first frame.
    """
    _check(before, after, size, steps)
    return _learn(before.detach(), after.detach(), size, steps, seed)


def _learn(
    before: Tensor, after: Tensor, size: int, steps: int, seed: int
) -> Iterator[KernelFrame]:
    generator = torch.Generator().manual_seed(seed)
    windows, targets = _draw(before, after, size, generator)  # [M, size * size], [M]
    centre = windows.mean(0)
    directions, spreads = _decorrelation(windows - centre)
    inputs = (windows - centre) @ directions / spreads  # uncorrelated, variance 1

    start = torch.randn(size * size, generator=generator, dtype=torch.float64) / size
    weights = spreads * (directions.T @ start)
    offset = centre @ start
    # The loss then has the same curvature, 2, in all directions: this step of gradient descent
    # shortens the way to the best weights by the same factor each time.
    rate = 0.5 * (1 - _SHRINK ** (1 / steps))

    for step in range(steps + 1):
        loss, slopes = _loss_and_slopes(inputs, targets, weights, offset)
        kernel = directions @ (weights / spreads)
        bias = float(offset - centre @ kernel)
        yield _frame(step, steps, kernel.reshape(size, size), bias, loss, before)
        weights = weights - rate * slopes[0]
        offset = offset - rate * slopes[1]


def _loss_and_slopes(
    inputs: Tensor, targets: Tensor, weights: Tensor, offset: Tensor
) -> tuple[float, tuple[Tensor, ...]]:
    with torch.enable_grad():
        parameters = weights.requires_grad_(True), offset.requires_grad_(True)
        loss = (inputs @ weights + offset - targets).square().mean()
        slopes = torch.autograd.grad(loss, parameters)
    weights.requires_grad_(False)
    offset.requires_grad_(False)
    return loss.item(), slopes


def _draw(
    before: Tensor, after: Tensor, size: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Return windows [M, size * size] that lie inside `before`, and the pixels [M] they make."""
    margin = (size - 1) // 2
    views = before[0].cpu().double().unfold(1, size, 1).unfold(2, size, 1)  # [C,h,w,size,size]
    channels, rows, columns = views.shape[:3]
    made = after[0].cpu().double()[:, margin : margin + rows, margin : margin + columns]
    count = channels * rows * columns
    if count > _WINDOWS:
        chosen = torch.randint(count, (_WINDOWS,), generator=generator)
    else:
        chosen = torch.arange(count)
    channel, place = chosen // (rows * columns), chosen % (rows * columns)
    where = channel, place // columns, place % columns
    return views[where].flatten(1), made[where]


def _decorrelation(centred: Tensor) -> tuple[Tensor, Tensor]:
    """Return the principal directions (columns) of the windows and the spread along each."""
    variances, directions = torch.linalg.eigh(centred.T @ centred / len(centred))
    # Directions in which the picture hardly varies tell nothing about the kernel: the floor keeps
    # rounding from being blown up there.
    floor = _FLOOR * variances.mean() + torch.finfo(torch.float64).tiny
    return directions, (variances.clamp(min=0) + floor).sqrt()


def _frame(
    step: int, total: int, kernel: Tensor, bias: float, loss: float, before: Tensor
) -> KernelFrame:
    found = kernel.to(before.dtype)
    picture = convolve(before, found, padding="reflect", bias=bias)
    return KernelFrame(step, total, found.cpu(), bias, loss, picture)


def _check(before: Tensor, after: Tensor, size: int, steps: int) -> None:
    check_picture(before)
    check_picture(after)
    check_whole("size", size, 1, MAX_LEARNED_SIDE)
    check_whole("steps", steps, 1, MAX_STEPS)
    if before.shape != after.shape or len(before) != 1:
        raise SettingsError(
            "before and after must be one picture each, of the same size and channels: "
            "filter with stride 1 and any padding but valid."
        )
    if min(before.shape[2:]) < 2 * size:
        raise SettingsError(f"The pictures must be at least {2 * size} pixels a side.")
    if not (torch.isfinite(before).all() and torch.isfinite(after).all()):
        raise SettingsError("before and after must hold finite numbers only.")
