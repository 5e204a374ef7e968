"""Randomised smoothing: a vote among noisy copies, with a proof of how far it can be trusted.

Cohen, Rosenfeld, Kolter 2019: no change of the picture shorter than the radius can alter the vote
of all noisy copies there could be, whatever the network and whoever the attacker.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from scipy import special
from torch import Tensor

from nnkit.attacks.classifier import Classifier
from nnkit.attacks.grid import STEPS
from nnkit.attacks.guesses import look
from nnkit.attacks.similarity import check_batch
from nnkit.errors import ImageError
from nnkit.ranges import check_number, check_whole
from nnkit.vision import VisionNetwork

_BATCH = 16  # a fifth of a second of work for a photo: a page shows each


@dataclass(frozen=True)
class SmoothingSettings:
    """How the vote is held; SettingsError out of range.

    sigma, 0.1..1000: standard deviation of the noise in units of 1/255. samples, 1..1000000: copies
    that vote; first, 1..100000: copies before them that only name the candidate. alpha,
    1e-9..0.5: how often the proof may be wrong by bad luck.
    """

    sigma: float = 32.0
    samples: int = 1000
    first: int = 64
    alpha: float = 0.001
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        check_number("sigma", self.sigma, 0.1, 1000)
        check_whole("samples", self.samples, 1, 1_000_000)
        check_whole("first", self.first, 1, 100_000)
        check_number("alpha", self.alpha, 1e-9, 0.5)
        check_whole("seed", self.seed, 0, 2**31)


@dataclass(frozen=True, eq=False)
class SmoothingFrame:
    """The vote after `step` of `total` noisy copies; only the last frame is the proof asked for.

    votes: [K], for each class. candidate: the class that the first look named. lower: what its true
    share of all noisy copies is at least, at confidence 1 - alpha. radius: no shorter change of the
    picture (L2, in units of 1/255) alters the true vote; 0 where nothing is proved.
    """

    step: int
    total: int
    votes: Tensor
    candidate: int
    lower: float
    radius: float

    @property
    def label(self) -> int | None:
        """The answer; None where the vote is too close and the classifier abstains."""
        return self.candidate if self.lower > 0.5 else None


def smoothed(
    network: VisionNetwork | Classifier,
    picture: Tensor,
    settings: SmoothingSettings | None = None,
) -> Iterator[SmoothingFrame]:
    """Yield the vote on one picture [1, C, H, W] as it grows (the paper's CERTIFY), empty at first.

    Noisy values below black and above white are left as they are. Raises ImageError before the
    first frame.
    """
    check_batch(picture)
    if len(picture) != 1:
        raise ImageError(f"Smooth one picture [1, C, H, W], not {tuple(picture.shape)}.")
    return _frames(network, picture.detach(), settings or SmoothingSettings())


def _frames(
    network: VisionNetwork | Classifier, picture: Tensor, settings: SmoothingSettings
) -> Iterator[SmoothingFrame]:
    generator = torch.Generator().manual_seed(settings.seed)

    def votes(count: int) -> Tensor:
        noise = torch.randn(count, *picture.shape[1:], generator=generator).to(picture)
        logits = look(network, picture + noise * (settings.sigma / STEPS))
        return logits.argmax(dim=1).bincount(minlength=logits.shape[1]).cpu()

    # Other copies name the candidate than those that vote, or the bound would be too good.
    named = torch.stack([votes(part) for part in _parts(settings.first)]).sum(0)
    candidate = int(named.argmax())
    counted, step = torch.zeros_like(named), 0
    yield SmoothingFrame(step, settings.samples, counted, candidate, 0.0, 0.0)
    for part in _parts(settings.samples):
        counted, step = counted + votes(part), step + part
        lower = lower_bound(int(counted[candidate]), step, settings.alpha)
        radius = max(0.0, settings.sigma * float(special.ndtri(lower)))
        yield SmoothingFrame(step, settings.samples, counted, candidate, lower, radius)


def lower_bound(successes: int, trials: int, alpha: float) -> float:
    """Return what a probability is at least, at confidence 1 - alpha (Clopper and Pearson 1934)."""
    if successes == 0:
        return 0.0
    return float(special.betaincinv(successes, trials - successes + 1, alpha))


def _parts(count: int) -> Iterator[int]:
    for start in range(0, count, _BATCH):
        yield min(_BATCH, count - start)
