"""The engines that run one kernel over many planes on a CPU, and the choice between them.

All are OpenCV, which wins on CPUs: `filter2D` for small kernels, `sepFilter2D` for separable ones,
and for large ones Fourier transforms of overlapping tiles, shared out to threads (overlap-save,
Oppenheim and Schafer, Discrete-Time Signal Processing, section 8.7). torch's transforms take as
long on idle cores and many times longer on busy ones, where their threads wait for one another.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from math import ceil, log2
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from nnkit.convolution.frequency import separate_array
from nnkit.convolution.sliding import Sliding

Array = npt.NDArray[Any]
# (plane [H,W], kernel [kh,kw], sliding, bias, result [rows, columns], written in place)
Engine = Callable[[Array, Array, Sliding, float, Array], None]

_BORDERS = {
    "zeros": cv2.BORDER_CONSTANT,
    "valid": cv2.BORDER_CONSTANT,
    "reflect": cv2.BORDER_REFLECT_101,
    "replicate": cv2.BORDER_REPLICATE,
    "circular": cv2.BORDER_WRAP,
}

# From 130 cells on, filter2D itself turns to Fourier transforms, on one thread.
_DIRECT_CELLS = 130
# Below, one two-dimensional pass is cheaper than two one-dimensional ones.
_SEPARABLE_CELLS = 25
# Height plus width above which Fourier transforms beat even two one-dimensional passes.
_SEPARABLE_REACH = 100
_TILE_SIDES = (64, 96, 128, 160, 192, 256, 320, 384, 512, 768, 1024, 2048, 4096)
# What one more tile costs beside its transforms, in units of side^2 log2 side.
_TILE_OVERHEAD = 8000


def run(picture: Tensor, kernel: Tensor, sliding: Sliding, bias: float) -> Tensor:
    """Filter every plane of a float32 or float64 CPU picture [N,C,H,W] with one kernel [kh,kw]."""
    planes = picture.detach().numpy()
    cells = kernel.detach().to(picture.dtype).numpy()
    return run_with(choose(cells, sliding), planes, cells, sliding, bias)


def choose(kernel: Array, sliding: Sliding) -> Engine:
    """Return the engine that measured fastest for such a kernel."""
    height, width = (sliding.reach(side) for side in kernel.shape)
    cells = height * width
    if cells >= _SEPARABLE_CELLS and height + width <= _SEPARABLE_REACH:
        parts = separate_array(kernel) if _looks_separable(kernel) else None
        if parts is not None:
            return partial(separable, parts)
    return direct if cells < _DIRECT_CELLS else fourier


def run_with(engine: Engine, planes: Array, kernel: Array, sliding: Sliding, bias: float) -> Tensor:
    """Filter planes [N,C,H,W] with the given engine."""
    batch, channels, height, width = planes.shape
    rows = sliding.output_side(height, kernel.shape[0])
    columns = sliding.output_side(width, kernel.shape[1])
    # NumPy asks the system for huge pages and torch does not: a fresh 144 MB result costs 10 ms
    # of page faults instead of 60.
    result = np.empty((batch, channels, rows, columns), planes.dtype)
    for index in range(batch):
        for channel in range(channels):
            engine(planes[index, channel], kernel, sliding, bias, result[index, channel])
    return torch.from_numpy(result)


def direct(plane: Array, kernel: Array, sliding: Sliding, bias: float, result: Array) -> None:
    """Multiply and add cell by cell: OpenCV's `filter2D`."""

    def correlate(plane: Array, anchor: tuple[int, int], border: int, out: Array | None) -> Array:
        return cv2.filter2D(
            plane, -1, spread(kernel, sliding), out, anchor, delta=bias, borderType=border
        )

    _with_opencv(correlate, plane, kernel, sliding, result)


def separable(
    parts: tuple[Array, Array],
    plane: Array,
    kernel: Array,
    sliding: Sliding,
    bias: float,
    result: Array,
) -> None:
    """Filter along rows, then along columns: OpenCV's `sepFilter2D`."""
    column, row = (spread(part[None], sliding)[0] for part in parts)

    def correlate(plane: Array, anchor: tuple[int, int], border: int, out: Array | None) -> Array:
        return cv2.sepFilter2D(plane, -1, row, column, out, anchor, delta=bias, borderType=border)

    _with_opencv(correlate, plane, kernel, sliding, result)


