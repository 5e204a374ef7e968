"""Pictures on the page: photos as light JPEG, pixels that matter as true PNG."""

import base64
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import streamlit as st
from PIL import Image

from nnkit import colours
from ui import encoding

if TYPE_CHECKING:
    from torch import Tensor

SHOWN_SIDE = 320  # small pictures are enlarged to about this side, pixel by pixel


def data_url(content: bytes) -> str:
    """Return a JPEG or PNG as a data URL: Streamlit hands it on, neither coded nor stored."""
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def photo(picture: "Tensor", *, alt: str, caption: str | None = None) -> None:
    """Show a picture [1, C, H, W] as wide as its column; small loss, quick on the way."""
    from nnkit import images

    st.image(data_url(images.to_jpeg(picture)), caption=caption, alt=alt, width="stretch")


def pixels(picture: "Tensor", *, alt: str, caption: str | None = None) -> None:
    """Show a picture [1, C, H, W] without loss, each pixel a crisp square when it is small."""
    from nnkit import images

    show_array(images.to_uint8(picture), alt=alt, caption=caption)


def show_array(pixels: npt.NDArray[np.uint8], *, alt: str, caption: str | None = None) -> None:
    """Show uint8 pixels [H, W, 3] or [H, W] without loss, small ones enlarged."""
    factor = max(1, SHOWN_SIDE // max(pixels.shape[:2]))
    content = encoding.png(Image.fromarray(colours.enlarge(pixels, factor)))
    st.image(data_url(content), caption=caption, alt=alt, width="stretch")
