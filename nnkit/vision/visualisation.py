"""What a unit wants to see: the picture that excites it most (Olah, Mordvintsev, Schubert 2017).

A picture of nothing changes, step by step, until one unit of a network responds as strongly as it
can. Left to itself that ends in noise which only networks can see. Two things keep it a picture: it
is stored as waves in uncorrelated colours (`nnkit.vision.waves`), and every step sees it a little
moved, turned and scaled, so that only what survives this can grow.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from nnkit import heap
from nnkit.adam import Adam
from nnkit.errors import SettingsError
from nnkit.ranges import check_whole
from nnkit.vision import waves
from nnkit.vision.layers import LOGITS
from nnkit.vision.network import SMALLEST_SIDE, OneLayer, VisionNetwork

MAX_SIDE, MAX_STEPS = 512, 4096
_CALM = 0.01  # amplitude of the first waves: grey, to the eye
# The most that a step sees the picture moved (share of its side), turned and scaled.
_MOVE, _TURN, _SCALE = 3 / 32, math.radians(15), 0.2
_MARGIN = 1 / 4  # share of the side that is laid round it, since it goes on at the other edge


@dataclass(frozen=True)
class VisualisationSettings:
    """Which unit, and how its picture is painted; SettingsError for a value out of range.

    layer and channel: a unit that is one map of a layer; its mean grows. label: instead of a
    channel, the number of a class; its logit grows. side, 64..512: of the picture in pixels. steps,
    1..4096: of Adam (Kingma and Ba 2015) with `learning_rate`, over 0, to 1. seed: of the first
    noise and of the small movements.
    """

    layer: str = "block 9"
    channel: int | None = None
    label: int | None = None
    side: int = 128
    steps: int = 160
    learning_rate: float = 0.05
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if (self.channel is None) == (self.label is None):
            raise SettingsError("Choose a unit: a channel of a layer, or the label of a class.")
        if type(self.unit[1]) is not int or self.unit[1] < 0:
            raise SettingsError("A channel or label must be a whole number from 0 up.")
        for name, lowest, highest in (("side", SMALLEST_SIDE, MAX_SIDE), ("steps", 1, MAX_STEPS),
                                      ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        if not 0 < self.learning_rate <= 1:
            raise SettingsError("learning_rate must be over 0, to 1.")

    @property
    def unit(self) -> tuple[str, int]:
        """The layer, "logits" for a class, and the channel in it."""
        if self.label is not None:
            return LOGITS, self.label
        assert self.channel is not None
        return self.layer, self.channel


@dataclass(frozen=True, eq=False)
class VisualisationFrame:
    """The picture [1, 3, side, side], 0..1, after `step` of `total` steps.

    excitement: the mean of the unit's map, or the logit: for what the step saw, and for step 0 for
    the picture itself.
    """

    step: int
    total: int
    picture: Tensor
    excitement: float


def visualise(
    network: VisionNetwork, settings: VisualisationSettings
) -> Iterator[VisualisationFrame]:
    """Yield what one unit wants to see, clearer from frame to frame; first the grey beginning.

    Raises SettingsError before the first frame for a unit that the network does not have.
    """
    layer, channel = settings.unit
    ascent = Ascent(
        network, layer, (channel,), settings.side, settings.learning_rate, settings.seed
    )
    return _frames(ascent, settings.steps)


class Ascent:
    """Several units of one layer at once, each with a picture of its own.

    A unit's picture depends on its channel and the seed, but not on its company, up to rounding.
    """

    def __init__(
        self,
        network: VisionNetwork,
        layer: str,
        channels: Sequence[int],
        side: int = 128,
        learning_rate: float = 0.05,
        seed: int = 0,
    ) -> None:
        """Lay out calm pictures; layer "logits" has the classes as channels. Raises SettingsError.

        The ranges are those of `VisualisationSettings`.
        """
        _check_channels(network, layer, channels)
        heap.reuse()
        self.network, self.channels = network.until(layer), list(channels)
        self.before, self.side = network.before_activation(layer), side
        self.generators = [
            torch.Generator().manual_seed(seed * 65536 + channel) for channel in channels
        ]
        # The caller may be in inference_mode, whose tensors can take part in no gradient.
        with torch.inference_mode(False):
            first = [waves.noise(side, _CALM, generator) for generator in self.generators]
            self.waves = torch.stack(first).to(network.device)
            self.adam = Adam(self.waves, learning_rate)

    @torch.no_grad()
    def pictures(self) -> Tensor:
        """Return the pictures [N, 3, side, side], 0..1."""
        return waves.paint(self.waves)

    @torch.no_grad()
    def excitements(self) -> Tensor:
        """Return how much each picture, as it stands, excites its unit, [N]."""
        return self._excitements(self.network, self.pictures())

    def step(self) -> Tensor:
        """Climb once; return how much each unit was excited by what the step saw, [N]."""
        with torch.inference_mode(False), torch.enable_grad():
            start = self.waves.clone().requires_grad_()
            moved = self._moved(waves.paint(start))
            seen = moved.detach().requires_grad_()
            excitements = self._excitements(self.network, seen)
            slope = self._awake(torch.autograd.grad(excitements.sum(), seen)[0], seen)
            uphill = torch.autograd.grad(moved, start, slope)[0]
            self.waves = self.adam.moved(self.waves, -uphill)
        return excitements.detach()

    def _awake(self, slope: Tensor, seen: Tensor) -> Tensor:
        """Return the slope; where a unit is silent or saturated, that before its activation."""
        asleep = slope.flatten(1).abs().amax(1) == 0
        if not asleep.any():
            return slope
        (before,) = torch.autograd.grad(self._excitements(self.before, seen).sum(), seen)
        return torch.where(asleep[:, None, None, None], before, slope)

    def _excitements(self, network: OneLayer, pictures: Tensor) -> Tensor:
        maps: Tensor = network(pictures)  # [N, C, h, w] or [N, 1000]
        own = maps[range(len(self.channels)), self.channels]
        return own.reshape(len(own), -1).mean(1)

    def _moved(self, pictures: Tensor) -> Tensor:
        """Return the pictures as this step sees them: all small changes in one resampling."""
        draws = torch.stack([torch.rand(4, generator=each) * 2 - 1 for each in self.generators])
        turn, scale = draws[:, 0] * _TURN, 1 + draws[:, 1] * _SCALE
        right, down = draws[:, 2] * 2 * _MOVE, draws[:, 3] * 2 * _MOVE  # -1..1 is the whole side
        cosine, sine = turn.cos() * scale, turn.sin() * scale
        rows = torch.stack([cosine, -sine, right, sine, cosine, down], dim=1).reshape(-1, 2, 3)
        margin = round(self.side * _MARGIN)
        wide = functional.pad(pictures, (margin,) * 4, mode="circular")
        grid = functional.affine_grid(
            rows.to(pictures) * (self.side / wide.shape[-1]), list(pictures.shape), False
        )
        return functional.grid_sample(wide, grid, padding_mode="border", align_corners=False)


def _frames(ascent: Ascent, total: int) -> Iterator[VisualisationFrame]:
    yield VisualisationFrame(0, total, ascent.pictures(), float(ascent.excitements()))
    for step in range(1, total + 1):
        excitement = float(ascent.step())
        yield VisualisationFrame(step, total, ascent.pictures(), excitement)


def _check_channels(network: VisionNetwork, layer: str, channels: Sequence[int]) -> None:
    count = len(network.labels) if layer == LOGITS else network.layer(layer).channels
    for channel in channels:
        if not 0 <= channel < count:
            what = "classes" if layer == LOGITS else f"channels in {layer}"
            raise SettingsError(f"There are {count} {what}, so there is no {channel}.")
