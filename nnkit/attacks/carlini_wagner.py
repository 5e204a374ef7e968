"""Carlini and Wagner's attack: the shortest change that fools, as an optimiser sees it."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from nnkit import heap
from nnkit.adam import Adam
from nnkit.attacks import grid
from nnkit.attacks.classifier import Classifier, of
from nnkit.attacks.frames import AttackFrame, Target, aim, outside_inference
from nnkit.attacks.goal import Goal
from nnkit.attacks.settings import CarliniWagnerSettings
from nnkit.attacks.shortening import SURE, shorten
from nnkit.vision import VisionNetwork

_INSIDE = 0.999999  # keeps black and white a little inside tanh's range, where it has a slope
_TIMES = 10.0  # by how much the constant grows until a picture fools


def carlini_wagner(
    network: VisionNetwork | Classifier,
    pictures: Tensor,
    goal: Goal,
    settings: CarliniWagnerSettings | None = None,
) -> Iterator[AttackFrame]:
    """Yield the shortest changes found so far that reach the goal, the originals first.

    Carlini and Wagner 2017, L2: minimise ||x' - x||^2 + c max(kappa - margin(x'), 0) over
    x' = (tanh w + 1) / 2, which cannot leave 0..1, by Adam; search for the c that is just large
    enough. Here the margin is that of the picture rounded to 8 bits, its gradient handed straight
    through the rounding, so that whatever fools does so in a file. Unlike in the paper, a search
    goes on where the one before it ended: in 100 steps that halves targeted changes. A picture that
    does not fool yet is shown as it is being changed. Pictures and errors as for `deepfool`.
    """
    heap.reuse()
    target = aim(of(network), pictures, goal)
    return outside_inference(_frames(target, settings or CarliniWagnerSettings()))


class _Round(torch.autograd.Function):
    """To the 8-bit grid, and straight through on the way back (Bengio et al. 2013)."""

    @staticmethod
    def forward(ctx: Any, pictures: Tensor) -> Tensor:
        return grid.to_grid(pictures)

    @staticmethod
    def backward(ctx: Any, slope: Tensor) -> Tensor:
        return slope


def _frames(target: Target, settings: CarliniWagnerSettings) -> Iterator[AttackFrame]:
    step, total = 0, settings.steps * settings.searches + settings.refinements + 1

    def frame(changed: Tensor) -> AttackFrame:
        whole = target.original.index_copy(0, rows, changed)
        return AttackFrame(step, total, target, whole, grid.nearest)

    lead = max(settings.confidence, SURE)
    margins = target.goal.margin(target.logits(target.original), target.labels)
    rows = (margins <= lead).nonzero()[:, 0]
    part = target.only(rows)
    yield frame(part.original)
    if not len(rows):
        return
    shown = part.original
    for shown in _Searches(part, lead, settings).run():
        step += 1
        yield frame(shown)
    for shorter in shorten(part, shown, settings.refinements, lead):
        step += 1
        yield frame(shorter)


class _Searches:
    """One run: the constant for each of N pictures, [N], and the best pictures so far."""

    def __init__(self, target: Target, lead: float, settings: CarliniWagnerSettings) -> None:
        self.target, self.lead, self.settings = target, lead, settings
        self.best = target.original
        self.shortest = target.original.new_full((len(self.best),), torch.inf)
        self.constant = torch.full_like(self.shortest, settings.constant)
        self.too_small, self.enough = torch.zeros_like(self.shortest), self.shortest

    def run(self) -> Iterator[Tensor]:
        free = torch.atanh((self.target.original * 2 - 1) * _INSIDE)
        adam = Adam(free, self.settings.learning_rate)
        for _ in range(self.settings.searches):
            reached = torch.zeros_like(self.shortest, dtype=torch.bool)
            for _ in range(self.settings.steps):
                pictures, margins, slope = self.differentiate(free)
                reached = reached | self.keep(pictures, margins)
                free = adam.moved(free, slope)
                found = self.shortest.isfinite()[:, None, None, None]
                yield torch.where(found, self.best, pictures)
            self.enough = torch.where(reached, self.constant, self.enough)
            self.too_small = torch.where(reached, self.too_small, self.constant)
            between = (self.too_small + self.enough) / 2
            self.constant = torch.where(between.isinf(), self.constant * _TIMES, between)

    def differentiate(self, free: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the rounded pictures, their margins [N] and the slope of what is minimised."""
        target = self.target
        with torch.enable_grad():
            start = free.detach().requires_grad_()
            pictures = (torch.tanh(start) + 1) / 2
            whole: Tensor = _Round.apply(pictures)
            margins = target.goal.margin(target.classifier(whole), target.labels)
            # Measured before rounding: after it, values that just reach a step swing to and fro.
            distances = (pictures - target.original).square().flatten(1).sum(dim=1)
            losses = distances + self.constant * (self.lead - margins).clamp(min=0)
            (slope,) = torch.autograd.grad(losses.sum(), start)
        return whole.detach(), margins.detach(), slope

    def keep(self, pictures: Tensor, margins: Tensor) -> Tensor:
        """Keep those that reach the goal with less change than before; return which reach it."""
        reached = margins >= self.lead
        lengths = grid.length(pictures - self.target.original)
        shorter = reached & (lengths < self.shortest)
        self.best = torch.where(shorter[:, None, None, None], pictures, self.best)
        self.shortest = torch.where(shorter, lengths, self.shortest)
        return reached
