"""The slope of a convolution with stride 2 on few channels, by plain convolutions.

A library's own backward pass of such a convolution, the first of most networks, takes four times as
long as its forward pass. But each picture pixel lies under few taps of the kernel: even rows under
two, odd rows under one. So both kinds are small convolutions of the slope behind (a stride of 2 is
a convolution of each of the four "phases" of the picture: Shi et al. 2016, arXiv:1609.07009).
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

MOST_CHANNELS = 4  # with more of them the library's own way is as quick


class StridedConvolution(nn.Module):
    """A frozen 3 x 3 convolution with stride 2 of even-sided maps padded below and to the right."""

    weight: Tensor
    even: Tensor
    odd: Tensor

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        """Take kernels [outputs, inputs, 3, 3] and biases."""
        super().__init__()
        self.bias = bias
        self.register_buffer("weight", functional.pad(weight, (1, 0, 1, 0)), persistent=False)
        upper = torch.stack([_columns(weight, 2), _columns(weight, 0)], dim=2)
        self.register_buffer("even", upper, persistent=False)
        self.register_buffer("odd", _columns(weight, 1)[:, :, None], persistent=False)

    def forward(self, maps: Tensor) -> Tensor:
        """Map [N, inputs, H, W] to [N, outputs, H / 2, W / 2]."""
        result: Tensor = _Strided.apply(maps, self.weight, self.bias, self.even, self.odd)
        return result


class _Strided(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, maps: Tensor, weight: Tensor, bias: Tensor | None, even: Tensor, odd: Tensor
    ) -> Tensor:
        ctx.save_for_backward(even, odd)
        return functional.conv2d(maps, weight, bias, stride=2, padding=1)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, slope: Tensor) -> tuple[Tensor, None, None, None, None]:
        even, odd = ctx.saved_tensors
        upper = functional.conv2d(slope, even, padding=1)[:, :, :-1, :-1]
        lower = functional.conv2d(slope, odd, padding=(0, 1))[:, :, :, :-1]
        rows = torch.stack([upper.permute(0, 2, 3, 1), lower.permute(0, 2, 3, 1)], dim=2)
        batch, height, width = slope.shape[0], slope.shape[2], slope.shape[3]
        whole = rows.view(batch, 2 * height, 2 * width, -1).permute(0, 3, 1, 2)
        return whole, None, None, None, None


def _columns(weight: Tensor, row: int) -> Tensor:
    """Return one kernel row as [2 x inputs, outputs, 2]: first even columns, then odd ones."""
    left, middle, right = weight[:, :, row].unbind(-1)
    even = torch.stack([right, left], dim=-1)
    odd = torch.stack([torch.zeros_like(middle), middle], dim=-1)
    return torch.cat([even, odd], dim=1).transpose(0, 1).contiguous()
