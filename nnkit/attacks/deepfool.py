"""DeepFool: straight to the nearest border between two classes, again and again."""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from nnkit import heap
from nnkit.attacks import grid
from nnkit.attacks.classifier import Classifier, of
from nnkit.attacks.frames import AttackFrame, Target, aim, outside_inference
from nnkit.attacks.goal import Goal
from nnkit.attacks.settings import DeepFoolSettings
from nnkit.attacks.shortening import SURE, shorten
from nnkit.errors import SettingsError
from nnkit.vision import VisionNetwork

_NO_SLOPE = 1e-20


def deepfool(
    network: VisionNetwork | Classifier,
    pictures: Tensor,
    goal: Goal,
    settings: DeepFoolSettings | None = None,
) -> Iterator[AttackFrame]:
    """Yield pictures on their way over the nearest border, the originals first.

    Moosavi-Dezfooli, Fawzi and Frossard 2016: were the network linear, the nearest border between
    the label and class k would be |f| / ||w|| away, f the difference of their logits and w its
    gradient. Go there, look again, until the border is crossed. The last frames then carry the
    change over to the 8-bit grid: see `shortening`. Towards a class there is only one border.

    pictures: [N, C, H, W], 0..1, on the network's device. Raises ImageError and SettingsError
    before the first frame.
    """
    heap.reuse()
    target = aim(of(network), pictures, goal)
    with torch.inference_mode(False):
        logits = target.logits(target.original)
    if logits.shape[1] < 2:
        raise SettingsError("DeepFool needs a network that tells two classes or more apart.")
    return outside_inference(_frames(target, logits, settings or DeepFoolSettings()))


def _frames(target: Target, logits: Tensor, settings: DeepFoolSettings) -> Iterator[AttackFrame]:
    step, total = 0, settings.steps + settings.refinements + 1

    def frame(changed: Tensor) -> AttackFrame:
        whole = target.original.index_copy(0, rows, changed)
        return AttackFrame(step, total, target, whole, grid.nearest)

    rows = (~target.goal.reached(logits, target.labels)).nonzero()[:, 0]
    part = target.only(rows)
    yield frame(part.original)
    if not len(rows):
        return
    moving = part.original
    for moving in _walk(part, _rivals(part, logits[rows], settings.candidates), settings):
        step += 1
        yield frame(moving)
    for shorter in shorten(part, moving, settings.refinements):
        step += 1
        yield frame(shorter)


def _rivals(target: Target, logits: Tensor, candidates: int) -> Tensor:
    """Return the likeliest classes but the label's own, [N, k]."""
    others = logits.scatter(1, target.labels[:, None], -torch.inf)
    return others.topk(min(candidates, logits.shape[1]) - 1, dim=1).indices


def _walk(target: Target, rivals: Tensor, settings: DeepFoolSettings) -> Iterator[Tensor]:
    """Yield the pictures, not rounded, after each step, until they all reach the goal."""
    moving, change = target.original, torch.zeros_like(target.original)
    rows = torch.arange(len(moving), device=moving.device)
    for _ in range(settings.steps):
        part = replace(target, original=moving[rows], labels=target.labels[rows])
        change = change.index_add(0, rows, _to_border(part, rivals[rows]))
        longer = target.original[rows] + (1 + settings.overshoot) * change[rows]
        moving = moving.index_copy(0, rows, longer.clamp_(0, 1))
        yield moving
        reached = target.goal.reached(target.logits(moving[rows]), target.labels[rows])
        rows = rows[~reached]
        if not len(rows):
            return


def _to_border(target: Target, rivals: Tensor) -> Tensor:
    """Return the shortest change [N, C, H, W] to a border, were the network linear."""
    # One backward pass for each class: quicker than a batch k times as large, or than vmap.
    with torch.enable_grad():
        start = target.original.detach().clone().requires_grad_()
        gaps = _gaps(target, target.classifier(start), rivals)
        nearest = start.new_full((len(start),), torch.inf)
        shortest = torch.zeros_like(start, requires_grad=False)
        for gap in gaps.unbind(dim=1):
            (slope,) = torch.autograd.grad(gap.sum(), start, retain_graph=True)
            steepness = slope.flatten(1).norm(dim=1).clamp(min=_NO_SLOPE)
            distance = (gap.detach().abs() + SURE) / steepness
            closer = distance < nearest
            nearest = torch.where(closer, distance, nearest)
            step = slope / steepness[:, None, None, None] * distance[:, None, None, None]
            shortest = torch.where(closer[:, None, None, None], step, shortest)
    return shortest


def _gaps(target: Target, logits: Tensor, rivals: Tensor) -> Tensor:
    """Return the logits' differences [N, k] that are over 0 beyond each border."""
    if target.goal.targeted:
        return target.goal.margin(logits, target.labels)[:, None]
    return logits.gather(1, rivals) - logits.gather(1, target.labels[:, None])
