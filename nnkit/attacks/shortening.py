"""Makes a change shorter on the 8-bit grid, where most of a short change would be rounded away."""

from collections.abc import Iterator

import torch
from torch import Tensor

from nnkit.attacks import grid
from nnkit.attacks.frames import Target

# In logits. Another batch size or processor adds up in another order and may shift a logit by 1e-4;
# a picture that only just fools would not fool there.
SURE = 2e-3
_HALVINGS = 6
_DOUBLINGS = 12
_NO_LENGTH = 1e-20


def shorten(
    target: Target, pictures: Tensor, refinements: int, lead: float = SURE
) -> Iterator[Tensor]:
    """Yield pictures [N, C, H, W] on the grid that reach the goal with less and less change.

    Rounded, most of a short change is gone. It is therefore made longer until the rounded picture
    fools, and that is the best there is along its direction: on a linear network, the values that
    matter most and none else are changed. Each refinement turns the direction towards the mean of
    the border's normals where it was met, since at the nearest point of a border the change stands
    upright on it. A picture for which no length does stays as it is, rounded. lead: of the goal's
    class, in logits.
    """
    best = grid.to_grid(pictures)
    shortest = best.new_full((len(best),), torch.inf)
    direction = _unit(pictures - target.original)
    reach = grid.length(pictures - target.original) / grid.STEPS
    for normals in range(1, refinements + 2):
        met, held = _nearest(target, direction, reach, lead)
        length = grid.length(met - target.original)
        shorter = held & (length < shortest)
        best = torch.where(shorter[:, None, None, None], met, best)
        shortest = torch.where(shorter, length, shortest)
        yield best
        if normals <= refinements:
            direction = _unit(direction.lerp(_unit(_normal(target, met)), 1 / (normals + 1)))
            # Of a length that is rounded down, so where the border is met anew must be farther out.
            reach = 1.5 * grid.length(best - target.original) / grid.STEPS


def _nearest(
    target: Target, direction: Tensor, reach: Tensor, lead: float
) -> tuple[Tensor, Tensor]:
    """Return where the goal is first met along directions, on the grid, and which do meet it."""

    def meets(factors: Tensor, rows: Tensor) -> Tensor:
        pictures = grid.to_grid(target.original[rows] + direction[rows] * _wide(factors[rows]))
        margins = target.goal.margin(target.logits(pictures), target.labels[rows])
        return margins > lead

    everyone = torch.arange(len(direction), device=direction.device)
    near, far = torch.zeros_like(reach), reach.clone()
    held = torch.zeros_like(reach, dtype=torch.bool)
    for _ in range(_DOUBLINGS):
        rows = everyone[~held]
        held[rows] = meets(far, rows)
        if bool(held.all()):
            break
        near, far = torch.where(held, near, far), torch.where(held, far, 2 * far)
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        met = meets(middle, everyone)
        near, far = torch.where(met, near, middle), torch.where(met, middle, far)
    return grid.to_grid(target.original + direction * _wide(far)), held


def _normal(target: Target, pictures: Tensor) -> Tensor:
    """Return the gradient of the goal's margin, which stands upright on the border."""
    with torch.inference_mode(False), torch.enable_grad():
        start = pictures.detach().clone().requires_grad_()
        margins = target.goal.margin(target.classifier(start), target.labels)
        (normal,) = torch.autograd.grad(margins.sum(), start)
    return normal


def _unit(change: Tensor) -> Tensor:
    return change / _wide(change.flatten(1).norm(dim=1).clamp(min=_NO_LENGTH))


def _wide(values: Tensor) -> Tensor:
    return values[:, None, None, None]
