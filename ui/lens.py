"""The filter bench: kernel, input and output with the arithmetic of any pixel, in the browser."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import streamlit as st

from nnkit.errors import SettingsError
from ui import components

Padding = Literal["zeros", "reflect", "replicate", "circular", "valid"]
Activation = Literal["identity", "relu", "relu6", "leaky_relu", "sigmoid", "tanh", "step", "abs"]
Display = Literal["clip", "signed", "stretch"]
Kernel = list[list[float]]

LARGEST_SIDE = 11  # cells; more cannot be read, let alone typed into

_SOURCE = components.register("picture_source")
_LENS = components.register(
    "lens", "convolution", "pane", "kernel_grid", "arithmetic", "slow_motion"
)


@dataclass(frozen=True)
class LensState:
    """What the visitor did: `kernel` as last edited in the browser, None before the first edit."""

    kernel: Kernel | None


def picture_source(png: bytes, *, key: str) -> str:
    """Put the exact pixels of a lossless picture into the browser and return their id.

    Invisible. It stands outside the fragment that redraws, so that the PNG travels once.
    """
    source_id = hashlib.sha256(png).hexdigest()[:16]
    _SOURCE(key=key, data=components.pack({"id": source_id}, [png]))
    return source_id


def lens(
    *,
    source_id: str,
    result: bytes,
    result_size: tuple[int, int],
    kernel: Kernel,
    stride: int = 1,
    dilation: int = 1,
    padding: Padding = "zeros",
    bias: float = 0.0,
    activation: Activation = "identity",
    flip: bool = False,
    display: Display = "clip",
    grey: bool = False,
    alt_input: str,
    alt_output: str,
    key: str,
    on_kernel_change: Callable[[], None] | None = None,
) -> LensState:
    """Show the bench for `result`, the JPEG or PNG that convolving the source with `kernel` made.

    `result_size` is the output's (height, width) in pixels. The browser repeats the arithmetic for
    one pixel in units of 0..1; `display` says how outputs became colours: clipped to 0..1,
    0.5 + x / 2 ("signed") or stretched from lowest to highest. `kernel` is the truth: edits come
    back through `on_kernel_change` (read them with `edited_kernel`) and the returned state.
    Raises SettingsError.
    """
    if not _is_kernel(kernel):
        raise SettingsError(
            f"A kernel needs 1 to {LARGEST_SIDE} rows of equally many finite numbers."
        )
    if stride < 1 or dilation < 1 or min(result_size) < 1 or not math.isfinite(bias):
        raise SettingsError(
            "Stride, dilation and the result's sides must be at least 1 and the bias finite."
        )
    for value, known in ((padding, Padding), (activation, Activation), (display, Display)):
        if value not in get_args(known):
            raise SettingsError(f'"{value}" is unknown: use one of {get_args(known)}.')
    header = {
        "source": source_id,
        "height": result_size[0],
        "width": result_size[1],
        "kernel": kernel,
        "revision": _edit(key)[1],
        "stride": stride,
        "dilation": dilation,
        "padding": padding,
        "bias": bias,
        "activation": activation,
        "flip": flip,
        "display": display,
        "grey": grey,
        "altInput": alt_input,
        "altOutput": alt_output,
    }
    _LENS(
        key=key,
        data=components.pack(header, [result]),
        on_kernel_change=on_kernel_change or components.ignore,
    )
    return LensState(edited_kernel(key))


def edited_kernel(key: str) -> Kernel | None:
    """The kernel as the visitor last edited it, also inside `on_kernel_change`; None before."""
    return _edit(key)[0]


def _edit(key: str) -> tuple[Kernel | None, int]:
    """Kernel and running number of the last edit; the number tells the browser what was seen."""
    state = st.session_state.get(key) or {}
    edit = state.get("kernel")
    if not isinstance(edit, dict) or not _is_kernel(edit.get("cells")):
        return None, 0
    revision = edit.get("revision")
    kernel = [[float(cell) for cell in row] for row in edit["cells"]]
    return kernel, revision if isinstance(revision, int) else 0


def _is_kernel(cells: object) -> bool:
    """Whether it is 1..11 rows of equally many finite numbers; browsers can send anything."""
    if not isinstance(cells, list) or not 1 <= len(cells) <= LARGEST_SIDE:
        return False
    if not all(isinstance(row, list) and len(row) == len(cells[0]) for row in cells):
        return False
    if not 1 <= len(cells[0]) <= LARGEST_SIDE:
        return False
    return all(
        isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell)
        for row in cells
        for cell in row
    )
