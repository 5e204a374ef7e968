"""The pictures that a dream begins with and borrows from, large enough for every network."""

from typing import TYPE_CHECKING

from ui import picture as tray_picture
from ui.tray import TrayPicture

if TYPE_CHECKING:
    from torch import Tensor

GUIDE_SIDE = 512


def start(side: int) -> "Tensor":
    """Return the current picture [1, 3, H, W], its longest side at most so many pixels.

    It is larger where its shortest side would be too short for a network.
    """
    from nnkit import resizing
    from nnkit.vision.network import SMALLEST_SIDE

    return resizing.at_least(tray_picture.tensor(side), SMALLEST_SIDE)


def guide(picture: TrayPicture) -> "Tensor":
    """Return a picture [1, 3, H, W] to borrow from; a job's worker may call it."""
    from nnkit import images, resizing
    from nnkit.vision.network import SMALLEST_SIDE

    loaded = images.load(picture.source, max_side=GUIDE_SIDE)
    return resizing.at_least(loaded, SMALLEST_SIDE)


def code(picture: TrayPicture, side: int) -> str:
    """Return the Python expression that makes the same picture."""
    from nnkit.vision.network import SMALLEST_SIDE

    loaded = picture.code.format(max_side=side)
    shrunk = min(1.0, side / max(picture.image.size))
    if min(picture.image.size) * shrunk >= SMALLEST_SIDE:
        return loaded
    return f"resizing.at_least({loaded}, {SMALLEST_SIDE})"
