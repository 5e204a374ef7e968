"""What content alone and style alone mean to a network: pictures grown from noise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import torch
from torch import Tensor

from nnkit import heap
from nnkit.errors import SettingsError
from nnkit.ranges import check_whole
from nnkit.resizing import resized, size_of
from nnkit.style import looking, losses, statistics
from nnkit.style.canvas import window
from nnkit.style.levels import LevelledAdam
from nnkit.style.looking import Term
from nnkit.style.statistics import Lens
from nnkit.style.transferring import check_picture, own, scaled
from nnkit.vision import LOGITS, Cut, VisionNetwork

KINDS = ("content", "style")
SCALES = (0.5, 1.0)
STEP_SIZE, NOISE = 0.03, 0.05
SMOOTHING = {"content": 0.3, "style": 0.4}  # by eye; more would blur what early layers keep
JITTER = {"content": 0, "style": 8}  # pixels; content has its place


@dataclass(frozen=True, eq=False)
class ReconstructionFrame:
    """What has come out of the noise after `step` of `total` steps."""

    step: int
    total: int
    size: tuple[int, int] = field(repr=False)
    painted: Tensor = field(repr=False)
    value: Tensor = field(repr=False)

    @cached_property
    def picture(self) -> Tensor:
        """The picture in full size, [1, 3, H, W], 0..1, on the network's device."""
        return resized(self.painted, self.size).clamp(0, 1)

    @cached_property
    def loss(self) -> float:
        """How far the layers were from what they shall show, on average; 0 is there."""
        return float(self.value)


def reconstruct(
    network: VisionNetwork,
    picture: Tensor,
    layers: Sequence[str],
    kind: str = "content",
    *,
    steps: int = 120,
    seed: int = 0,
) -> Iterator[ReconstructionFrame]:
    """Yield a picture growing from noise until some layers show what they show of `picture`.

    picture: [1, 3, H, W], 0..1, from 64 px a side. layers: names that `network.until_all` knows.
    kind "content": each map shall be the same at each place (Mahendran and Vedaldi 2015); "style":
    only the mean and covariance of the maps (Gatys, Ecker and Bethge 2015). steps, 2..2000. The
    noise comes first. Raises ImageError and SettingsError before that.
    """
    check_picture("picture", picture)
    if kind not in KINDS:
        raise SettingsError(f"Reconstruct one of {', '.join(KINDS)}, not '{kind}'.")
    if isinstance(layers, str) or LOGITS in layers:
        raise SettingsError("Name layers to reconstruct from, such as ['block 4'], no logits.")
    check_whole("steps", steps, 2, 2000)
    check_whole("seed", seed, 0, 2**31)
    network.until_all(layers)
    heap.reuse()
    return _frames(network, own(picture, network), list(layers), kind, steps, seed)


def _frames(
    network: VisionNetwork, picture: Tensor, layers: list[str], kind: str, steps: int, seed: int
) -> Iterator[ReconstructionFrame]:
    generator = torch.Generator().manual_seed(seed)
    cut, size = network.until_all(layers), size_of(picture)
    lenses = looking.lenses_of(network, layers)
    start = scaled(size, SCALES[0])
    noise = torch.randn((1, 3, *start), generator=generator) * NOISE + 0.5
    painted, step = noise.clamp(0, 1).to(picture), 0
    for scale in SCALES:
        here = resized(picture, scaled(size, scale)).clamp(0, 1)
        painted = resized(painted, size_of(here)).clamp(0, 1)
        frame = looking.framed(size_of(here))
        terms = _terms(cut, lenses, here, frame, kind)
        adam = LevelledAdam(painted, STEP_SIZE)
        until = steps if scale == SCALES[-1] else steps // 2
        while step < until:
            furthest = JITTER[kind]
            move = torch.randint(-furthest, furthest + 1, (2,), generator=generator).tolist()
            values, slope = _slope(cut, terms, painted, move, frame)
            value = torch.stack(values).mean()
            if step == 0:
                yield ReconstructionFrame(0, steps, size, painted, value)
            slope += losses.smoothing(painted) * SMOOTHING[kind]
            painted = adam.moved(painted, slope)
            step += 1
            yield ReconstructionFrame(step, steps, size, painted, value)


@torch.inference_mode(mode=False)
def _slope(
    cut: Cut, terms: list[Term], painted: Tensor, move: list[int], frame: tuple[int, int]
) -> tuple[list[Tensor], Tensor]:
    """Return the terms' values and their slope for a painting seen moved down and right."""
    with torch.enable_grad():
        start = painted.detach().clone().requires_grad_()
        seen = window(start, move[0], move[1], frame)
        values, slope = looking.slope_of(cut, terms, seen)
        (slope,) = torch.autograd.grad(seen, start, slope)
    return values, slope


@torch.inference_mode(mode=False)
@torch.no_grad()
def _terms(
    cut: Cut,
    lenses: Sequence[Lens | None],
    picture: Tensor,
    frame: tuple[int, int],
    kind: str,
) -> list[Term]:
    if kind == "style":
        wanted = looking.style_of(cut, lenses, picture, max(size_of(picture)))
        goals = zip(wanted, lenses, strict=True)
        return [partial(statistics.distance, wanted=goal, through=lens) for goal, lens in goals]
    maps = cut(window(picture, 0, 0, frame))
    return [partial(losses.exact, wanted=each) for each in maps]
