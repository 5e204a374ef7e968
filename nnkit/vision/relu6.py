"""ReLU6 for frozen networks: it keeps nothing twice on the way to a picture's slope."""

from typing import Any

import torch
from torch import Tensor, nn


class FastReLU6(nn.Module):
    """Clamp to 0..6, in place; its slope is read off its output, so nothing else is kept."""

    def forward(self, maps: Tensor, reuse_slope: bool = False) -> Tensor:
        """Return the maps clamped to 0..6.

        With `reuse_slope` the backward pass writes its result over the slope it is given: for a
        slope that nobody else holds.
        """
        result: Tensor = _ReLU6.apply(maps, reuse_slope)
        return result


def tapped_relu6(maps: Tensor, reuse_slope: bool) -> tuple[Tensor, Tensor]:
    """Return the maps clamped to 0..6 in place, and a copy of what they were before."""
    clamped, before = _TappedReLU6.apply(maps, reuse_slope)
    return clamped, before


class _ReLU6(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, maps: Tensor, reuse_slope: bool) -> Tensor:
        maps = maps.clamp_(0, 6)
        ctx.mark_dirty(maps)
        ctx.save_for_backward(maps)
        ctx.reuse_slope = reuse_slope
        return maps

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, slope: Tensor) -> tuple[Tensor, None]:
        return _through_relu6(slope, ctx.saved_tensors[0], ctx.reuse_slope), None


class _TappedReLU6(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, maps: Tensor, reuse_slope: bool) -> tuple[Tensor, Tensor]:
        before = maps.clone()
        maps = maps.clamp_(0, 6)
        ctx.mark_dirty(maps)
        ctx.save_for_backward(maps)
        ctx.reuse_slope = reuse_slope
        return maps, before

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, slope: Tensor, slope_before: Tensor) -> tuple[Tensor, None]:
        through = _through_relu6(slope, ctx.saved_tensors[0], ctx.reuse_slope)
        return through.add_(slope_before), None


def _through_relu6(slope: Tensor, clamped: Tensor, reuse_slope: bool) -> Tensor:
    written = slope if reuse_slope else torch.empty_like(slope)
    torch.ops.aten.hardtanh_backward(slope, clamped, 0.0, 6.0, grad_input=written)
    return written
