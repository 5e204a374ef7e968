"""What every filter asks of its picture and its kernel."""

import math

import torch
from torch import Tensor

from nnkit.errors import SettingsError

MAX_KERNEL_SIDE = 63


def check_picture(picture: Tensor) -> None:
    """Raise `SettingsError` unless the picture is a floating tensor [N,C,H,W] with pixels in it."""
    if picture.ndim != 4 or picture.numel() == 0:
        shape = list(picture.shape)
        raise SettingsError(f"A picture must be [N, C, H, W] with at least one pixel, not {shape}.")
    if not picture.is_floating_point():
        raise SettingsError("A picture must hold floating-point numbers, usually 0 to 1.")


def check_kernel(kernel: Tensor, picture: Tensor) -> None:
    """Raise `SettingsError` unless the kernel is finite, 1..63 a side and fits the channels."""
    check_plain_kernel(kernel, dimensions=(2, 4))
    if kernel.ndim == 4 and kernel.shape[1] != picture.shape[1]:
        raise SettingsError(
            f"The kernel expects {kernel.shape[1]} input channels and the picture has "
            f"{picture.shape[1]}: give it one kernel slice per channel."
        )


def check_plain_kernel(kernel: Tensor, dimensions: tuple[int, ...] = (2,)) -> None:
    """Raise `SettingsError` unless the kernel is finite, 1..63 a side and of these dimensions."""
    if kernel.ndim not in dimensions or kernel.numel() == 0:
        wanted = " or ".join({2: "[kh, kw]", 4: "[out, in, kh, kw]"}[n] for n in dimensions)
        raise SettingsError(f"A kernel must be {wanted}, not {list(kernel.shape)}.")
    if max(kernel.shape[-2:]) > MAX_KERNEL_SIDE:
        raise SettingsError(f"A kernel may have at most {MAX_KERNEL_SIDE} cells a side.")
    # Several times faster than torch.isfinite, which shows on small pictures; NaN gets through it.
    if not all(math.isfinite(extreme) for extreme in torch.aminmax(kernel.detach())):
        raise SettingsError("A kernel must hold finite numbers only.")


def check_bias(bias: float | Tensor, kernel: Tensor) -> None:
    """Raise `SettingsError` unless the bias is one finite number, or [out] for a 4-D kernel."""
    if not isinstance(bias, Tensor):
        finite = math.isfinite(bias)
    elif bias.ndim == 0 or (kernel.ndim == 4 and bias.shape == kernel.shape[:1]):
        finite = bool(torch.isfinite(bias).all())
    else:
        raise SettingsError("bias must be one number, or one per output channel of the kernel.")
    if not finite:
        raise SettingsError("bias must be a finite number.")
