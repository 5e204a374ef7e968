"""Kernels seen as frequencies and as sums of products."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from nnkit.convolution.checks import check_plain_kernel
from nnkit.errors import SettingsError
from nnkit.ranges import check_whole

SEPARABLE_TOLERANCE = 1e-6


def frequency_response(kernel: Tensor, size: int = 64) -> Tensor:
    """Return [size,size]: how strongly a kernel [kh,kw] passes each frequency, >= 0.

    Zero frequency stands at [size // 2, size // 2]; one step down or right is 1 / size cycles a
    pixel. Raises `SettingsError` for a size outside 8..1024 or smaller than the kernel.
    """
    check_plain_kernel(kernel)
    check_whole("size", size, 8, 1024)
    if size < max(kernel.shape):
        raise SettingsError(f"size must be at least the kernel's side, {max(kernel.shape)}.")
    gains: Tensor = torch.fft.fft2(kernel.detach(), s=(size, size)).abs()
    shifted: Tensor = torch.fft.fftshift(gains)
    return shifted


def separate(
    kernel: Tensor, tolerance: float = SEPARABLE_TOLERANCE
) -> tuple[Tensor, Tensor] | None:
    """Return the column [kh] and row [kw] whose outer product is the kernel, or None.

    The tolerance is the second singular value's share of the first.
    """
    check_plain_kernel(kernel)
    parts = separate_array(kernel.detach().cpu().numpy(), tolerance)
    if parts is None:
        return None
    column, row = (torch.from_numpy(part).to(kernel.device) for part in parts)
    return column, row


def is_separable(kernel: Tensor, tolerance: float = SEPARABLE_TOLERANCE) -> bool:
    """Say whether a kernel [kh,kw] is a column times a row: two cheap passes can replace it."""
    return separate(kernel, tolerance) is not None


def separate_array(
    kernel: npt.NDArray[Any], tolerance: float = SEPARABLE_TOLERANCE
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]] | None:
    """Do what `separate` does, for a NumPy array that was already checked."""
    left, strengths, right = np.linalg.svd(kernel.astype(np.float64), full_matrices=False)
    if len(strengths) > 1 and strengths[1] > tolerance * strengths[0]:
        return None
    root = np.sqrt(strengths[0])
    return (left[:, 0] * root).astype(kernel.dtype), (right[0] * root).astype(kernel.dtype)
