"""The visitor's picture as the network sees it: the square in its middle."""

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from PIL import Image

from nnkit.errors import ImageError
from ui import encoding, picture

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.vision import Guess, VisionNetwork

MAX_SIDE = 1024  # pixels; of a panorama of 512 too little would be left to fill the square
SMALLEST = 64  # pixels; nnkit.vision takes no smaller pictures
DIMMED = 0.3


def network() -> "VisionNetwork":
    """Return the network that this page opens, as chosen with `network_choice`."""
    from nnkit import vision

    return vision.load(st.session_state.get("network", vision.zoo.DEFAULT))


def source() -> "Tensor":
    """Return the current picture [1, 3, H, W]. Raises ImageError when it is too small to see."""
    found = picture.tensor(MAX_SIDE)
    height, width = found.shape[-2:]
    if min(height, width) < SMALLEST:
        raise ImageError(
            f"This picture is only {min(height, width)} pixels {_direction(height, width)} here, "
            f"and the network needs {SMALLEST} to see anything: choose another one in the sidebar."
        )
    return found


def seen() -> "Tensor":
    """Return what the network sees of it, [1, 3, side, side]. Raises ImageError."""
    return network().middle(source())


def guesses(count: int = 5) -> "list[Guess]":
    """Return the likeliest classes of the current picture, best first. Raises ImageError."""
    return network().classify(source(), count)


def code(of: "VisionNetwork | None" = None) -> tuple[str, ...]:
    """Return the lines that make ``picture``, ``network`` (chosen, or `of`) and ``seen``."""
    from nnkit import vision

    name = (of or network()).name
    loaded = "" if name == vision.zoo.DEFAULT else f'"{name}"'
    return (
        picture.code(MAX_SIDE),
        f"network = vision.load({loaded})",
        "seen = network.middle(picture)",
    )


def frame_caption(whole: "Tensor", side: int) -> str:
    """Say what part of the picture the network sees, and how small."""
    height, width = whole.shape[-2:]
    part = "all of it" if height == width else "only the bright square"
    return f"The network sees {part}, shrunk to {side} × {side} pixels."


def framed(whole: "Tensor") -> bytes:
    """Return a JPEG of the whole picture, dark where the network does not look."""
    from nnkit import images

    pixels = images.to_uint8(whole)
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    shown = np.rint(DIMMED * pixels).astype(np.uint8)
    inside = slice(top, top + side), slice(left, left + side)
    shown[inside] = pixels[inside]
    return encoding.jpeg(Image.fromarray(shown))


def _direction(height: int, width: int) -> str:
    return "high" if height <= width else "wide"
