"""Makes a change shorter on the 8-bit grid, where most of a short change would be rounded away."""

from collections.abc import Iterator

import torch
from torch import Tensor

from nnkit.attacks import grid
from nnkit.attacks.frames import Target

# In logits. Another batch size or processor adds up in another order and may shift a logit by 1e-4;
# a picture that only just fools would not fool there.
SURE = 2e-3
_GROWTH, _GROWTHS = 1.25, 24  # up to 200 times as long; a far longer change may miss the goal again
_HALVINGS = 4
_VISIBLE = 0.51 / grid.STEPS
_MUCH_SHORTER = 0.5  # a change that holds at once is made shorter by half at most
_PUSHES = 40
_NO_LENGTH = 1e-20


def shorten(
    target: Target, pictures: Tensor, refinements: int, lead: float = SURE
) -> Iterator[Tensor]:
    """Yield pictures [N, C, H, W] on the grid that reach the goal with less and less change.

    Rounded, most of a short change is gone. It is therefore made longer until the rounded picture
    fools, and that is the best there is along its direction: on a linear network, the values that
    matter most and none else are changed. Each refinement turns the direction towards the mean of
    the border's normals where it was met, since at the nearest point of a border the change stands
    upright on it. Towards a class there are none: the way there is bent, and a straight one along
    normals was never shorter. A picture that cannot be made to fool stays as it is, rounded. lead:
    of the goal's class, in logits.
    """
    refinements = 0 if target.goal.targeted else refinements
    best = grid.to_grid(pictures)
    shortest = best.new_full((len(best),), torch.inf)
    change, near, held = _longer(target, pictures - target.original, lead)
    if not bool(held.all()):
        rows = (~held).nonzero()[:, 0]
        part = target.only(rows)
        pushed, held[rows] = _push(part, (pictures - target.original)[rows], lead)
        change = change.index_copy(0, rows, pushed)
    for normals in range(1, refinements + 2):
        change = _nearest(target, change, near, lead)
        met = grid.to_grid(target.original + change)
        length = grid.length(met - target.original)
        shorter = held & (length < shortest)
        best = torch.where(shorter[:, None, None, None], met, best)
        shortest = torch.where(shorter, length, shortest)
        yield best
        if normals <= refinements:
            _, normal = _margins(target, met)
            turned = _unit(_unit(change).lerp(_unit(normal), 1 / (normals + 1)))
            change, near, held = _longer(target, turned * _wide(_length(change)), lead)


def _longer(target: Target, change: Tensor, lead: float) -> tuple[Tensor, Tensor, Tensor]:
    """Return changes made as long as it takes to fool on the grid, and which of them then do.

    Between them, [N], the share of each change from which on it may do.
    """
    # Shorter ones are rounded to nothing.
    most = change.flatten(1).abs().amax(dim=1).clamp(min=_NO_LENGTH)
    change = change * _wide((_VISIBLE / most).clamp(min=1))
    near = change.new_full((len(change),), _MUCH_SHORTER)
    held = torch.zeros(len(change), dtype=torch.bool, device=change.device)
    for _ in range(_GROWTHS):
        rows = (~held).nonzero()[:, 0]
        held[rows] = _meets(target, change[rows], rows, lead)
        if bool(held.all()):
            break
        change = torch.where(_wide(held), change, _GROWTH * change)
        near = torch.where(held, near, 1 / _GROWTH)
    return change, near, held


def _push(target: Target, change: Tensor, lead: float) -> tuple[Tensor, Tensor]:
    """Return changes that fool on the grid, found by Newton's steps from there, and which do."""
    for _ in range(_PUSHES):
        margins, normal = _margins(target, grid.to_grid(target.original + change))
        held = margins > lead
        if bool(held.all()):
            break
        step = _unit(normal) * _wide((2 * lead - margins) / _length(normal))
        change = torch.where(_wide(held), change, change + step)
    return change, held


def _nearest(target: Target, change: Tensor, near: Tensor, lead: float) -> Tensor:
    """Return changes shortened, to `near` at most, to where they first reach the goal, rounded."""
    everyone = torch.arange(len(change), device=change.device)
    far = torch.ones_like(near)
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        met = _meets(target, change * _wide(middle), everyone, lead)
        near, far = torch.where(met, near, middle), torch.where(met, middle, far)
    return change * _wide(far)


def _meets(target: Target, change: Tensor, rows: Tensor, lead: float) -> Tensor:
    """Return which of some rows reach the goal, rounded, with these changes."""
    logits = target.logits(grid.to_grid(target.original[rows] + change))
    return target.goal.margin(logits, target.labels[rows]) > lead


def _margins(target: Target, pictures: Tensor) -> tuple[Tensor, Tensor]:
    """Return the margins [N] and their gradients, which stand upright on the border."""
    with torch.enable_grad():
        start = pictures.detach().requires_grad_()
        margins = target.goal.margin(target.classifier(start), target.labels)
        (normal,) = torch.autograd.grad(margins.sum(), start)
    return margins.detach(), normal


def _unit(change: Tensor) -> Tensor:
    return change / _wide(_length(change))


def _length(change: Tensor) -> Tensor:
    length: Tensor = change.flatten(1).norm(dim=1)
    return length.clamp(min=_NO_LENGTH)


def _wide(values: Tensor) -> Tensor:
    return values[:, None, None, None]
