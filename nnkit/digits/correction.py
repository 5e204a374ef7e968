"""A network corrected on a visitor's own drawings, and what it forgets meanwhile."""

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.digits import evaluation, models
from nnkit.digits.augmentation import MAX_STRENGTH, augment
from nnkit.digits.dataset import DigitSet
from nnkit.digits.preparation import SIDE
from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole

LAYERS = ("all", "last")
MAX_STEPS = 1000
# With these, 30 steps and 29 old digits in 32, misread drawings of MNIST's held-out digits were
# read rightly afterwards (all of 8); slower ones forget less, but fail to learn a 7 as a 1.
LEARNING_RATES = {"cnn": 3e-4, "mlp": 1e-3, "ten": 5e-3}


@dataclass(frozen=True)
class CorrectionSettings:
    """How a network is corrected; SettingsError for a value out of range.

    learning_rate: of Adam (Kingma and Ba 2015), the same at each step; LEARNING_RATES names good
    ones. batch: pictures a step.
    rehearse: share of each batch, 0..0.9, that is old digits, where there are any. augmentation:
    strength of `augment` for the copies of the drawings. layers: which weights move, "all" or those
    of the "last" layer. measure: the accuracy is measured every so many steps, and at the end;
    0 for at the end only.
    """

    steps: int = 30
    learning_rate: float = LEARNING_RATES["cnn"]
    batch: int = 32
    rehearse: float = 0.9
    augmentation: float = 0.5
    layers: str = "all"
    measure: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, lowest, highest in (("steps", 1, MAX_STEPS), ("batch", 2, 1024),
                                      ("measure", 0, MAX_STEPS), ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        for name, top in (
            ("learning_rate", 1.0),
            ("rehearse", 0.9),
            ("augmentation", MAX_STRENGTH),
        ):
            check_number(name, getattr(self, name), 0, top)
        if self.layers not in LAYERS:
            raise SettingsError(f"layers must be one of {', '.join(LAYERS)}.")


@dataclass(frozen=True, eq=False)
class CorrectionFrame:
    """Where the correction stands after `step` of `total` steps.

    loss: mean cross-entropy of the step's batch, nan before the first. probabilities: what
    `network`, the corrected copy so far, makes of the drawings as they were drawn, [N,10].
    accuracy_before: share of the test digits that the network read rightly at the start. accuracy:
    the same now, None where it was not measured.
    """

    step: int
    total: int
    loss: float
    probabilities: Tensor
    accuracy_before: float
    accuracy: float | None
    network: nn.Module


def correct(
    network: nn.Module,
    drawings: Tensor,
    labels: Tensor,
    test: DigitSet,
    settings: CorrectionSettings,
    rehearsal: DigitSet | None = None,
    *,
    temperature: float = 1.0,
    accuracy_before: float | None = None,
) -> Iterator[CorrectionFrame]:
    """Yield frames of a copy of `network` that learns the drawings, the unchanged one first.

    network: of ten answers; it is left as it is. drawings: [N,1,28,28], 0..1. labels: what was
    meant, int64 [N], 0..9. test: digits on which forgetting shows (McCloskey and Cohen 1989).
    rehearsal: old digits to mix in (Robins 1995), none to see the network forget. temperature
    divides the logits of the probabilities shown. accuracy_before: on `test`, measured where it
    is not given. Raises SettingsError before the first frame.
    """
    _check(network, drawings, labels, test, rehearsal)
    run = _Run(network, drawings, labels, settings, rehearsal, temperature)
    return run.frames(test, accuracy_before)


class _Run:
    def __init__(
        self,
        network: nn.Module,
        drawings: Tensor,
        labels: Tensor,
        settings: CorrectionSettings,
        rehearsal: DigitSet | None,
        temperature: float,
    ) -> None:
        # Convolutions of few channels run nearly twice as fast in this order of memory.
        self.network = copy.deepcopy(network).eval().to(memory_format=torch.channels_last)
        self.drawings, self.labels = drawings.detach().clone(), labels.clone()
        self.settings, self.rehearsal, self.temperature = settings, rehearsal, temperature
        self.generator = torch.Generator().manual_seed(settings.seed)
        self.optimiser = torch.optim.Adam(self.moving(), lr=settings.learning_rate)

    def moving(self) -> list[nn.Parameter]:
        """Return the weights that learn; the others stand still."""
        layers = [part for part in self.network.modules() if isinstance(part, nn.Linear)]
        part = layers[-1] if self.settings.layers == "last" else self.network
        self.network.requires_grad_(False)
        part.requires_grad_(True)
        return list(part.parameters())

    def frames(self, test: DigitSet, before: float | None) -> Iterator[CorrectionFrame]:
        before = self.accuracy(test) if before is None else before
        yield self.frame(0, math.nan, before, before)
        total, every = self.settings.steps, self.settings.measure
        for step in range(1, total + 1):
            loss = self.learn()
            measured = step == total or (every > 0 and step % every == 0)
            yield self.frame(step, loss, before, self.accuracy(test) if measured else None)

    def learn(self) -> float:
        images, labels = self.batch()
        with torch.enable_grad():
            loss = functional.cross_entropy(self.network(images), labels)
            self.optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        return loss.item()

    def batch(self) -> tuple[Tensor, Tensor]:
        """Return copies of the drawings as the same hand might write them again, and old digits."""
        share = 0.0 if self.rehearsal is None else self.settings.rehearse
        old = round(share * self.settings.batch)
        count = self.settings.batch - old
        # Each drawing as often as the others, or, if they are too many, a few drawn by chance.
        order = torch.randperm(len(self.labels), generator=self.generator)
        chosen = order.repeat(math.ceil(count / len(order)))[:count]
        images = augment(self.drawings[chosen], self.generator, self.settings.augmentation)
        labels = self.labels[chosen]
        if self.rehearsal is None or not old:
            return images, labels
        drawn = torch.randint(len(self.rehearsal), (old,), generator=self.generator)
        return (
            torch.cat([images, self.rehearsal.images(drawn)]),
            torch.cat([labels, self.rehearsal.labels[drawn]]),
        )

    def accuracy(self, test: DigitSet) -> float:
        answers = evaluation.answers(evaluation.logits(self.network, test))
        return evaluation.accuracy(answers, test.labels)

    def frame(
        self, step: int, loss: float, before: float, accuracy: float | None
    ) -> CorrectionFrame:
        with torch.no_grad():
            logits = self.network(self.drawings)
        shares = evaluation.probabilities(logits, self.temperature)
        network = copy.deepcopy(self.network).requires_grad_(False)
        return CorrectionFrame(step, self.settings.steps, loss, shares, before, accuracy, network)


def _check(
    network: nn.Module,
    drawings: Tensor,
    labels: Tensor,
    test: DigitSet,
    rehearsal: DigitSet | None,
) -> None:
    if drawings.ndim != 4 or drawings.shape[1:] != (1, SIDE, SIDE) or not len(drawings):
        raise SettingsError("Drawings to learn from must be prepared pictures [N,1,28,28], N > 0.")
    if not (drawings.is_floating_point() and ((drawings >= 0) & (drawings <= 1)).all()):
        raise SettingsError("Drawings to learn from must hold fractions 0..1.")
    if labels.shape != drawings.shape[:1] or labels.dtype != torch.int64:
        raise SettingsError("There must be one label, a whole number, for each drawing.")
    if int(labels.min()) < 0 or int(labels.max()) >= models.CLASSES:
        raise SettingsError("What a drawing was meant to be must be a digit 0..9.")
    if not len(test):
        raise SettingsError("A correction needs at least one test digit: forgetting shows there.")
    if rehearsal is not None and not len(rehearsal):
        raise SettingsError("There are no old digits to rehearse: give some, or None.")
    with torch.no_grad():
        answers = network(drawings[:1]).shape[1]
    if answers != models.CLASSES:
        raise SettingsError("Only a network with ten answers can be corrected.")
