"""Attacks that climb the loss: FGSM, I-FGSM, PGD, MI-FGSM in one loop, told apart by settings."""

from collections.abc import Iterator
from functools import partial

import torch
from torch import Tensor

from nnkit import heap
from nnkit.attacks import grid
from nnkit.attacks.classifier import Classifier, of
from nnkit.attacks.frames import AttackFrame, Target, aim
from nnkit.attacks.goal import Goal
from nnkit.attacks.settings import FGSMSettings, PGDSettings
from nnkit.vision import VisionNetwork

_NO_DIRECTION = 1e-20  # a gradient this short points nowhere


def fgsm(
    network: VisionNetwork | Classifier,
    pictures: Tensor,
    goal: Goal,
    settings: FGSMSettings | None = None,
) -> Iterator[AttackFrame]:
    """Yield the pictures before and after one step along the gradient's sign.

    The fast gradient sign method (Goodfellow, Shlens and Szegedy 2015): each colour value moves by
    epsilon, up or down, as the loss wants it. Pictures and errors as for `pgd`.
    """
    epsilon = (settings or FGSMSettings()).epsilon
    one_step = PGDSettings(epsilon=epsilon, steps=1, step_size=epsilon, early_stop=False)
    return pgd(network, pictures, goal, one_step)


def pgd(
    network: VisionNetwork | Classifier,
    pictures: Tensor,
    goal: Goal,
    settings: PGDSettings | None = None,
) -> Iterator[AttackFrame]:
    """Yield pictures that fool the network more and more, the originals first.

    Projected gradient descent (Madry et al. 2018): small steps along the loss's gradient, each
    followed by a projection back into the budget and into 0..1. pictures: [N, C, H, W], 0..1, on
    the network's device. Raises ImageError and SettingsError before the first frame.
    """
    heap.reuse()
    return _Climb(aim(of(network), pictures, goal), settings or PGDSettings()).frames()


