"""How far a painting of one size is from the content and the style that it shall have."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.style import looking, losses, statistics
from nnkit.style.canvas import Canvas, window
from nnkit.style.recipes import Recipe
from nnkit.style.settings import StyleSettings
from nnkit.style.statistics import Lens, Statistics
from nnkit.vision import VisionNetwork

VIEWS = 4  # moved looks at the picture that take turns; the content is looked at once in each
WANDER = 4  # by how many grid steps the lines between tiles differ at most from view to view


@dataclass(frozen=True, eq=False)
class Losses:
    """What a look found, as scalar tensors: the content's, and the style's by layer."""

    content: Tensor
    styles: dict[str, Tensor]


@dataclass(frozen=True, eq=False)
class Tile:
    """A part of a look: where, what the content shows in it, where style counts, and its shares.

    Large pictures are looked at in several tiles, so that memory does not grow with them.
    """

    rows: slice
    columns: slice
    content: Tensor  # [1, C, h, w]
    mask: Tensor | None  # [1, 1, H, W]
    area: float  # of the whole look
    weight: float  # of all places where style counts


@dataclass(frozen=True, eq=False)
class View:
    """One moved look: by how many pixels, and its tiles."""

    down: int
    right: int
    tiles: list[Tile]


class Objective:
    """What a painting [1, 3, h, w] of one size is measured by."""

    def __init__(
        self,
        network: VisionNetwork,
        recipe: Recipe,
        settings: StyleSettings,
        canvas: Canvas,
        wanted: Sequence[Statistics],
        lenses: Sequence[Lens | None],
    ) -> None:
        """Take the canvas at this size and what each layer of style shall show by its lens."""
        self.recipe, self.canvas = recipe, canvas
        self.wanted = list(zip(wanted, lenses, strict=True))
        height, width = canvas.size
        self.frame = looking.framed((height, width))
        self.moves = _draws(min(settings.jitter, height // 8, width // 8), settings.seed)
        self.lines = _draws(WANDER, settings.seed)
        self.network = network.until_all([*recipe.style, recipe.content])
        self.content_network = network.until(recipe.content)
        # At even strength the weights are the recipe's. No style, no smoothing.
        style_weight = 2 * settings.strength
        self.content_weight = recipe.content_weight * (2 - 2 * settings.strength)
        self.smoothing = settings.smoothing * style_weight
        self.layer_weight = style_weight / len(recipe.style)
        self.views: dict[int, View] = {}
        self.known: dict[int, list[Statistics]] = {}  # by tile: what its layers last showed

    @torch.inference_mode(mode=False)
    def slope(self, painted: Tensor, step: int) -> tuple[Losses, Tensor]:
        """Return the losses of a painting, and the slope of their weighted sum."""
        view = self._view(step)
        with torch.enable_grad():
            start = painted.detach().clone().requires_grad_()
            seen = self._seen(view, start)
            self._know(view, seen)
            slopes, values = torch.empty_like(seen), []
            for index, tile in enumerate(view.tiles):
                part = seen.detach()[..., tile.rows, tile.columns]
                found, slope = looking.slope_of(self.network, self._terms(view, index), part)
                slopes[..., tile.rows, tile.columns] = slope
                values.append(found)
            (slope,) = torch.autograd.grad(seen, start, slopes)
        if self.smoothing > 0:
            slope += losses.smoothing(painted) * self.smoothing
        return self._losses(values), slope

    @torch.inference_mode(mode=False)
    @torch.no_grad()
    def measure(self, painted: Tensor) -> Losses:
        """Return the losses alone, always by the same look."""
        view = self._view(0)
        seen = self._seen(view, painted.clone())
        found, contents = [], []
        for tile in view.tiles:
            measured, content = self._shown(tile, seen)
            found.append(measured)
            contents.append(losses.content(content, tile.content)[0] * tile.area)
        shares = [tile.weight for tile in view.tiles]
        wholes = [
            statistics.pooled(list(zip(layer, shares, strict=True)))
            for layer in zip(*found, strict=True)
        ]
        styles = [
            statistics.between(whole, *goal)
            for whole, goal in zip(wholes, self.wanted, strict=True)
        ]
        return Losses(
            torch.stack(contents).sum(), dict(zip(self.recipe.style, styles, strict=True))
        )

    def _shown(self, tile: Tile, seen: Tensor) -> tuple[list[Statistics], Tensor]:
        """Return what a tile's layers show of style, and its maps of content."""
        *maps, content = self.network(seen[..., tile.rows, tile.columns])
        return [statistics.measure(each, _weights(tile, each)) for each in maps], content

    @torch.no_grad()
    def _know(self, view: View, seen: Tensor) -> None:
        """Before the first step, look at all tiles: each needs to know what the others show."""
        if self.known or len(view.tiles) == 1:
            return
        for index, tile in enumerate(view.tiles):
            self.known[index], _ = self._shown(tile, seen)

    def _terms(self, view: View, index: int) -> list[looking.Term]:
        layers = range(len(self.wanted))
        return [
            *(partial(self._style_term, view, index, layer) for layer in layers),
            partial(self._content_term, view.tiles[index]),
        ]

    def _style_term(
        self, view: View, index: int, layer: int, maps: Tensor
    ) -> tuple[Tensor, Tensor]:
        wanted, lens = self.wanted[layer]
        weights = _weights(view.tiles[index], maps)
        others = [
            (self.known[other][layer], tile.weight)
            for other, tile in enumerate(view.tiles)
            if other != index
        ]
        own = statistics.measure(maps, weights)
        if others:
            self.known[index][layer] = own
        value, slope = statistics.distance(maps, wanted, weights, lens, others, own)
        return value, slope.mul_(self.layer_weight)

    def _content_term(self, tile: Tile, maps: Tensor) -> tuple[Tensor, Tensor]:
        value, slope = losses.content(maps, tile.content)
        return value * tile.area, slope.mul_(self.content_weight * tile.area)

    def _losses(self, values: list[list[Tensor]]) -> Losses:
        """Return the losses of the whole from what each tile found: style of all, content apart."""
        *styles, content = (torch.stack(found) for found in zip(*values, strict=True))
        means = [found.mean() for found in styles]
        return Losses(content.sum(), dict(zip(self.recipe.style, means, strict=True)))

    def _seen(self, view: View, painted: Tensor) -> Tensor:
        return window(self.canvas.shown(painted), view.down, view.right, self.frame)

    @torch.no_grad()
    def _view(self, step: int) -> View:
        index = step % VIEWS
        if index not in self.views:
            down, right = self.moves[index]
            original = window(self.canvas.original, down, right, self.frame)
            mask = self.canvas.mask
            mask = None if mask is None else window(mask, down, right, self.frame)
            off = self.lines[index][0] * looking.GRID, self.lines[index][1] * looking.GRID
            tiles = [
                self._tile(original, mask, rows, columns)
                for rows, columns in looking.tiles_of(self.frame, off)
            ]
            self.views[index] = View(down, right, tiles)
        return self.views[index]

    def _tile(self, original: Tensor, mask: Tensor | None, rows: slice, columns: slice) -> Tile:
        part = original[..., rows, columns]
        content = losses.normalised(self.content_network(part))
        area = part.numel() / original.numel()
        if mask is None:
            return Tile(rows, columns, content, None, area, area)
        own = mask[..., rows, columns]
        weight = float(own.sum() / mask.sum().clamp(min=1e-6))
        return Tile(rows, columns, content, own, area, weight)


def _weights(tile: Tile, maps: Tensor) -> Tensor | None:
    """Return how much each place of a layer's maps counts, [1, 1, h, w]."""
    if tile.mask is None:
        return None
    return functional.interpolate(tile.mask, maps.shape[-2:], mode="area")


def _draws(furthest: int, seed: int) -> list[tuple[int, int]]:
    """Draw for each view a step down and one right, up to the furthest."""
    generator = torch.Generator().manual_seed(seed)
    draws = torch.randint(-furthest, furthest + 1, (VIEWS, 2), generator=generator)
    return [(down, right) for down, right in draws.tolist()]
