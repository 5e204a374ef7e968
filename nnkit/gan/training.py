"""Training a forger against its critic, as an iterator of frames."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.digits.dataset import DigitSet
from nnkit.errors import SettingsError
from nnkit.gan import losses
from nnkit.gan.networks import LATENTS, Critic, Generator, finished, make
from nnkit.ranges import check_number, check_whole

MAX_EPOCHS = 1000
_SQUARES = 0.99  # Adam's memory for squared slopes, as in StyleGAN


@dataclass(frozen=True)
class TrainingSettings:
    """How a GAN is trained; SettingsError for a value out of range.

    forger_rate, critic_rate: Adam's learning rates; they fall in a straight line to zero over the
    last `fading` of the run. momentum: Adam's first beta. penalty, last_penalty: weight of R1,
    which falls from the one to the other over the first half of the run; penalty_every: steps from
    one such penalty to the next. reading: weight with which the forger minds that its digits can be
    read. average: what the running average of the forger's weights keeps of itself at each step.
    moments: frames besides those after each epoch, denser early.
    """

    epochs: int = 15
    batch: int = 32
    forger_rate: float = 4e-3
    critic_rate: float = 4e-3
    momentum: float = 0.5
    penalty: float = 0.2
    last_penalty: float = 0.005
    penalty_every: int = 8
    reading: float = 0.3
    average: float = 0.9995
    fading: float = 0.7
    moments: int = 48
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, lowest, highest in (("epochs", 1, MAX_EPOCHS), ("batch", 2, 4096),
                                      ("penalty_every", 1, 1000), ("moments", 2, 1000),
                                      ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        for name, top in (("forger_rate", 1), ("critic_rate", 1), ("momentum", 0.999),
                          ("reading", 100), ("average", 0.99999), ("fading", 1)):  # fmt: skip
            check_number(name, getattr(self, name), 0, top)
        check_number("penalty", self.penalty, 1e-6, 1000)
        check_number("last_penalty", self.last_penalty, 1e-6, 1000)


@dataclass(frozen=True, eq=False)
class TrainingFrame:
    """Where training stands after `step` of `total` steps.

    forger_loss, critic_loss, and the critic's raw scores for real digits and forgeries, 0..1: means
    over the steps since the frame before. forger: the running average of the weights, ready to
    draw. critic: a copy of it. is_moment: whether the story of training shows this frame. state:
    what resumes the run.
    """

    step: int
    total: int
    epoch: float
    forger_loss: float
    critic_loss: float
    real_score: float
    forged_score: float
    forger: Generator
    critic: Critic
    ends_epoch: bool
    is_moment: bool
    state: dict[str, Any]


def train(
    name: str,
    digits: DigitSet,
    settings: TrainingSettings,
    state: dict[str, Any] | None = None,
) -> Iterator[TrainingFrame]:
    """Yield frames of the training of the GAN `name` on `digits`, the untrained one first.

    Non-saturating loss (Goodfellow et al. 2014) with R1 (Mescheder, Geiger and Nowozin 2018), the
    penalty taken every few steps (Karras et al. 2020) and falling (Huang et al. 2024). The critic
    also learns to read the real digits, and the forger minds that it can read the forgeries (Odena,
    Olah and Shlens 2017; without labels Springenberg 2016). What is yielded is the exponential
    moving average of the forger's weights (Yazıcı et al. 2019). With the `state` of an earlier
    frame the run goes on from there exactly as it would have. Raises SettingsError.
    """
    if len(digits) < settings.batch:
        raise SettingsError(f"Training needs at least one batch of {settings.batch} digits.")
    return _Run(name, digits, settings, state).frames()


def moments(total: int, count: int) -> list[int]:
    """Return up to `count` different steps from 0 to `total`, denser early."""
    return sorted({round(total * (place / (count - 1)) ** 3) for place in range(count)})


class _Run:
    def __init__(
        self, name: str, digits: DigitSet, settings: TrainingSettings, state: dict[str, Any] | None
    ) -> None:
        self.settings, self.digits = settings, digits
        forger, critic = make(name, settings.seed)
        self.forger = forger.to(memory_format=torch.channels_last)
        self.critic = critic.to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.forger)
        self.forging = self.optimiser(self.forger)
        self.judging = self.optimiser(self.critic)
        self.generator = torch.Generator().manual_seed(settings.seed)
        self.order = torch.empty(0, dtype=torch.long)
        self.per_epoch = len(digits) // settings.batch  # a last, smaller batch is left out
        self.total = self.per_epoch * settings.epochs
        self.step = 0
        if state is not None:
            self.restore(state)

    def optimiser(self, network: Generator | Critic) -> torch.optim.Adam:
        betas = (self.settings.momentum, _SQUARES)
        return torch.optim.Adam(network.parameters(), lr=0.0, betas=betas, fused=True)

    def frames(self) -> Iterator[TrainingFrame]:
        shown = set(moments(self.total, self.settings.moments))
        seen: list[Tensor] = []
        if self.step == 0:
            yield self.frame(self.untrained(), True)
        while self.step < self.total:
            seen.append(self.learn())
            is_moment = self.step in shown
            if is_moment or self.step % self.per_epoch == 0:
                yield self.frame(torch.stack(seen).mean(0), is_moment)
                seen.clear()

    def learn(self) -> Tensor:
        """Take one step of the critic and one of the forger; return losses and scores [4]."""
        real, labels = self.batch()
        asked = labels if self.forger.labels else None
        self.pace()
        with torch.enable_grad():
            self.forger.train()
            forged = self.forger(self.latents(), asked)
            self.critic.requires_grad_(True)
            both = None if asked is None else asked.repeat(2)
            logits, readings = self.critic.judge(torch.cat([real, forged.detach()]), both)
            on_real, on_forged = logits.chunk(2)
            critic_loss = losses.critic_loss(on_real, on_forged)
            lesson = functional.cross_entropy(readings[: len(real)], labels)
            self.judging.zero_grad()
            whole = critic_loss + lesson + self.penalty(real, asked)
            whole.backward()  # type: ignore[no-untyped-call]
            self.judging.step()
            self.critic.requires_grad_(False)  # the forger's step asks nothing of its weights
            logits, readings = self.critic.judge(forged, asked)
            forger_loss = losses.forger_loss(logits)
            self.forging.zero_grad()
            whole = forger_loss + self.settings.reading * self.unread(readings, asked)
            whole.backward()  # type: ignore[no-untyped-call]
            self.forging.step()
        self.step += 1
        self.follow()
        return _figures(forger_loss, critic_loss, on_real, on_forged)

    def penalty(self, real: Tensor, asked: Tensor | None) -> Tensor:
        settings = self.settings
        if self.step % settings.penalty_every:
            return torch.zeros(())
        left = max(0.0, 1 - 2 * self.step / self.total)
        weight: float = settings.last_penalty * (settings.penalty / settings.last_penalty) ** left
        return weight * settings.penalty_every * losses.r1(self.critic, real, asked)

    def unread(self, readings: Tensor, asked: Tensor | None) -> Tensor:
        if asked is None:
            return losses.uncertainty(readings)
        return functional.cross_entropy(readings, asked)

    def batch(self) -> tuple[Tensor, Tensor]:
        place = self.step % self.per_epoch
        if place == 0:
            self.order = torch.randperm(len(self.digits), generator=self.generator)
        batch = self.settings.batch
        chosen = self.order[place * batch : (place + 1) * batch]
        return self.digits.images(chosen), self.digits.labels[chosen]

    def latents(self) -> Tensor:
        return torch.randn(self.settings.batch, LATENTS, generator=self.generator)

    def pace(self) -> None:
        settings = self.settings
        left = 1 - self.step / self.total
        share = min(1.0, left / settings.fading) if settings.fading > 0 else 1.0
        for optimiser, rate in ((self.forging, settings.forger_rate),
                                (self.judging, settings.critic_rate)):  # fmt: skip
            for group in optimiser.param_groups:
                group["lr"] = rate * share

    def follow(self) -> None:
        """Move the averaged weights, and batch norm's averages, a little towards the new ones."""
        keep = min(self.settings.average, self.step / (self.step + 9))
        with torch.no_grad():
            new = self.forger.state_dict()
            for name, old in self.average.state_dict().items():
                if old.is_floating_point():
                    old.lerp_(new[name], 1 - keep)

    def untrained(self) -> Tensor:
        """Return losses and scores of the first digits, as `learn` does, without learning."""
        count = self.settings.batch
        labels = self.digits.labels[:count] if self.forger.labels else None
        latents = torch.randn(count, LATENTS, generator=torch.Generator().manual_seed(0))
        with torch.no_grad():
            on_real = self.critic(self.digits.images(slice(count)), labels)
            on_forged = self.critic(finished(self.average)(latents, labels), labels)
            forger_loss = losses.forger_loss(on_forged)
            critic_loss = losses.critic_loss(on_real, on_forged)
        return _figures(forger_loss, critic_loss, on_real, on_forged)

    def frame(self, figures: Tensor, is_moment: bool) -> TrainingFrame:
        critic = copy.deepcopy(self.critic).eval().requires_grad_(False)
        forger_loss, critic_loss, real_score, forged_score = figures.tolist()
        return TrainingFrame(
            self.step,
            self.total,
            self.step / self.per_epoch,
            forger_loss,
            critic_loss,
            real_score,
            forged_score,
            finished(self.average),
            critic,
            self.step > 0 and self.step % self.per_epoch == 0,
            is_moment,
            self.snapshot(),
        )

    def parts(self) -> dict[str, Any]:
        return {
            "forger": self.forger,
            "critic": self.critic,
            "average": self.average,
            "forging": self.forging,
            "judging": self.judging,
        }

    def snapshot(self) -> dict[str, Any]:
        state = {name: part.state_dict() for name, part in self.parts().items()}
        rest = {"generator": self.generator.get_state(), "order": self.order, "step": self.step}
        return copy.deepcopy({**state, **rest})

    def restore(self, state: dict[str, Any]) -> None:
        state = copy.deepcopy(state)
        for name, part in self.parts().items():
            part.load_state_dict(state[name])
        self.generator.set_state(state["generator"])
        self.order, self.step = state["order"], state["step"]


def _figures(
    forger_loss: Tensor, critic_loss: Tensor, on_real: Tensor, on_forged: Tensor
) -> Tensor:
    scores = (on_real.sigmoid().mean(), on_forged.sigmoid().mean())
    return torch.stack([forger_loss, critic_loss, *scores]).detach()
