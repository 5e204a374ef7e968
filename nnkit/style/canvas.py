"""What is painted on: the photo, where it may change, and whether its colours stay."""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.resizing import resized, size_of
from nnkit.style import colours


@dataclass(frozen=True, eq=False)
class Canvas:
    """A photo [1, 3, H, W]; mask [1, 1, H, W], 0..1: how much each pixel may change."""

    original: Tensor
    keep_colours: bool = False
    mask: Tensor | None = None

    @property
    def size(self) -> tuple[int, int]:
        """The height and the width."""
        return size_of(self.original)

    @cached_property
    @torch.inference_mode(mode=False)  # whatever the caller's: gradients shall flow through
    def chroma(self) -> Tensor:
        """The photo's colours without its brightness, [1, 3, H, W]."""
        return colours.chroma(self.original)

    def shown(self, painted: Tensor) -> Tensor:
        """Return what is seen of a painting of the canvas' own size; gradients flow through."""
        if self.keep_colours:
            painted = colours.with_chroma(painted, self.chroma)
        if self.mask is not None:
            mixed = self.original.lerp(painted, self.mask.expand_as(painted))
            painted = torch.where(self.mask > 0, mixed, self.original)
        return painted

    def finished(self, painted: Tensor) -> Tensor:
        """Return the whole picture, 0..1, for a painting [1, 3, h, w] of any size."""
        return self.shown(resized(painted, self.size).clamp(0, 1)).clamp(0, 1)

    @torch.inference_mode(mode=False)
    def at(self, size: tuple[int, int]) -> "Canvas":
        """Return the canvas at another size."""
        if size == self.size:
            return self
        mask = None if self.mask is None else functional.interpolate(self.mask, size, mode="area")
        return Canvas(resized(self.original, size).clamp(0, 1), self.keep_colours, mask)


def window(picture: Tensor, down: int, right: int, size: tuple[int, int]) -> Tensor:
    """Return a picture [1, C, H, W] moved by a few pixels, in a frame of another size.

    What the frame shows beyond the border is the picture's reflection, so that no edge appears
    that the picture does not have.
    """
    rows, top, bottom = _reach(picture.shape[-2], down, size[0])
    columns, left, beyond = _reach(picture.shape[-1], right, size[1])
    cut = picture[..., rows, columns]
    if not (top or bottom or left or beyond):
        return cut
    return functional.pad(cut, (left, beyond, top, bottom), mode="reflect")


def _reach(side: int, move: int, wanted: int) -> tuple[slice, int, int]:
    """Return which pixels of a side are seen, and how many reflected ones before and behind."""
    first, last = max(0, -move), min(side, wanted - move)
    return slice(first, last), max(0, move), max(0, wanted - move - side)
