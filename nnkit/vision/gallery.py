"""The shipped gallery: what many units of the embedded network want to see, in one small file.

``python -m nnkit.vision.make_gallery`` painted it. The file is a sheet of square pictures, a row
for each layer; its line in the manifest says which unit stands where.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from nnkit import weights
from nnkit.errors import SettingsError
from nnkit.vision.layers import LOGITS

NAME = "unit_gallery"


@dataclass(frozen=True, eq=False)
class Gallery:
    """A sheet of pictures and what they show.

    sprite: the sheet as a WebP file. side: of one picture in pixels. units: for each row of the
    sheet the layer and, from left to right, its channels; the row "logits" holds classes.
    """

    sprite: bytes = field(repr=False)
    side: int
    units: Mapping[str, tuple[int, ...]]

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that have pictures, in order; the classes are apart, in `labels`."""
        return tuple(layer for layer in self.units if layer != LOGITS)

    @property
    def labels(self) -> tuple[int, ...]:
        """The numbers of the classes that have pictures: `picture("logits", number)`."""
        return self.channels(LOGITS)

    def channels(self, layer: str) -> tuple[int, ...]:
        """Return the channels of a layer that have pictures. Raises SettingsError if none has."""
        if layer not in self.units:
            raise SettingsError(f"The gallery shows {', '.join(self.units)}, but not '{layer}'.")
        return self.units[layer]

    def place(self, layer: str, channel: int) -> tuple[int, int]:
        """Return the left and upper edge in pixels of a picture on the sheet.

        Raises SettingsError for a unit that has no picture.
        """
        channels = self.channels(layer)
        if channel not in channels:
            raise SettingsError(f"The gallery has no picture of channel {channel} of {layer}.")
        return channels.index(channel) * self.side, list(self.units).index(layer) * self.side

    def picture(self, layer: str, channel: int) -> Tensor:
        """Return one picture as bytes, uint8 [3, side, side]. Raises SettingsError as `place`."""
        left, top = self.place(layer, channel)
        return self._sheet[:, top : top + self.side, left : left + self.side]

    @cached_property
    def _sheet(self) -> Tensor:
        with Image.open(io.BytesIO(self.sprite)) as image:
            return torch.from_numpy(np.array(image.convert("RGB"))).permute(2, 0, 1)


@lru_cache(maxsize=1)
def load_gallery() -> Gallery:
    """Return the shipped gallery. Raises WeightsError when it is missing or damaged."""
    sprite = weights.read(NAME)
    figures = weights.manifest()[NAME].metrics
    units = {layer: tuple(channels) for layer, channels in figures["units"]}
    return Gallery(sprite, figures["side"], units)
