"""Picture in, kernel, picture out and the lens over both, for the Filter Convolution page."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import lens, picture

if TYPE_CHECKING:
    from torch import Tensor

LOSSLESS_BELOW = 256  # small results are cheap without loss and show every pixel


def remember_source(source: "Tensor") -> str:
    """Send the exact pixels of the input to the browser, once a picture; return their name."""
    content = _png(source)
    lens.picture_source(content, key="lens_source")
    return lens.source_id(content)


def show(
    source_id: str,
    result: "Tensor",
    kernel: "Tensor",
    settings: Mapping[str, Any],
    *,
    display: str,
    grey: bool,
    name: str,
    on_kernel_change: Callable[[], None],
) -> None:
    """Show the bench; ``settings`` are those of ``convolve``."""
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
        on_kernel_change=on_kernel_change,
        **settings,
    )


def _png(source: "Tensor") -> bytes:
    """Encode the input once a picture, not once a rerun."""
    from nnkit import images

    remembered = st.session_state.get("_lens_png")
    if remembered is None or remembered[0] is not source:
        remembered = (source, images.to_png(source))
        st.session_state["_lens_png"] = remembered
    content: bytes = remembered[1]
    return content
