"""Painting where a picture may change."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from ui import permalinks

if TYPE_CHECKING:
    from torch import Tensor

WIDTH, TALLEST = 256, 512  # pixels on the page: fits the narrow column beside a picture
FILE = "nnkit-mask.png"
BRUSH, COLOUR = 32, "#E69F00B0"
CHANGE, KEEP = "shall change", "shall stay as it is"


@dataclass
class Drawing:
    """What is painted over a picture; unlike the canvas it stays when the box is closed."""

    strokes: dict[str, Any] | None = None
    begins_with: dict[str, Any] | None = None  # the strokes that the canvas is born with
    alpha: NDArray[np.uint8] | None = None


def paint(picture: "Tensor", key: str, label: str, *, box_key: str = "masked") -> bytes | None:
    """Offer a brush on a picture [1, 3, H, W]; return the mask as a grey PNG of its size, if any.

    White is where the picture may change. key: names the picture, whatever its size is, so that
    what was painted stays. label, box_key: of the box that opens; the link has it.
    """
    box = permalinks.expander(label, key=box_key, icon=":material/brush:")
    if not box.open:
        return None
    with box:
        meaning = permalinks.choice("What I paint over", [CHANGE, KEEP], key=f"{box_key}_part")
        alpha = _canvas(picture, f"{box_key}_{key}")
        if alpha is None or not alpha.any():
            return None
        mask = _grey(alpha, picture, meaning == KEEP)
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


def _grey(alpha: NDArray[np.uint8], picture: "Tensor", inverted: bool) -> bytes:
    height, width = picture.shape[-2:]
    mask = Image.fromarray(alpha).point(lambda value: 255 * ((value > 0) != inverted))
    content = BytesIO()
    mask.resize((width, height), Image.Resampling.BILINEAR).save(content, "PNG")
    return content.getvalue()


def _canvas(picture: "Tensor", key: str) -> NDArray[np.uint8] | None:
    """Show the brush; return how opaque the paint is, [h, w], once there is some."""
    from streamlit_drawable_canvas import st_canvas

    from nnkit import images

    drawing = cast(Drawing, st.session_state.setdefault(f"_drawing_{key}", Drawing()))
    if f"mask_{key}" not in st.session_state:  # later, strokes begun with anew would be drawn anew
        drawing.begins_with = drawing.strokes
    height, width = picture.shape[-2:]
    scale = min(WIDTH / width, TALLEST / height)
    brush = st.slider("Brush", 8, 80, BRUSH, key=f"brush_{key}")
    result = st_canvas(
        stroke_width=brush,
        stroke_color=COLOUR,
        background_image=images.to_jpeg(picture),
        width=round(scale * width),
        height=round(scale * height),
        initial_drawing=drawing.begins_with,
        return_image_data=True,
        key=f"mask_{key}",
    )
    if result.image_data is not None:
        drawing.strokes, drawing.alpha = result.json_data, result.image_data[..., 3]
    return drawing.alpha
