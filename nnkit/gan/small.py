"""A small GAN that learns while you watch, from scikit-learn's 1,797 digits of 8 x 8 pixels."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import torch
from torch import Tensor, nn

from nnkit.gan import losses
from nnkit.ranges import check_number, check_whole

SIDE = 8
LATENTS = 16
SHOWN = 36
_WIDTH = 128  # neurons of each hidden layer
_LEAK = 0.2
_MOMENTUM, _SQUARES = 0.5, 0.99  # of Adam
_AVERAGE = 0.995
_COUNTED = 300  # forgeries that are counted in each frame
_APPEARS = 0.02  # share of the forgeries from which a digit counts as covered
_SHOWN_SEED = 1


@dataclass(frozen=True)
class SmallSettings:
    """How the small GAN is trained; SettingsError for a value out of range.

    steps, 1..20000: of the forger. critic_steps, 1..10: of the critic for each of them.
    forger_rate, critic_rate, 0.00001..0.1: Adam's learning rates. penalty, 0..100: weight of R1.
    frames, 1..1000: after the first.
    """

    steps: int = 4000
    batch: int = 64
    forger_rate: float = 2e-3
    critic_rate: float = 2e-3
    critic_steps: int = 1
    penalty: float = 0.1
    frames: int = 60
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, lowest, highest in (("steps", 1, 20_000), ("batch", 8, 512),
                                      ("critic_steps", 1, 10), ("frames", 1, 1000),
                                      ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        check_number("forger_rate", self.forger_rate, 1e-5, 0.1)
        check_number("critic_rate", self.critic_rate, 1e-5, 0.1)
        check_number("penalty", self.penalty, 0, 100)


PRESETS = MappingProxyType(
    {
        "healthy": SmallSettings(),
        # A forger in a hurry, and no R1: it draws the one digit that passes best, and when the
        # critic has learned to refuse that, another.
        "collapse": SmallSettings(steps=600, forger_rate=0.02, critic_rate=5e-4, penalty=0.0),
    }
)


@dataclass(frozen=True, eq=False)
class SmallFrame:
    """Where the game stands after `step` of `total` steps.

    forgeries: [36,1,8,8], 0..1, from the same latents throughout. forger_loss, critic_loss, and the
    critic's scores for real digits and forgeries, 0..1: means since the frame before. shares: of
    the ten digits among 300 forgeries, each named after the real digit nearest to it. variety: how
    far these forgeries lie apart, in the unit of real digits: 1 as varied, 0 all the same.
    """

    step: int
    total: int
    forgeries: Tensor
    forger_loss: float
    critic_loss: float
    real_score: float
    forged_score: float
    shares: tuple[float, ...]
    variety: float

    @property
    def covered(self) -> int:
        """How many of the ten digits make up at least 2 % of the forgeries."""
        return sum(share >= _APPEARS for share in self.shares)


def train(settings: SmallSettings) -> Iterator[SmallFrame]:
    """Yield the small GAN learning, the untrained one first; the same seed gives the same run.

    Loss and penalty as for the large one; the forgeries are those of the running average of the
    forger's weights.
    """
    return _Game(settings).frames()


@lru_cache(maxsize=1)
def real_digits() -> tuple[Tensor, Tensor]:
    """Return scikit-learn's digits [1797,64], 0..1, and their labels [1797]."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    return torch.from_numpy(bunch.data).float() / 16, torch.from_numpy(bunch.target).long()