def fourier(plane: Array, kernel: Array, sliding: Sliding, bias: float, result: Array) -> None:
    """Multiply spectra, tile by tile: OpenCV's `dft`."""
    rows, columns = (sliding.margins(side) for side in kernel.shape)
    taps = spread(kernel, sliding)
    height = plane.shape[0] + sum(rows) - taps.shape[0] + 1
    width = plane.shape[1] + sum(columns) - taps.shape[1] + 1
    side = _tile_side(height, width, taps.shape)
    step_down, step_right = side - taps.shape[0] + 1, side - taps.shape[1] + 1
    padded = cv2.copyMakeBorder(
        plane,
        rows[0],
        rows[1] + -height % step_down,
        columns[0],
        columns[1] + -width % step_right,
        _BORDERS[sliding.padding],
    )
    spectrum = np.zeros((side, side), plane.dtype)
    spectrum[: taps.shape[0], : taps.shape[1]] = taps
    spectrum = cv2.dft(spectrum)
    dense = result if sliding.stride == 1 else np.empty((height, width), plane.dtype)
    backwards = cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT

    def fill_band(top: int) -> None:
        for left in range(0, width, step_right):
            tile = cv2.dft(padded[top : top + side, left : left + side])
            cv2.mulSpectrums(tile, spectrum, 0, tile, conjB=True)
            cv2.dft(tile, tile, backwards)
            part = dense[top : top + step_down, left : left + step_right]
            np.add(tile[: part.shape[0], : part.shape[1]], bias, out=part)

    with ThreadPoolExecutor(max(cv2.getNumThreads(), 1)) as pool:
        for _ in pool.map(fill_band, range(0, height, step_down)):
            pass
    if sliding.stride > 1:
        result[...] = dense[:: sliding.stride, :: sliding.stride]


def spread(kernel: Array, sliding: Sliding) -> Array:
    """Return the kernel with dilation - 1 zeros between neighbouring cells."""
    if sliding.dilation == 1:
        return kernel
    wide = np.zeros([sliding.reach(side) for side in kernel.shape], kernel.dtype)
    wide[:: sliding.dilation, :: sliding.dilation] = kernel
    return wide


def _with_opencv(
    correlate: Callable[[Array, tuple[int, int], int, Array | None], Array],
    plane: Array,
    kernel: Array,
    sliding: Sliding,
    result: Array,
) -> None:
    rows, columns = (sliding.margins(side) for side in kernel.shape)
    border = _BORDERS[sliding.padding]
    anchor = (columns[0], rows[0])
    inside = sliding.padding in ("circular", "valid")
    if not inside and sliding.stride == 1:
        correlate(plane, anchor, border, result)
        return
    first_row = first_column = 0
    if inside:
        # OpenCV's filters know no circular border: continue the picture, then stay inside it.
        if sliding.padding == "circular":
            plane = cv2.copyMakeBorder(plane, *rows, *columns, border)
        first_row, first_column = ((sliding.reach(side) - 1) // 2 for side in kernel.shape)
        anchor, border = (first_column, first_row), cv2.BORDER_CONSTANT
    dense = correlate(plane, anchor, border, None)
    step = sliding.stride
    result[...] = dense[first_row::step, first_column::step][: result.shape[0], : result.shape[1]]


def _looks_separable(kernel: Array) -> bool:
    # In a kernel of rank one every 2 x 2 minor vanishes; looking at the minors around the largest
    # cell spares nearly every other kernel the singular value decomposition.
    kernel = kernel.astype(np.float64)
    row, column = divmod(int(np.abs(kernel).argmax()), kernel.shape[1])
    peak = kernel[row, column]
    minors = kernel * peak - np.outer(kernel[:, column], kernel[row])
    return bool(np.abs(minors).max() <= 1e-3 * peak * peak)


def _tile_side(height: int, width: int, taps: tuple[int, ...]) -> int:
    def cost(side: int) -> float:
        if side < max(taps):
            return float("inf")
        tiles = ceil(height / (side - taps[0] + 1)) * ceil(width / (side - taps[1] + 1))
        return tiles * (side * side * log2(side) + _TILE_OVERHEAD)

    return min(_TILE_SIDES, key=cost)
