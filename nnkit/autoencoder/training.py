"""Training an autoencoder, as an iterator of frames."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.autoencoder import models
from nnkit.autoencoder.evaluation import kl_divergence, misfit, squared_error
from nnkit.autoencoder.models import ConvolutionalAutoencoder
from nnkit.digits.dataset import DigitSet
from nnkit.digits.training import one_cycle
from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole

MAX_EPOCHS = 1000
_BATCH = 500  # pictures looked at together when the error is measured


@dataclass(frozen=True)
class TrainingSettings:
    """How an autoencoder is trained; SettingsError for a value out of range.

    learning_rate: Adam's peak; it rises over the first tenth of the run and falls as a cosine.
    noise: each picture is given Gaussian noise of a standard deviation drawn from 0..noise and must
    come back clean (Vincent et al. 2008). beta: weight of the divergence in the variational loss
    (Higgins et al. 2017). frames: reports of the whole run, close together at first, where most
    happens.
    """

    epochs: int = 10
    batch: int = 128
    learning_rate: float = 2e-3
    noise: float = 0.0
    beta: float = 1.0
    frames: int = 24
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, lowest, highest in (("epochs", 1, MAX_EPOCHS), ("batch", 1, 4096),
                                      ("frames", 1, 1000), ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        for name, top in (("learning_rate", 10.0), ("noise", 2.0), ("beta", 100.0)):
            check_number(name, getattr(self, name), 0, top)


@dataclass(frozen=True, eq=False)
class TrainingFrame:
    """Where training stands after `step` of `total` steps.

    loss: mean over the steps since the frame before, nan at the start; the squared error a pixel,
    or of a variational network the negative ELBO in nats. error: mean squared error of a pixel of
    the validation digits, drawn again by `network`. state: what resumes the run.
    """

    step: int
    total: int
    epoch: float
    loss: float
    error: float
    network: ConvolutionalAutoencoder
    state: dict[str, Any]


def train(
    name: str,
    digits: DigitSet,
    validation: DigitSet,
    settings: TrainingSettings,
    state: dict[str, Any] | None = None,
) -> Iterator[TrainingFrame]:
    """Yield frames of the training of autoencoder `name` on `digits`, the untrained one first.

    Adam (Kingma and Ba 2015) with a one-cycle learning rate. With the `state` of an earlier frame
    the run goes on from there exactly as it would have. Raises SettingsError.
    """
    if len(digits) < 1 or len(validation) < 1:
        raise SettingsError("Training needs at least one digit to learn from and one to check.")
    return _Run(name, digits, settings, state).frames(validation.images())


def moments(total: int, frames: int) -> list[int]:
    """Return the steps of 0..total at which a run of `total` steps reports: cubes of even steps."""
    return sorted({round(total * (index / frames) ** 3) for index in range(frames + 1)})


def loss_of(
    network: ConvolutionalAutoencoder,
    seen: Tensor,
    wanted: Tensor,
    beta: float,
    generator: torch.Generator,
) -> Tensor:
    """Return the loss of drawing `wanted` [N,1,28,28] from the code of `seen`.

    Mean squared error of a pixel; of a variational network the negative evidence lower bound,
    binary cross-entropy of all pixels plus `beta` times the divergence, in nats a picture, with one
    code drawn by the reparametrisation trick (Kingma and Welling 2014).
    """
    if not network.shape.variational:
        return functional.mse_loss(network(seen), wanted)
    means, log_variances = network.posterior(seen)
    noise = torch.randn(means.shape, generator=generator).to(means)
    logits = network.logits(means + (log_variances / 2).exp() * noise)
    return (misfit(logits, wanted) + beta * kl_divergence(means, log_variances)).mean()


def error_of(network: ConvolutionalAutoencoder, pictures: Tensor) -> float:
    """Return the mean squared error of a pixel of pictures [N,1,28,28], drawn again."""
    with torch.no_grad():
        errors = [squared_error(part, network(part)) for part in torch.split(pictures, _BATCH)]
    return torch.cat(errors).double().mean().item()


class _Run:
    def __init__(
        self, name: str, digits: DigitSet, settings: TrainingSettings, state: dict[str, Any] | None
    ) -> None:
        self.settings = settings
        self.digits = digits
        self.network = models.make(name, settings.seed).to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=0.0)
        self.generator = torch.Generator().manual_seed(settings.seed)
        self.order = torch.empty(0, dtype=torch.long)
        self.per_epoch = math.ceil(len(digits) / settings.batch)
        self.total = self.per_epoch * settings.epochs
        self.step = 0
        if state is not None:
            self.restore(state)

    def frames(self, checked: Tensor) -> Iterator[TrainingFrame]:
        due = set(moments(self.total, self.settings.frames))
        losses: list[float] = []
        if self.step == 0:
            yield self.frame(checked, math.nan)
        while self.step < self.total:
            losses.append(self.learn())
            if self.step in due:
                yield self.frame(checked, sum(losses) / len(losses))
                losses.clear()

    def learn(self) -> float:
        place = self.step % self.per_epoch
        if place == 0:
            self.order = torch.randperm(len(self.digits), generator=self.generator)
        batch = self.settings.batch
        wanted = self.digits.images(self.order[place * batch : (place + 1) * batch])
        for group in self.optimiser.param_groups:
            group["lr"] = self.settings.learning_rate * one_cycle(self.step / self.total)
        with torch.enable_grad():
            loss = loss_of(
                self.network, self.noisy(wanted), wanted, self.settings.beta, self.generator
            )
            self.optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        self.step += 1
        return loss.item()

    def noisy(self, pictures: Tensor) -> Tensor:
        if self.settings.noise == 0:
            return pictures
        sigmas = torch.rand(len(pictures), 1, 1, 1, generator=self.generator) * self.settings.noise
        noise = torch.randn(pictures.shape, generator=self.generator)
        return (pictures + sigmas * noise).clamp(0, 1)

    def frame(self, checked: Tensor, loss: float) -> TrainingFrame:
        network = models.finished(copy.deepcopy(self.network))
        return TrainingFrame(
            self.step,
            self.total,
            self.step / self.per_epoch,
            loss,
            error_of(network, checked),
            network,
            self.snapshot(),
        )

    def snapshot(self) -> dict[str, Any]:
        return copy.deepcopy(
            {
                "network": self.network.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "generator": self.generator.get_state(),
                "order": self.order,
                "step": self.step,
            }
        )

    def restore(self, state: dict[str, Any]) -> None:
        state = copy.deepcopy(state)
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.generator.set_state(state["generator"])
        self.order, self.step = state["order"], state["step"]
