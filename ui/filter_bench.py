"""Picture in, kernel, picture out and the lens over both, for the Filter Convolution page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import kernel_control, lens, picture

if TYPE_CHECKING:
    from torch import Tensor

LOSSLESS_BELOW = 256  # small results are cheap without loss and show every pixel


def remember_source(source: "Tensor") -> str:
    """Send the exact pixels of the input to the browser, once a picture; return their name."""
    return lens.picture_source(_png(source), key="lens_source")


def show(
    source_id: str,
    result: "Tensor",
    kernel: "Tensor",
    settings: Mapping[str, Any],
    *,
    display: lens.Display,
    grey: bool,
    name: str,
    control: str,
) -> None:
    """Show the bench; ``settings`` are those of ``convolve``, edits go to the ``control``."""
    from nnkit import images

    height, width = result.shape[-2:]
    encode = images.to_png if max(height, width) <= LOSSLESS_BELOW else images.to_jpeg
    alt = picture.current().alt
    lens.lens(
        source_id=source_id,
        result=encode(result),
        result_size=(height, width),
        kernel=kernel.tolist(),
        display=display,
        grey=grey,
        alt_input=alt,
        alt_output=f"The same picture after the kernel {name}.",
        key="lens",
        on_kernel_change=lambda: _edit(control),
        **settings,
    )


def _edit(control: str) -> None:
    if (cells := lens.edited_kernel("lens")) is not None:
        kernel_control.set_own(control, cells)


def _png(source: "Tensor") -> bytes:
    """Encode the input once a picture, not once a rerun."""
    from nnkit import images

    remembered = st.session_state.get("_lens_png")
    if remembered is None or remembered[0] is not source:
        remembered = (source, images.to_png(source))
        st.session_state["_lens_png"] = remembered
    content: bytes = remembered[1]
    return content
