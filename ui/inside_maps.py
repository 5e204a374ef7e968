"""A layer's maps of the picture as one sheet of small pictures to touch."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PIL import Image

from ui import encoding, gallery

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from torch import Tensor

    from nnkit.vision import Layer

FIRST = 16
SMOOTH = 28  # pixels; a JPEG would smear the few large squares of smaller maps into one another
# What the layers of one size see, by how many times smaller than the picture they are.
DEPTHS = {
    2: "**Edges and colours.** You still find every detail of your picture.",
    4: "**Corners, stripes and spots.** Each square looks at a small patch of the picture.",
    8: "**Textures**: fur, feathers, bricks, writing. Details fade, meaning begins.",
    16: "**Parts**: eyes, snouts, wheels, petals. Few squares, but each knows a lot.",
    32: "**Whole things.** Hardly any place is left: each square has seen most of the picture.",
}
LEGEND = (
    "Bright: here the neuron finds most of what it looks for. Dark: the opposite. Touch one: its "
    "card opens below."
)
OUTLIERS = 0.005  # the share of squares that may be too dark or too bright to be told apart


def name(index: int) -> str:
    """Return what a map is called; the number is nnkit's channel."""
    return f"Map {index}"


def order(maps: "Tensor", known: "Collection[int]") -> list[int]:
    """Return the channels of maps [C, h, w]: the known ones first, and those that vary most."""
    channels = maps.flatten(1).std(dim=1).argsort(descending=True).tolist()
    return sorted(channels, key=lambda channel: channel not in known)


def items(maps: "Tensor", chosen: "Sequence[int]") -> list[gallery.Item]:
    """Return the chosen ones of maps [C, h, w] for a gallery, each on its own scale."""
    numbers = maps.numpy()
    return [
        gallery.Item(
            name(index), str(index), tile(numbers[index]), f"{name(index)} of your picture."
        )
        for index in chosen
    ]


def tile(numbers: npt.NDArray[np.float32]) -> bytes:
    """Paint one map [h, w] in grey, from its lowest number to its highest."""
    low, high = np.quantile(numbers, (OUTLIERS, 1 - OUTLIERS))
    share = np.clip((numbers - low) / ((high - low) or 1.0), 0, 1)
    image = Image.fromarray(np.rint(255 * share).astype(np.uint8))
    return encoding.png(image) if image.width < SMOOTH else encoding.jpeg(image)


def depth(layer: "Layer") -> str:
    """Say what the neurons of a layer have learned to see."""
    return DEPTHS[min(max(layer.scale, 2), 32)]


def shown(order: list[int], chosen: int, shows_all: bool) -> list[int]:
    """Return the channels on the sheet: all of them, or the first few and the chosen one."""
    if shows_all:
        return order
    first = order[:FIRST]
    return first if chosen in first else [*first, chosen]
