"""Sliding a kernel over a picture."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from nnkit.convolution import engine
from nnkit.convolution.activation import activation_function
from nnkit.convolution.checks import check_bias, check_kernel, check_picture
from nnkit.convolution.sliding import Padding, Sliding, pad


def convolve(
    picture: Tensor,
    kernel: Tensor,
    *,
    stride: int = 1,
    dilation: int = 1,
    padding: Padding = "zeros",
    bias: float | Tensor = 0.0,
    activation: str = "identity",
    flip: bool = False,
) -> Tensor:
    """Return activation(kernel over picture + bias), as a neural network's layer does it.

    picture: [N,C,H,W] floating. kernel: [kh,kw] for every channel alike, or [out,in,kh,kw], a real
    layer that sums over its input channels; 1..63 cells a side. bias: one number, or [out].
    The result is [N,C or out,rows,columns]: ceil(side / stride) for padded modes, only windows
    inside the picture for "valid". Values are not clipped to 0..1.
    Deep learning's convolution is cross-correlation; flip=True turns the kernel by 180 degrees,
    which makes it the mathematician's. Differentiable, on any device.
    Raises `SettingsError` for anything outside these ranges.
    """
    check_picture(picture)
    check_kernel(kernel, picture)
    check_bias(bias, kernel)
    sliding = Sliding(stride, dilation, padding)
    activate = activation_function(activation)
    if flip:
        kernel = kernel.flip(-2, -1)
    if _suits_engine(picture, kernel, bias):
        return activate(engine.run(picture, kernel, sliding, float(bias)))
    return activate(with_torch(picture, kernel, sliding, bias))


def flip_difference(picture: Tensor, kernel: Tensor, **settings: Any) -> Tensor:
    """Return the mathematician's convolution minus deep learning's, with equal settings.

    Zero everywhere for a kernel that half a turn does not change. Takes what `convolve` takes.
    """
    settings.pop("flip", None)
    flipped = convolve(picture, kernel, flip=True, **settings)
    return flipped - convolve(picture, kernel, **settings)


def with_torch(
    picture: Tensor, kernel: Tensor, sliding: Sliding, bias: float | Tensor = 0.0
) -> Tensor:
    """Do the same with torch's own convolution: layers, other devices and derivatives."""
    kernel = kernel.to(picture)
    height, width = kernel.shape[-2:]
    rows = sliding.output_side(picture.shape[2], height)
    columns = sliding.output_side(picture.shape[3], width)
    padded = pad(picture, sliding.margins(height), sliding.margins(width), sliding.padding)
    if kernel.ndim == 4:
        result = F.conv2d(padded, kernel, None, sliding.stride, 0, sliding.dilation)
    else:
        planes = padded.flatten(0, 1)[:, None]  # [N*C,1,H,W]
        filtered = F.conv2d(planes, kernel[None, None], None, sliding.stride, 0, sliding.dilation)
        result = filtered.reshape(*picture.shape[:2], rows, columns)
    if isinstance(bias, Tensor):
        return result + bias.to(picture).reshape(-1, 1, 1)
    return result + bias if bias else result


def _suits_engine(picture: Tensor, kernel: Tensor, bias: float | Tensor) -> bool:
    tensors = [picture, kernel, *([bias] if isinstance(bias, Tensor) else [])]
    watched = torch.is_grad_enabled() and any(tensor.requires_grad for tensor in tensors)
    return (
        kernel.ndim == 2
        and all(tensor.device.type == "cpu" for tensor in tensors)
        and picture.dtype in (torch.float32, torch.float64)
        and not watched
    )
