"""The endless dream: move into the picture, dream a little, and again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from nnkit.dream import dreaming
from nnkit.dream.objectives import Objective
from nnkit.dream.settings import DreamSettings, ZoomSettings
from nnkit.vision import VisionNetwork
from nnkit.warping import moved

_PULL = 0.1  # by which share each frame returns to the tone of the first
_CONTRAST = 0.2  # deviation of each colour that even a flat picture's film goes towards


@dataclass(frozen=True, eq=False)
class ZoomFrame:
    """A film's frame `step` of `total`, [1, 3, H, W], 0..1, on the network's device."""

    step: int
    total: int
    picture: Tensor


def zoom(
    network: VisionNetwork,
    picture: Tensor,
    settings: ZoomSettings,
    dream_settings: DreamSettings,
    *,
    guide: Tensor | None = None,
) -> Iterator[ZoomFrame]:
    """Yield a film that moves into its own dream, the picture [1, 3, H, W] as it is first.

    Each frame is the one before, zoomed and turned about its middle, with a little dream of
    `settings.octaves` and `settings.steps` on it (Mordvintsev et al. 2015). What moves in over the
    border is a reflection; brightness and contrast stay near the picture's own. Raises ImageError
    and SettingsError before the first frame.
    """
    little = replace(dream_settings, octaves=settings.octaves, steps=settings.steps)
    objective = dreaming.prepare(network, picture, little, guide)
    start = picture.detach().to(network.device, torch.float32)
    return _frames(objective, start, settings, little)


def _frames(
    objective: Objective, picture: Tensor, settings: ZoomSettings, little: DreamSettings
) -> Iterator[ZoomFrame]:
    mean, contrast = _tone(picture)
    tone = mean, contrast.clamp(min=_CONTRAST)
    yield ZoomFrame(0, settings.frames, picture)
    for step in range(1, settings.frames + 1):
        canvas = dreaming.Canvas(moved(picture, settings.zoom, settings.rotation), little.strength)
        seeded = replace(little, seed=(little.seed + step) % 2**31)
        *_, last = dreaming.steps(objective, canvas, seeded)
        picture = toned(last.picture, *tone)
        yield ZoomFrame(step, settings.frames, picture)


def toned(picture: Tensor, mean: Tensor, contrast: Tensor) -> Tensor:
    """Return the picture [1, 3, H, W] a little nearer to each colour's mean and deviation.

    A film that feeds on itself would drift to glaring colours within a hundred frames.
    """
    own_mean, own_contrast = _tone(picture)
    stretch = contrast / own_contrast.clamp(min=_CONTRAST / 10)
    target = (picture - own_mean) * stretch + mean
    return picture.lerp(target, _PULL).clamp(0, 1)


def _tone(picture: Tensor) -> tuple[Tensor, Tensor]:
    return picture.mean((-2, -1), keepdim=True), picture.std((-2, -1), keepdim=True)
