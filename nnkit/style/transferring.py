"""Style transfer: a photo in another picture's brush (after Gatys, Ecker and Bethge 2016)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import torch
from torch import Tensor

from nnkit import heap
from nnkit.errors import ImageError
from nnkit.resizing import resized
from nnkit.style import colours, looking, statistics
from nnkit.style.canvas import Canvas
from nnkit.style.levels import LevelledAdam
from nnkit.style.objective import Losses, Objective
from nnkit.style.recipes import Recipe, recipe
from nnkit.style.settings import StyleSettings
from nnkit.style.statistics import Lens, Statistics
from nnkit.vision import VisionNetwork
from nnkit.vision.masks import check_mask
from nnkit.vision.network import SMALLEST_SIDE, check


@dataclass(frozen=True, eq=False)
class StyleFrame:
    """Where a painting stands after `step` of `total` steps, at which `scale` of full size.

    The picture and the losses are made when they are first asked for. Losses are those that the
    step set out from, at this scale: 0 is the content, or the style, itself. Step 0 is the photo,
    with its own losses in full size.
    """

    step: int
    total: int
    scale: float
    painted: Tensor = field(repr=False)  # at this scale, before mask and colours
    losses: Losses = field(repr=False)
    canvas: Canvas = field(repr=False)
    objective: Objective = field(repr=False)  # in full size

    @cached_property
    def whole(self) -> "StyleFrame":
        """This frame with the losses of its own picture in full size, as those of step 0 are."""
        painted = resized(self.painted, self.canvas.size).clamp(0, 1)
        return replace(self, scale=1.0, painted=painted, losses=self.objective.measure(painted))

    @cached_property
    def picture(self) -> Tensor:
        """The painting so far in full size, [1, 3, H, W], 0..1, on the network's device."""
        return self.canvas.finished(self.painted)

    @cached_property
    def content_loss(self) -> float:
        """How far the picture's content is from the photo's: 2 would be no likeness at all."""
        return float(self.losses.content)

    @cached_property
    def style_losses(self) -> dict[str, float]:
        """How far each layer's statistics are from the style's, in units of the style's own."""
        return {layer: float(value) for layer, value in self.losses.styles.items()}


def transfer(
    network: VisionNetwork,
    content: Tensor,
    style: Tensor,
    settings: StyleSettings,
    *,
    second: Tensor | None = None,
    mask: Tensor | None = None,
) -> Iterator[StyleFrame]:
    """Yield the content being painted in the style, coarse to fine, the photo itself first.

    content, style, second (another style to mix in): [1, 3, H, W], 0..1, from 64 px a side, of any
    sizes. mask: [1, 1, H, W], 0..1: how much each pixel may change; where it is 0 the content stays
    as it is, to the bit. Raises ImageError and SettingsError before the first frame.
    """
    chosen = recipe(network.name)
    pictures = [("content", content), ("style", style)]
    pictures += [] if second is None else [("second style", second)]
    for name, picture in pictures:
        check_picture(name, picture)
    if mask is not None:
        check_mask(mask, content)
        mask = own(mask, network)
    heap.reuse()  # without it a step takes half as long again
    canvas = Canvas(own(content, network), settings.keep_colours, mask)
    styles = [own(picture, network) for _, picture in pictures[1:]]
    return _frames(network, chosen, settings, canvas, styles)


def _frames(
    network: VisionNetwork,
    chosen: Recipe,
    settings: StyleSettings,
    canvas: Canvas,
    styles: list[Tensor],
) -> Iterator[StyleFrame]:
    start, styles = _coloured(canvas, styles, settings)
    lenses = looking.lenses_of(network, chosen.style)
    total, step, change = sum(settings.steps), 0, torch.zeros_like(start)

    def objective_of(here: Canvas) -> Objective:
        wanted = _wanted(network, chosen, lenses, settings, here, styles)
        return Objective(network, chosen, settings, here, wanted, lenses)

    whole = objective_of(canvas)
    photo = whole.measure(canvas.original)
    yield StyleFrame(0, total, 1.0, canvas.original, photo, canvas, whole)
    for scale, count in zip(settings.scales, settings.steps, strict=True):
        here = canvas.at(scaled(canvas.size, scale))
        objective = whole if here is canvas else objective_of(here)
        base = resized(start, here.size).clamp(0, 1)
        painted = (base + resized(change, here.size)).clamp(0, 1)
        adam = LevelledAdam(painted, settings.step_size)
        for _ in range(count):
            losses, slope = objective.slope(painted, step)
            painted = adam.moved(painted, slope)
            step += 1
            yield StyleFrame(step, total, scale, painted, losses, canvas, whole)
        change = painted - base


def _coloured(
    canvas: Canvas, styles: list[Tensor], settings: StyleSettings
) -> tuple[Tensor, list[Tensor]]:
    """Return the photo in the colours of the style, or the styles in those of the photo.

    The photo is also where the painting begins: colours are moved at once, not step by step.
    """
    photo = colours.statistics(canvas.original, canvas.mask)
    palettes = [colours.statistics(style) for style in styles]
    if settings.keep_colours:
        pairs = zip(styles, palettes, strict=True)
        matched = [colours.match(style, palette, photo).clamp(0, 1) for style, palette in pairs]
        return canvas.original, matched
    mean, covariance = palettes[0]
    if len(palettes) == 2:
        mean = mean.lerp(palettes[1][0], settings.mix)
        covariance = covariance.lerp(palettes[1][1], settings.mix)
    recoloured = colours.match(canvas.original, photo, (mean, covariance)).clamp(0, 1)
    return canvas.original.lerp(recoloured, min(1.0, 2 * settings.strength)), styles


@torch.inference_mode(mode=False)
def _wanted(
    network: VisionNetwork,
    chosen: Recipe,
    lenses: Sequence[Lens | None],
    settings: StyleSettings,
    canvas: Canvas,
    styles: Sequence[Tensor],
) -> list[Statistics]:
    """Return the statistics to reach, by layer, at the size of this canvas."""
    cut = network.until_all(chosen.style)
    longest = max(canvas.size) * settings.style_scale
    found = [looking.style_of(cut, lenses, style, longest) for style in styles]
    if len(found) == 1:
        return found[0]
    pairs = zip(*found, strict=True)
    return [statistics.mixed(first, second, settings.mix) for first, second in pairs]


def scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Return the height and width at a scale, with 64 px at least."""
    factor = max(scale, SMALLEST_SIDE / min(size))
    return round(size[0] * factor), round(size[1] * factor)


@torch.inference_mode(mode=False)
def own(picture: Tensor, network: VisionNetwork) -> Tensor:
    """Return a copy that can take part in gradients, on the network's device."""
    return picture.detach().to(network.device, torch.float32).clone()


def check_picture(name: str, picture: Tensor) -> None:
    """Raise ImageError unless this is one picture that can be painted or painted after."""
    check(picture)
    if len(picture) != 1:
        raise ImageError(f"The {name} is one picture [1, 3, H, W], not {tuple(picture.shape)}.")
    if not bool(((picture >= 0) & (picture <= 1)).all()):
        raise ImageError(f"The {name} holds values from 0 to 1 only.")
