"""An autoencoder that trains while you watch: digits of 8 x 8 pixels through two numbers."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.autoencoder.beginnings import begin
from nnkit.autoencoder.evaluation import kl_divergence, misfit
from nnkit.autoencoder.sheets import Range, grid, ranges
from nnkit.digits.training import one_cycle
from nnkit.ranges import check_number, check_whole

SIDE = 8
CODE = 2
HELD_OUT = 297  # digits that it never learns from, of 1,797
POINTS = 15  # along each side of the sheet of decoded digits
_HIDDEN = (96, 48)


@dataclass(frozen=True)
class SmallSettings:
    """How it is trained; SettingsError for a value out of range.

    is_variational: a variational autoencoder (Kingma and Welling 2014) instead of a plain one.
    learning_rate: Adam's peak; it rises over the first tenth of the run and falls as a cosine.
    noise: standard deviation of the Gaussian noise on what it sees, not on what it must draw.
    """

    is_variational: bool = False
    epochs: int = 150
    batch: int = 64
    learning_rate: float = 5e-3
    noise: float = 0.0
    frames: int = 60
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, lowest, highest in (("epochs", 1, 2000), ("batch", 1, 1500),
                                      ("frames", 1, 1000), ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        check_number("learning_rate", self.learning_rate, 0, 1)
        check_number("noise", self.noise, 0, 1)


@dataclass(frozen=True, eq=False)
class SmallFrame:
    """Where training stands after `step` of `total` epochs.

    error: mean squared error of a pixel (0..1) on the digits it learns from; unseen_error: on the
    297 others. codes: [1797, 2] of all digits. sheet: [15, 15, 8, 8], 0..1, the digits that it
    draws over the ranges `across` (left to right) and `up` (bottom to top; the first row of the
    sheet is the top). drawn: [10, 8, 8], what it makes of `small_digits().examples`.
    """

    step: int
    total: int
    error: float
    unseen_error: float
    codes: Tensor
    across: Range
    up: Range
    sheet: Tensor
    drawn: Tensor


@dataclass(frozen=True, eq=False)
class SmallDigits:
    """scikit-learn's digits: pictures [1797, 8, 8], 0..1, labels [1797]; the last 297 are unseen.

    examples: [10, 8, 8], one unseen digit of each kind.
    """

    pictures: Tensor
    labels: Tensor
    examples: Tensor


@lru_cache(maxsize=1)
def small_digits() -> SmallDigits:
    """Return scikit-learn's 1,797 digits; they come with it and need no download."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    pictures = torch.from_numpy(bunch.images).float() / 16
    labels = torch.from_numpy(bunch.target).long()
    unseen, kinds = pictures[-HELD_OUT:], labels[-HELD_OUT:]
    examples = torch.stack([unseen[kinds == kind][0] for kind in range(10)])
    return SmallDigits(pictures, labels, examples)


def train(settings: SmallSettings) -> Iterator[SmallFrame]:
    """Yield frames of a small autoencoder, 64-96-48-2-48-96-64, the untrained one first."""
    return _Run(settings).frames()


class _Run:
    def __init__(self, settings: SmallSettings) -> None:
        self.settings = settings
        self.generator = torch.Generator().manual_seed(settings.seed)
        self.digits = small_digits()
        self.rows = self.digits.pictures.flatten(1)
        self.learned = self.rows[:-HELD_OUT]
        given = 2 * CODE if settings.is_variational else CODE
        down, up = (SIDE * SIDE, *_HIDDEN, given), (CODE, *reversed(_HIDDEN), SIDE * SIDE)
        self.encoder = begin(lambda: _layers(*down), self.generator)
        self.decoder = begin(lambda: _layers(*up), self.generator)
        parameters = [*self.encoder.parameters(), *self.decoder.parameters()]
        self.optimiser = torch.optim.Adam(parameters, lr=0.0)

    def frames(self) -> Iterator[SmallFrame]:
        total, count = self.settings.epochs, self.settings.frames
        due = {round(total * (index / count) ** 2) for index in range(1, count + 1)}
        yield self.frame(0)
        for epoch in range(1, total + 1):
            self.learn((epoch - 1) / total)
            if epoch in due:
                yield self.frame(epoch)

    def learn(self, done: float) -> None:
        """Go once through the digits."""
        order = torch.randperm(len(self.learned), generator=self.generator)
        for group in self.optimiser.param_groups:
            group["lr"] = self.settings.learning_rate * one_cycle(done)
        for chosen in torch.split(order, self.settings.batch):
            with torch.enable_grad():
                loss = self.loss(self.learned[chosen])
                self.optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
            self.optimiser.step()

    def loss(self, wanted: Tensor) -> Tensor:
        noise = torch.randn(wanted.shape, generator=self.generator)
        found = self.encoder(wanted + self.settings.noise * noise)
        if not self.settings.is_variational:
            return functional.mse_loss(self.decoder(found).sigmoid(), wanted)
        means, log_variances = found.chunk(2, dim=1)
        chance = torch.randn(means.shape, generator=self.generator)
        logits = self.decoder(means + (log_variances / 2).exp() * chance)
        return (misfit(logits, wanted) + kl_divergence(means, log_variances)).mean()

    def frame(self, epoch: int) -> SmallFrame:
        with torch.no_grad():
            codes = self.encoder(self.rows)[:, :CODE]
            errors = (self.decoder(codes).sigmoid() - self.rows).square().mean(1)
            across, up = ranges(codes)
            sheet = self.decoder(grid(across, up, POINTS)).sigmoid()
            seen = self.encoder(self.digits.examples.flatten(1))[:, :CODE]
            drawn = self.decoder(seen).sigmoid()
        error, unseen = errors[:-HELD_OUT].mean().item(), errors[-HELD_OUT:].mean().item()
        if not math.isfinite(error):
            error = unseen = math.inf
        return SmallFrame(
            epoch,
            self.settings.epochs,
            error,
            unseen,
            codes,
            across,
            up,
            sheet.reshape(POINTS, POINTS, SIDE, SIDE),
            drawn.reshape(-1, SIDE, SIDE),
        )


def _layers(*widths: int) -> nn.Sequential:
    """Return layers of neurons, each as wide as the next number says, the last without SiLU."""
    made: list[nn.Module] = []
    for given, wanted in itertools.pairwise(widths):
        made += [nn.Linear(given, wanted), nn.SiLU()]
    return nn.Sequential(*made[:-1])
