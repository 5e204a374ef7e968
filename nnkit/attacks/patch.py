"""A sticker that fools a network wherever it lies in the picture (Brown et al. 2017)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from nnkit import heap
from nnkit.adam import Adam
from nnkit.attacks import grid
from nnkit.attacks.classifier import Classifier, of
from nnkit.attacks.frames import AttackFrame, Target, aim
from nnkit.attacks.goal import Goal
from nnkit.attacks.settings import PatchSettings
from nnkit.vision import VisionNetwork

_PLACES_TRIED = 12  # by `PatchFrame.hold`
_AT_REST = (0.85, 0.85, 0.0, 1.0)  # near the lower right, upright: see `worn`


@dataclass(frozen=True, eq=False)
class PatchFrame(AttackFrame):
    """An attack's frame with the sticker itself; `pictures` wear it near their lower right."""

    sticker: Tensor = field(repr=False)  # before it is rounded
    settings: PatchSettings = field(repr=False)

    @cached_property
    def patch(self) -> Tensor:
        """The sticker [1, C, side, side], on the 8-bit grid; outside its disc it is white."""
        square = grid.to_grid(self.sticker)
        return square * disc(square) + (1 - disc(square))

    @cached_property
    def hold(self) -> float:
        """The share of fooled pictures with the sticker at other places than it was trained for."""
        generator = torch.Generator().manual_seed(self.settings.seed + 1)
        fooled = [
            self.target.goal.reached(self.target.logits(self._worn(generator)), self.labels)
            for _ in range(_PLACES_TRIED)
        ]
        return torch.cat(fooled).double().mean().item()

    def _worn(self, generator: torch.Generator) -> Tensor:
        places = random_places(len(self.original), self.settings, generator)
        return grid.to_grid(worn(self.original, grid.to_grid(self.sticker), places))


def patch(
    network: VisionNetwork | Classifier,
    pictures: Tensor,
    goal: Goal,
    settings: PatchSettings | None = None,
) -> Iterator[PatchFrame]:
    """Yield one sticker for all N pictures [N, C, H, W], better and better; the first is grey.

    Each step lays it at another place, turned and scaled by chance (expectation over
    transformations, Athalye et al. 2018), and Adam moves its colours along the gradient. Raises
    ImageError and SettingsError before the first frame.
    """
    heap.reuse()
    return _frames(aim(of(network), pictures, goal), settings or PatchSettings())


def _frames(target: Target, settings: PatchSettings) -> Iterator[PatchFrame]:
    generator = torch.Generator().manual_seed(settings.seed)
    original = target.original
    side = sticker_side(original, settings)
    # The caller may be in no_grad or in inference_mode; neither may stay open over a yield.
    with torch.inference_mode(False):
        sticker = torch.full((1, original.shape[1], side, side), 0.5, device=original.device)
        adam = Adam(sticker, settings.learning_rate)
    at_rest = torch.tensor(_AT_REST).expand(len(original), -1)
    for step in range(settings.steps + 1):
        shown = worn(original, grid.to_grid(sticker), at_rest)
        yield PatchFrame(step, settings.steps, target, shown, grid.nearest, sticker, settings)
        if step == settings.steps:
            return
        with torch.inference_mode(False):
            climb = _slope(target, sticker, settings, generator)
            sticker = adam.moved(sticker, -climb).clamp_(0, 1)


def worn(original: Tensor, sticker: Tensor, places: Tensor) -> Tensor:
    """Return pictures [N, C, H, W] with the sticker [1, C, s, s] at a place for each.

    places: [N, 4]: the middle of the sticker across and down as shares of the room that it has,
    0..1, its turn in radians and its scale.
    """
    count, channels, height, width = original.shape
    side = sticker.shape[-1]
    across, down, turn, scale = places.to(original).unbind(1)
    reach = side * scale / 2  # half of the sticker, in pixels
    middle_x = reach + across * (width - 2 * reach)
    middle_y = reach + down * (height - 2 * reach)
    # What affine_grid wants: from places in the picture, -1..1, to places on the sticker.
    to_x, to_y = width / 2 / reach, height / 2 / reach
    shift_x, shift_y = (width / 2 - middle_x) / reach, (height / 2 - middle_y) / reach
    cos, sin = turn.cos(), turn.sin()
    rows = [
        torch.stack([cos * to_x, sin * to_y, cos * shift_x + sin * shift_y], 1),
        torch.stack([-sin * to_x, cos * to_y, cos * shift_y - sin * shift_x], 1),
    ]
    lattice = functional.affine_grid(torch.stack(rows, 1), [count, channels, height, width], False)
    # Cut out before it is turned: colour and cover then fade alike at the disc's rim.
    cut_out = torch.cat([sticker * disc(sticker), disc(sticker)], 1).expand(count, -1, -1, -1)
    laid = functional.grid_sample(cut_out, lattice, align_corners=False)
    return original * (1 - laid[:, -1:]) + laid[:, :-1]


def random_places(count: int, settings: PatchSettings, generator: torch.Generator) -> Tensor:
    """Draw places [N, 4] for `worn`, around the one where the sticker rests."""
    drawn = torch.rand(count, 4, generator=generator) * 2 - 1
    turn, scale = math.radians(settings.rotation), settings.scaling
    reach = torch.tensor([settings.wander, settings.wander, turn, scale])
    places = torch.tensor(_AT_REST) + drawn * reach
    places[:, :2].clamp_(0, 1)
    return places


def sticker_side(pictures: Tensor, settings: PatchSettings) -> int:
    """Return the side of the square round a disc that covers the wanted share of a picture."""
    area = pictures.shape[-1] * pictures.shape[-2] * settings.share
    wanted = round(math.sqrt(area * 4 / math.pi))
    return max(4, min(wanted, pictures.shape[-2], pictures.shape[-1]))


def disc(sticker: Tensor) -> Tensor:
    """Return [1, 1, s, s]: 1 inside the largest disc, 0 outside."""
    side = sticker.shape[-1]
    line = (torch.arange(side, device=sticker.device) + 0.5) * (2 / side) - 1  # pixels' middles
    return (line[:, None].square() + line.square() <= 1).to(sticker)[None, None]


def _slope(
    target: Target, sticker: Tensor, settings: PatchSettings, generator: torch.Generator
) -> Tensor:
    """Return the gradient of the goal's loss with respect to the sticker, at several places."""
    copies = settings.places
    pictures, labels = target.original.repeat(copies, 1, 1, 1), target.labels.repeat(copies)
    places = random_places(len(pictures), settings, generator)
    with torch.enable_grad():
        start = sticker.detach().clone().requires_grad_()
        logits = target.classifier(worn(pictures, start, places))
        (slope,) = torch.autograd.grad(target.goal.loss(logits, labels).mean(), start)
    return slope