class _Game:
    def __init__(self, settings: SmallSettings) -> None:
        self.settings = settings
        self.real, self.labels = real_digits()
        self.generator = torch.Generator().manual_seed(settings.seed)
        self.forger = _layers(LATENTS, nn.ReLU(), SIDE * SIDE, self.generator)
        self.critic = _layers(SIDE * SIDE, nn.LeakyReLU(_LEAK), 1, self.generator)
        self.average = copy.deepcopy(self.forger)
        self.forging = _adam(self.forger, settings.forger_rate)
        self.judging = _adam(self.critic, settings.critic_rate)
        self.shown = torch.randn(
            _COUNTED, LATENTS, generator=torch.Generator().manual_seed(_SHOWN_SEED)
        )
        apart = torch.Generator().manual_seed(0)
        self.usual = _apart(self.real[torch.randperm(len(self.real), generator=apart)[:_COUNTED]])

    def frames(self) -> Iterator[SmallFrame]:
        total, seen = self.settings.steps, [self.figures()]
        yield self.frame(0, seen)
        stops = {math.ceil(total * place / self.settings.frames)
                 for place in range(1, self.settings.frames + 1)}  # fmt: skip
        seen.clear()
        for step in range(1, total + 1):
            seen.append(self.learn(step))
            if step in stops:
                yield self.frame(step, seen)
                seen.clear()

    def learn(self, step: int) -> Tensor:
        with torch.enable_grad():
            for _ in range(self.settings.critic_steps):
                critic_loss, on_real, on_forged = self.judge()
            self.critic.requires_grad_(False)
            forger_loss = losses.forger_loss(self.critic(self.forge())[:, 0])
            self.critic.requires_grad_(True)
            self.forging.zero_grad()
            forger_loss.backward()  # type: ignore[no-untyped-call]
            self.forging.step()
        keep = min(_AVERAGE, step / (step + 9))
        with torch.no_grad():
            for old, new in zip(self.average.parameters(), self.forger.parameters(), strict=True):
                old.lerp_(new, 1 - keep)
        return _figures(forger_loss, critic_loss, on_real, on_forged)

    def judge(self) -> tuple[Tensor, Tensor, Tensor]:
        chosen = torch.randint(len(self.real), (self.settings.batch,), generator=self.generator)
        real = self.real[chosen]
        with torch.no_grad():
            forged = self.forge()
        on_real, on_forged = self.critic(torch.cat([real, forged]))[:, 0].chunk(2)
        loss = losses.critic_loss(on_real, on_forged)
        penalty = self.settings.penalty * losses.r1(self.critic, real)
        self.judging.zero_grad()
        (loss + penalty).backward()  # type: ignore[no-untyped-call]
        self.judging.step()
        return loss, on_real, on_forged

    def forge(self) -> Tensor:
        latents = torch.randn(self.settings.batch, LATENTS, generator=self.generator)
        forged: Tensor = self.forger(latents).sigmoid()
        return forged

    def figures(self) -> Tensor:
        """Return losses and scores of the untrained networks."""
        with torch.no_grad():
            on_real = self.critic(self.real[: self.settings.batch])
            on_forged = self.critic(self.forger(self.shown).sigmoid())
            forger_loss = losses.forger_loss(on_forged)
            return _figures(forger_loss, losses.critic_loss(on_real, on_forged), on_real, on_forged)

    def frame(self, step: int, seen: list[Tensor]) -> SmallFrame:
        with torch.no_grad():
            forged = self.average(self.shown).sigmoid()
        nearest = self.labels[torch.cdist(forged, self.real).argmin(1)]
        counts = torch.bincount(nearest, minlength=10)
        forger_loss, critic_loss, real_score, forged_score = torch.stack(seen).mean(0).tolist()
        return SmallFrame(
            step,
            self.settings.steps,
            forged[:SHOWN].reshape(SHOWN, 1, SIDE, SIDE).clone(),
            forger_loss,
            critic_loss,
            real_score,
            forged_score,
            tuple((counts / _COUNTED).tolist()),
            _apart(forged) / self.usual,
        )


def _layers(
    inputs: int, activation: nn.Module, outputs: int, generator: torch.Generator
) -> nn.Sequential:
    """Return three layers of weights after He et al. 2015, biases 0."""
    network = nn.Sequential(
        nn.Linear(inputs, _WIDTH), activation, nn.Linear(_WIDTH, _WIDTH), activation,
        nn.Linear(_WIDTH, outputs),
    )  # fmt: skip
    for layer in network:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, a=_LEAK, generator=generator)
            nn.init.zeros_(layer.bias)
    return network


def _adam(network: nn.Module, rate: float) -> torch.optim.Adam:
    return torch.optim.Adam(network.parameters(), lr=rate, betas=(_MOMENTUM, _SQUARES), fused=True)


def _apart(pictures: Tensor) -> float:
    """Return the mean distance of pictures [N,64] from one another."""
    return torch.pdist(pictures).mean().item()


def _figures(
    forger_loss: Tensor, critic_loss: Tensor, on_real: Tensor, on_forged: Tensor
) -> Tensor:
    scores = (on_real.sigmoid().mean(), on_forged.sigmoid().mean())
    return torch.stack([forger_loss, critic_loss, *scores]).detach()
