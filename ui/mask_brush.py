"""Painting where a dream may grow."""

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import streamlit as st
from PIL import Image

from ui import permalinks

if TYPE_CHECKING:
    from torch import Tensor

WIDTH = 320  # pixels on the page: fits a phone
FILE = "dream-mask.png"
BRUSH, COLOUR = 32, "#E69F00B0"


def paint(picture: "Tensor", key: str) -> bytes | None:
    """Offer a brush on a picture [1, 3, H, W]; return the mask as a grey PNG of its size, if any.

    White is where the dream may grow.
    """
    box = permalinks.expander("Dream only where I paint", key="masked", icon=":material/brush:")
    if not box.open:
        return None
    with box:
        st.caption("Paint over the part that shall dream; everything else stays as it is.")
        drawn = _canvas(picture, key)
        if drawn is None or not drawn[..., 3].any():
            return None
        mask = _grey(drawn[..., 3], picture)
        st.download_button("Download the mask", mask, FILE, "image/png", on_click="ignore",
                           type="tertiary", icon=":material/download:")  # fmt: skip
    return mask


def tensor(mask: bytes | None) -> "Tensor | None":
    """Return the mask as [1, 1, H, W] in 0..1."""
    from nnkit import images

    return None if mask is None else images.load(mask)[:, :1]


def digest(mask: bytes | None) -> str:
    """Return what tells masks apart."""
    return "" if mask is None else hashlib.sha256(mask).hexdigest()[:16]


def _grey(alpha: Any, picture: "Tensor") -> bytes:
    height, width = picture.shape[-2:]
    mask = Image.fromarray(alpha).point(lambda value: 255 * (value > 0))
    content = BytesIO()
    mask.resize((width, height), Image.Resampling.BILINEAR).save(content, "PNG")
    return content.getvalue()


def _canvas(picture: "Tensor", key: str) -> Any:
    from streamlit_drawable_canvas import st_canvas

    from nnkit import images

    height, width = picture.shape[-2:]
    brush = st.slider("Brush", 8, 80, BRUSH, key="brush")
    result = st_canvas(
        stroke_width=brush,
        stroke_color=COLOUR,
        background_image=images.to_jpeg(picture),
        width=WIDTH,
        height=round(WIDTH * height / width),
        return_image_data=True,
        key=f"mask_{key}",
    )
    return result.image_data
