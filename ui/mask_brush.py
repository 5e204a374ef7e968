"""Painting where a picture may change."""

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import streamlit as st
from PIL import Image

from ui import permalinks

if TYPE_CHECKING:
    from torch import Tensor

WIDTH = 256  # pixels on the page: fits the narrow column beside a picture
FILE = "nnkit-mask.png"
BRUSH, COLOUR = 32, "#E69F00B0"


CHANGE, KEEP = "shall change", "shall stay as it is"


def paint(picture: "Tensor", key: str, label: str, *, box_key: str = "masked") -> bytes | None:
    """Offer a brush on a picture [1, 3, H, W]; return the mask as a grey PNG of its size, if any.

    White is where the picture may change. label, box_key: of the box that opens; the link has it.
    """
    box = permalinks.expander(label, key=box_key, icon=":material/brush:")
    if not box.open:
        return None
    with box:
        meaning = permalinks.choice("What I paint over", [CHANGE, KEEP], key=f"{box_key}_part")
        drawn = _canvas(picture, f"{box_key}_{key}")
        if drawn is None or not drawn[..., 3].any():
            return None
        mask = _grey(drawn[..., 3], picture, meaning == KEEP)
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


def _grey(alpha: Any, picture: "Tensor", inverted: bool) -> bytes:
    height, width = picture.shape[-2:]
    mask = Image.fromarray(alpha).point(lambda value: 255 * ((value > 0) != inverted))
    content = BytesIO()
    mask.resize((width, height), Image.Resampling.BILINEAR).save(content, "PNG")
    return content.getvalue()


def _canvas(picture: "Tensor", key: str) -> Any:
    from streamlit_drawable_canvas import st_canvas

    from nnkit import images

    height, width = picture.shape[-2:]
    brush = st.slider("Brush", 8, 80, BRUSH, key=f"brush_{key}")
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
