"""Training a network that reads digits, as an iterator of frames."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.digits import evaluation, hardening, models
from nnkit.digits.augmentation import MAX_STRENGTH, augment
from nnkit.digits.dataset import DigitSet
from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole

MAX_EPOCHS = 1000
_WARM_UP = 0.1  # share of the run in which the learning rate rises
_HARDENING = 0.2  # share of the run in which epsilon grows: at full size from the start none learns
_FADING = 0.4  # share of the run, at its end, in which augmentation may fade
_AVERAGE = 0.998  # what the running average of the weights keeps of itself at each step


@dataclass(frozen=True)
class TrainingSettings:
    """How a network is trained; SettingsError for a value out of range.

    learning_rate: its peak; it rises over the first tenth of the run and falls as a cosine.
    weight_decay: AdamW's. l2: times the sum of the squared weights, is added to the loss.
    augmentation: strength of `augment`, 0 for none. shift: the pixels it moves a digit by. fading:
    whether it falls to a third over the last 40 % of the run, so that the last lessons are digits
    as people write them. smoothing: share of each answer spread over all answers (Szegedy et al.
    2016). epsilon: how far an attacker may move a pixel, 0..1, in adversarial training; it grows
    over the first fifth of the run; 0 for none. attack_steps: of that attacker. frames: reports per
    epoch.
    """

    epochs: int = 10
    batch: int = 128
    learning_rate: float = 3e-3
    weight_decay: float = 1e-2
    l2: float = 0.0
    augmentation: float = 1.0
    shift: float = 1.0
    fading: bool = False
    smoothing: float = 0.0
    epsilon: float = 0.0
    attack_steps: int = 7
    frames: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, lowest, highest in (("epochs", 1, MAX_EPOCHS), ("batch", 1, 4096),
                                      ("attack_steps", 1, 1000), ("frames", 1, 1000),
                                      ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        for name, top in (("learning_rate", 10.0), ("weight_decay", 10.0), ("l2", 10.0),
                          ("shift", 8.0), ("epsilon", 1.0),
                          ("augmentation", MAX_STRENGTH)):  # fmt: skip
            check_number(name, getattr(self, name), 0, top)
        if not 0 <= self.smoothing < 1:
            raise SettingsError("smoothing must be 0 or more and under 1.")


@dataclass(frozen=True, eq=False)
class TrainingFrame:
    """Where training stands after `step` of `total` steps.

    loss: mean over the steps since the frame before; at the start, of the validation digits.
    accuracy: share of the validation digits that `network`, the running average of the weights,
    reads rightly. state: what resumes the run.
    """

    step: int
    total: int
    epoch: float
    loss: float
    accuracy: float
    network: nn.Module
    state: dict[str, Any]


def train(
    name: str,
    digits: DigitSet,
    validation: DigitSet,
    settings: TrainingSettings,
    state: dict[str, Any] | None = None,
) -> Iterator[TrainingFrame]:
    """Yield frames of the training of network `name` on `digits`, the untrained one first.

    AdamW (Loshchilov and Hutter 2019) with a one-cycle learning rate; what is yielded is the
    exponential moving average of the weights (Polyak and Juditsky 1992). With the `state` of an
    earlier frame the run goes on from there exactly as it would have. Raises SettingsError.
    """
    if len(digits) < 1 or len(validation) < 1:
        raise SettingsError("Training needs at least one digit to learn from and one to check.")
    if settings.epsilon > 0 and name in models.POSITIVE:
        raise SettingsError("Adversarial training needs a network with an answer for each digit.")
    return _Run(name, digits, settings, state).frames(validation)


def wanted(name: str, labels: Tensor) -> Tensor:
    """Return the answers that network `name` should give: the digits, or 0 and 1 [N]."""
    return (labels == models.POSITIVE[name]).long() if name in models.POSITIVE else labels


class _Run:
    def __init__(
        self, name: str, digits: DigitSet, settings: TrainingSettings, state: dict[str, Any] | None
    ) -> None:
        self.name, self.settings = name, settings
        self.images = digits.images().contiguous(memory_format=torch.channels_last)
        self.labels = wanted(name, digits.labels)
        self.network = models.make(name, settings.seed).to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=0.0, weight_decay=settings.weight_decay
        )
        self.generator = torch.Generator().manual_seed(settings.seed)
        self.order = torch.empty(0, dtype=torch.long)
        self.per_epoch = math.ceil(len(digits) / settings.batch)
        self.total = self.per_epoch * settings.epochs
        self.step = 0
        if state is not None:
            self.restore(state)

    def frames(self, validation: DigitSet) -> Iterator[TrainingFrame]:
        every = math.ceil(self.per_epoch / self.settings.frames)
        losses: list[float] = []
        if self.step == 0:
            yield self.frame(validation)
        while self.step < self.total:
            losses.append(self.learn())
            ended = self.step % self.per_epoch == 0
            if ended or self.step % self.per_epoch % every == 0:
                yield self.frame(validation, sum(losses) / len(losses))
                losses.clear()

    def learn(self) -> float:
        place = self.step % self.per_epoch
        if place == 0:
            self.order = torch.randperm(len(self.labels), generator=self.generator)
        batch = self.settings.batch
        chosen = self.order[place * batch : (place + 1) * batch]
        images = self.images[chosen]
        if self.settings.augmentation > 0:
            images = augment(images, self.generator, self.strength(), self.settings.shift)
        images = images.contiguous(memory_format=torch.channels_last)
        if self.settings.epsilon > 0:
            images = self.attacked(images, self.labels[chosen])
        for group in self.optimiser.param_groups:
            group["lr"] = self.settings.learning_rate * one_cycle(self.step / self.total)
        with torch.enable_grad():
            self.network.train()
            logits = models.learn(self.network, images, self.generator)
            loss = loss_of(logits, self.labels[chosen], self.settings.smoothing)
            self.optimiser.zero_grad()
            (loss + self.penalty()).backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        self.step += 1
        self.follow()
        return loss.item()

    def strength(self) -> float:
        left = 1 - self.step / self.total
        share = min(1.0, 1 / 3 + 2 / 3 * left / _FADING) if self.settings.fading else 1.0
        return self.settings.augmentation * share

    def attacked(self, images: Tensor, labels: Tensor) -> Tensor:
        epsilon = self.settings.epsilon * min(1.0, self.step / self.total / _HARDENING)
        with torch.enable_grad():
            return hardening.perturbed(
                self.network, images, labels, epsilon, self.settings.attack_steps, self.generator
            )

    def penalty(self) -> Tensor:
        weights = [weight for weight in self.network.parameters() if weight.ndim > 1]
        return self.settings.l2 * torch.stack([weight.square().sum() for weight in weights]).sum()

    def follow(self) -> None:
        """Move the averaged weights, and batch norm's averages, a little towards the new ones."""
        keep = min(_AVERAGE, self.step / (self.step + 9))
        with torch.no_grad():
            new = self.network.state_dict()
            for name, old in self.average.state_dict().items():
                if old.is_floating_point():
                    old.lerp_(new[name], 1 - keep)

    def frame(self, validation: DigitSet, loss: float | None = None) -> TrainingFrame:
        network = models.finished(copy.deepcopy(self.average))
        logits, labels = (
            evaluation.logits(network, validation),
            wanted(self.name, validation.labels),
        )
        loss = loss_of(logits, labels).item() if loss is None else loss
        accuracy = evaluation.accuracy(evaluation.answers(logits), labels)
        epoch = self.step / self.per_epoch
        return TrainingFrame(self.step, self.total, epoch, loss, accuracy, network, self.snapshot())

    def snapshot(self) -> dict[str, Any]:
        return copy.deepcopy(
            {
                "network": self.network.state_dict(),
                "average": self.average.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "generator": self.generator.get_state(),
                "order": self.order,
                "step": self.step,
            }
        )

    def restore(self, state: dict[str, Any]) -> None:
        state = copy.deepcopy(state)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.generator.set_state(state["generator"])
        self.order, self.step = state["order"], state["step"]


def loss_of(logits: Tensor, answers: Tensor, smoothing: float = 0.0) -> Tensor:
    """Return the mean cross-entropy of logits [N,C], for C = 1 that of a sigmoid."""
    if logits.shape[1] == 1:
        wanted = answers.to(logits.dtype) * (1 - smoothing) + smoothing / 2
        return functional.binary_cross_entropy_with_logits(logits[:, 0], wanted)
    return functional.cross_entropy(logits, answers, label_smoothing=smoothing)


def one_cycle(done: float) -> float:
    """Return the share of the peak learning rate after the share `done` of a run (Smith 2018)."""
    if done < _WARM_UP:
        return 0.05 + 0.95 * done / _WARM_UP
    return 0.5 * (1 + math.cos(math.pi * (done - _WARM_UP) / (1 - _WARM_UP)))
