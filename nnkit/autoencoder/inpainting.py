"""Filling a hole: the code whose picture agrees with what is left says what was there.

The code is searched for by gradient, as Yeh et al. 2017 do with a generator's: from the known digit
that looks most like what is left, downhill on the error over the known pixels. (To set out from
eight digits and keep the best, or to put a price on unusual codes, was tried: what was drawn into
the hole came no nearer to what had been there.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from nnkit.adam import Adam
from nnkit.autoencoder.anomaly import JUDGE, known_codes
from nnkit.autoencoder.coder import check_pictures, load, prepared
from nnkit.digits.preparation import SIDE
from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole


@dataclass(frozen=True)
class InpaintingSettings:
    """How a code is searched for; SettingsError for a value out of range.

    learning_rate: of Adam, in standard deviations of the codes. every: steps from one frame to the
    next.
    """

    steps: int = 40
    learning_rate: float = 0.1
    every: int = 2

    def __post_init__(self) -> None:
        """Check the ranges."""
        check_whole("steps", self.steps, 1, 10_000)
        check_whole("every", self.every, 1, 10_000)
        check_number("learning_rate", self.learning_rate, 0, 10)


@dataclass(frozen=True, eq=False)
class InpaintingFrame:
    """Where the search stands after `step` of `total` steps.

    pictures: [N,1,28,28], the known pixels as they were, the hole filled. drawn: what the codes
    [N, k] stand for, whole. error: mean squared error over the known pixels, [N].
    """

    step: int
    total: int
    pictures: Tensor
    drawn: Tensor
    codes: Tensor
    error: Tensor


def inpaint(
    pictures: Tensor, mask: Tensor, settings: InpaintingSettings | None = None
) -> Iterator[InpaintingFrame]:
    """Yield frames of digits [N,1,28,28] whose hole is filled, the nearest known digit first.

    mask: true where a pixel is missing, [N,1,28,28], or [1,1,28,28] for all; what the pictures hold
    there is never looked at. Raises SettingsError before the first frame, also for a hole that
    leaves nothing and for known pixels that are not finite, and WeightsError.
    """
    check_pictures(pictures)
    if mask.dtype != torch.bool or mask.shape[1:] != (1, SIDE, SIDE):
        raise SettingsError("The hole is a mask of true and false, [N, 1, 28, 28].")
    if len(mask) not in (1, len(pictures)):
        raise SettingsError("There is one mask for all pictures, or one for each.")
    if mask.flatten(1).all(1).any():
        raise SettingsError("The hole swallows the whole picture: leave some of it.")
    known = prepared(torch.where(mask, 0.0, pictures))
    return _Search(known, mask.expand(pictures.shape), settings or InpaintingSettings()).frames()


class _Search:
    def __init__(self, pictures: Tensor, mask: Tensor, settings: InpaintingSettings) -> None:
        self.settings, self.mask, self.pictures = settings, mask, pictures
        self.known = (~mask).to(pictures)
        self.module = load(JUDGE, pictures.device).module
        codes = known_codes(pictures.device)
        self.middle, self.spread = codes.mean(0), codes.std(0)
        self.steps = (self.nearest(codes) - self.middle) / self.spread  # [N, k]
        self.adam = Adam(self.steps, settings.learning_rate)

    def nearest(self, codes: Tensor) -> Tensor:
        """Return the codes [N, k] whose pictures agree best with the known pixels."""
        drawn = _known_pictures(codes.device)
        known, wanted = self.known.flatten(1), self.pictures.flatten(1)
        rows = drawn.flatten(1)  # [M, 784]; |known * (row - wanted)|^2 without all the differences
        errors = known @ rows.square().T - 2 * (known * wanted) @ rows.T  # [N, M], but a constant
        return codes[errors.argmin(1)]

    def frames(self) -> Iterator[InpaintingFrame]:
        yield self.frame(0)
        for step in range(1, self.settings.steps + 1):
            self.improve()
            if step % self.settings.every == 0 or step == self.settings.steps:
                yield self.frame(step)

    def improve(self) -> None:
        with torch.enable_grad():
            self.steps.requires_grad_()
            errors = self.errors(self.module.decode(self.codes()))
            (slope,) = torch.autograd.grad(errors.sum(), self.steps)
        self.steps = self.adam.moved(self.steps.detach(), slope)

    def codes(self) -> Tensor:
        return self.steps * self.spread + self.middle

    def errors(self, drawn: Tensor) -> Tensor:
        """Return the mean squared error over the known pixels, [N]."""
        gaps = ((drawn - self.pictures).square() * self.known).flatten(1).sum(1)
        errors: Tensor = gaps / self.known.flatten(1).sum(1)
        return errors

    def frame(self, step: int) -> InpaintingFrame:
        with torch.no_grad():
            codes = self.codes()
            drawn = self.module.decode(codes)
            filled = torch.where(self.mask, drawn, self.pictures)
            return InpaintingFrame(
                step, self.settings.steps, filled, drawn, codes, self.errors(drawn)
            )


@lru_cache(maxsize=4)
def _known_pictures(device: torch.device) -> Tensor:
    """Return what the judge draws from the known codes, [5000,1,28,28]: 16 MB, half a second."""
    return load(JUDGE, device).decode(known_codes(device))
