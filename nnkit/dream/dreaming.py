"""Deep Dream (Mordvintsev, Olah and Tyka 2015): a picture changes until the network sees more."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from nnkit import heap
from nnkit.dream import gradients, pyramid
from nnkit.dream.objectives import Objective
from nnkit.dream.settings import DreamSettings
from nnkit.errors import ImageError
from nnkit.resizing import resized, size_of
from nnkit.vision import VisionNetwork
from nnkit.vision.masks import check_mask
from nnkit.vision.network import check


@dataclass(frozen=True, eq=False)
class Canvas:
    """What is dreamed on: the original [1, 3, H, W], where it may change, and by how much."""

    original: Tensor
    strength: float
    mask: Tensor | None = None  # [1, 1, H, W], 0..1

    def finished(self, detail: Tensor) -> Tensor:
        """Return the whole picture for a detail [1, 3, h, w] of any octave."""
        change = resized(detail, size_of(self.original)) * self.strength
        if self.mask is not None:
            change = change * self.mask
        return (self.original + change).clamp(0, 1)


@dataclass(frozen=True, eq=False)
class DreamFrame:
    """Where a dream stands after `step` of `total` steps, in which octave, from 0, small to large.

    The picture and the objective are made when they are first asked for: on a GPU the next steps
    need not wait for them.
    """

    step: int
    total: int
    octave: int
    detail: Tensor = field(repr=False)  # what was added to the original, at this octave's size
    value: Tensor = field(repr=False)
    canvas: Canvas = field(repr=False)

    @cached_property
    def picture(self) -> Tensor:
        """The dream so far in full size, [1, 3, H, W], 0..1, on the network's device."""
        return self.canvas.finished(self.detail)

    @cached_property
    def objective(self) -> float:
        """What the step set out from, at this octave's size: see `Objective` for its unit."""
        return float(self.value)


def dream(
    network: VisionNetwork,
    picture: Tensor,
    settings: DreamSettings,
    *,
    guide: Tensor | None = None,
    mask: Tensor | None = None,
) -> Iterator[DreamFrame]:
    """Yield the picture dreaming, the original first; any frame's picture is whole and usable.

    picture: [1, 3, H, W], 0..1, from 64 px a side; large ones are dreamed in tiles. guide: another
    such picture, whose features shall appear. mask: [1, 1, H, W], 0..1: how much each pixel may
    change; where it is 0 the picture stays as it is, to the bit. Raises ImageError and
    SettingsError before the first frame.
    """
    objective = prepare(network, picture, settings, guide)
    if mask is not None:
        check_mask(mask, picture)
    original = picture.detach().to(network.device, torch.float32)
    mask = None if mask is None else mask.detach().to(network.device, torch.float32)
    return _with_start(objective, Canvas(original, settings.strength, mask), settings)


def prepare(
    network: VisionNetwork, picture: Tensor, settings: DreamSettings, guide: Tensor | None
) -> Objective:
    """Return what a dream on this picture climbs. Raises ImageError and SettingsError."""
    check_picture(picture)
    if guide is not None:
        check_picture(guide)
        guide = guide.detach().to(network.device, torch.float32)
    heap.reuse()  # without it a step takes half as long again
    original = picture.detach().to(network.device, torch.float32)
    return Objective(network, settings, _beginning(original, settings), guide)


def steps(objective: Objective, canvas: Canvas, settings: DreamSettings) -> Iterator[DreamFrame]:
    """Yield the frames from step 1 on."""
    generator = torch.Generator().manual_seed(settings.seed)
    sizes = _sizes(canvas.original, settings)
    total, step = len(sizes) * settings.steps, 0
    detail = torch.zeros_like(canvas.original)
    for octave, size in enumerate(sizes):
        base = _base(canvas.original, size)
        allowed = None if canvas.mask is None else _reach(canvas.mask, size)
        detail = resized(detail, size)
        for _ in range(settings.steps):
            dreamed = (base + detail).clamp_(0, 1)
            value, slope = gradients.ascend(objective, dreamed, _shift(size, settings, generator))
            slope = gradients.smoothed(slope, settings.smoothing)
            if allowed is not None:
                slope *= allowed
            detail = dreamed.add_(slope, alpha=settings.step_size).clamp_(0, 1) - base
            step += 1
            yield DreamFrame(step, total, octave, detail, value, canvas)


def _with_start(
    objective: Objective, canvas: Canvas, settings: DreamSettings
) -> Iterator[DreamFrame]:
    sizes = _sizes(canvas.original, settings)
    start = _beginning(canvas.original, settings)
    total = len(sizes) * settings.steps
    yield DreamFrame(0, total, 0, torch.zeros_like(start), objective.measure(start), canvas)
    yield from steps(objective, canvas, settings)


def _sizes(original: Tensor, settings: DreamSettings) -> list[tuple[int, int]]:
    return pyramid.sizes(original, settings.octaves, settings.scale)


def _beginning(original: Tensor, settings: DreamSettings) -> Tensor:
    """Return the original at the size of the first octave, or less: it is not cut into tiles."""
    return pyramid.at_most(_base(original, _sizes(original, settings)[0]), gradients.TILE)


def _base(original: Tensor, size: tuple[int, int]) -> Tensor:
    """Return the original at the size of an octave."""
    return resized(original, size).clamp(0, 1)


def _shift(
    size: tuple[int, int], settings: DreamSettings, generator: torch.Generator
) -> tuple[int, int]:
    """Draw how far to shift the picture round: for tiles anywhere, so that no edge stays put."""
    far = [
        side if count > 1 else settings.jitter
        for side, count in zip(size, gradients.tile_counts(size), strict=True)
    ]
    down, right = (torch.rand(2, generator=generator) * 2 - 1).tolist()
    return round(down * far[0]), round(right * far[1])


def _reach(mask: Tensor, size: tuple[int, int]) -> Tensor:
    """Return, at an octave's size, where anything may change at all: 1, and 0 elsewhere."""
    return functional.interpolate((mask > 0).float(), size, mode="area")


def check_picture(picture: Tensor) -> None:
    """Raise ImageError unless this is one picture that can be dreamed on."""
    check(picture)
    if len(picture) != 1:
        raise ImageError(f"Dream on one picture [1, 3, H, W], not {tuple(picture.shape)}.")
    if not bool(((picture >= 0) & (picture <= 1)).all()):
        raise ImageError("A picture to dream on holds values from 0 to 1 only.")