def ascend(target: Target, pictures: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Return the logits [N, K] of pictures and the gradient [N, C, H, W] of the goal's loss."""
    # The caller may be in no_grad or in inference_mode; neither may stay open over a yield.
    with torch.inference_mode(False), torch.enable_grad():
        start = pictures.detach().clone().requires_grad_()
        logits = target.classifier(start)
        # The mean, as by torchattacks: a sum is rounded otherwise, and slopes near 0 change sign.
        (gradient,) = torch.autograd.grad(target.goal.loss(logits, labels.clone()).mean(), start)
    return logits.detach(), gradient


class _Climb:
    """One run: what was found so far, and the pictures `rows` that are still worked on."""

    def __init__(self, target: Target, settings: PGDSettings) -> None:
        self.target, self.settings = target, settings
        self.epsilon, self.pace = settings.epsilon / grid.STEPS, settings.pace / grid.STEPS
        self.total = settings.steps * settings.restarts
        self.confidence = settings.confidence if settings.early_stop else 0.0
        self.rounding = partial(grid.rounded, epsilon=settings.epsilon, norm=settings.norm)
        self.generator = torch.Generator().manual_seed(settings.seed)
        self.found = target.original
        self.margins = target.original.new_full((len(self.found),), -torch.inf)
        self.rows = torch.arange(len(self.found), device=self.found.device)

    def frames(self) -> Iterator[AttackFrame]:
        yield self.frame(0, self.found)
        for restart in range(self.settings.restarts):
            if len(self.rows):
                yield from self.attempt(restart * self.settings.steps)

    def attempt(self, before: int) -> Iterator[AttackFrame]:
        # From the same start another try would end where the first one did.
        by_chance = self.settings.random_start or before > 0
        moving, velocity = self.begin(by_chance), torch.zeros(())
        for step in range(self.settings.steps):
            logits, gradient = ascend(self.target, moving, self.target.labels[self.rows])
            if self.settings.early_stop:
                going = ~self.settle(moving, logits)
                moving, gradient, self.rows = moving[going], gradient[going], self.rows[going]
                velocity = velocity[going] if velocity.ndim else velocity
            if step or not len(self.rows):
                yield self.frame(before + step, self.painted(moving))
            if not len(self.rows):
                return
            if self.settings.momentum:
                strength = gradient.abs().mean(dim=(1, 2, 3), keepdim=True)
                gradient = gradient / strength.clamp_(min=_NO_DIRECTION)
                gradient = velocity = gradient.add_(velocity, alpha=self.settings.momentum)
            moving = self.project(self.moved(moving, gradient))
        self.keep_best(moving)
        yield self.frame(before + self.settings.steps, self.found)

    def begin(self, by_chance: bool) -> Tensor:
        original = self.target.original[self.rows]
        if not by_chance:
            return original
        if self.settings.norm == "linf":
            change = torch.rand(original.shape, generator=self.generator) * 2 - 1
        else:
            change = torch.randn(original.shape, generator=self.generator)
            reach = torch.rand(len(change), 1, 1, 1, generator=self.generator)
            change *= reach / length(change)
        return self.project(original + change.to(original.device) * self.epsilon)

    def moved(self, moving: Tensor, gradient: Tensor) -> Tensor:
        # The gradient itself stays as it is: it may be the velocity, or one value seen many times.
        if self.settings.norm == "linf":
            return gradient.sign().mul_(self.pace).add_(moving)
        return gradient.mul(self.pace / length(gradient)).add_(moving)

    def project(self, moving: Tensor) -> Tensor:
        """Return pictures taken back into the budget and into 0..1."""
        original = self.target.original[self.rows]
        if self.settings.norm == "linf":
            # As torchattacks sums up: another order of rounding soon leads to other pictures.
            moving = moving.sub_(original).clamp_(-self.epsilon, self.epsilon).add_(original)
        else:
            change = moving.sub_(original)
            shorter = (self.epsilon / length(change)).clamp_(max=1)
            moving = change.mul_(shorter).add_(original)
        return moving.clamp_(0, 1)

    def settle(self, moving: Tensor, logits: Tensor) -> Tensor:
        """Keep the pictures that reach the goal also when rounded; return which these are."""
        labels = self.target.labels[self.rows]
        done = self.target.goal.reached(logits, labels, self.confidence)
        tried = done.nonzero()[:, 0]
        if len(tried):
            pictures = self.rounding(self.target.original[self.rows[tried]], moving[tried])
            held = self.target.goal.reached(
                self.target.logits(pictures), labels[tried], self.confidence
            )
            self.found = self.found.index_copy(0, self.rows[tried[held]], pictures[held])
            done[tried] = held
        return done

    def keep_best(self, moving: Tensor) -> None:
        """Keep where an attempt ended if that is better than what was found before."""
        labels = self.target.labels[self.rows]
        pictures = self.rounding(self.target.original[self.rows], moving)
        if self.settings.restarts == 1:  # nothing to compare it with, so no need to look at it
            self.found = self.found.index_copy(0, self.rows, pictures)
            return
        logits = self.target.logits(pictures)
        margins = self.target.goal.margin(logits, labels)
        better = margins > self.margins[self.rows]
        self.found = self.found.index_copy(0, self.rows[better], pictures[better])
        self.margins = self.margins.index_copy(0, self.rows[better], margins[better])
        self.rows = self.rows[~self.target.goal.reached(logits, labels, self.confidence)]

    def painted(self, moving: Tensor) -> Tensor:
        """Return all pictures, those still worked on as they are now."""
        whole = len(self.rows) == len(self.found)
        return moving if whole else self.found.index_copy(0, self.rows, moving)

    def frame(self, step: int, pictures: Tensor) -> AttackFrame:
        return AttackFrame(step, self.total, self.target, pictures, self.rounding)


def length(change: Tensor) -> Tensor:
    """Return the Euclidean length of each of N changes, [N, 1, 1, 1], over 0."""
    lengths: Tensor = torch.linalg.vector_norm(change, dim=(1, 2, 3), keepdim=True)
    return lengths.clamp_(min=_NO_DIRECTION)
