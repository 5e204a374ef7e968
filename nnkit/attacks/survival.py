"""Does the fooling live through what happens to pictures every day?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from torch import Tensor

from nnkit.attacks.changes import CHANGES, NOTHING, Change
from nnkit.attacks.classifier import Classifier, of
from nnkit.attacks.frames import Target, aim
from nnkit.attacks.goal import Goal
from nnkit.attacks.grid import to_grid
from nnkit.attacks.guesses import look
from nnkit.attacks.similarity import check_pair
from nnkit.errors import SettingsError
from nnkit.vision import VisionNetwork


@dataclass(frozen=True, eq=False)
class SurvivalFrame:
    """N attacked pictures after one change at one level; step 0 leaves them alone.

    pictures: [N, C, H, W]. fooled: [N], whether the goal is still reached; confidence: [N], as
    `Goal.confidence`. recovered: [N], whether the network says again what it said of the untouched
    originals. kept: [N], whether the *originals* keep that answer under the same change, and
    kept_confidence: [N], its probability: where it falls, the change itself breaks the network.
    """

    step: int
    total: int
    change: Change
    level: float
    pictures: Tensor
    fooled: Tensor
    confidence: Tensor
    recovered: Tensor
    kept: Tensor
    kept_confidence: Tensor

    @property
    def fooled_share(self) -> float:
        """The share of pictures that still fool the network, 0..1."""
        return self.fooled.float().mean().item()

    @property
    def recovered_share(self) -> float:
        """The share of attacked pictures that the change cures, 0..1."""
        return self.recovered.float().mean().item()

    @property
    def kept_share(self) -> float:
        """The share of unattacked pictures that the change does no harm, 0..1."""
        return self.kept.float().mean().item()


def survival(
    network: VisionNetwork | Classifier,
    originals: Tensor,
    adversarials: Tensor,
    goal: Goal,
    changes: Sequence[Change] = tuple(CHANGES.values()),
) -> Iterator[SurvivalFrame]:
    """Yield a frame for each level of each change, the attacked pictures as they are first.

    Both batches are [N, C, H, W]. Raises ImageError for two shapes and SettingsError for no
    changes or a goal that the network lacks, before the first frame.
    """
    check_pair(originals, adversarials)
    if not changes:
        raise SettingsError("Name at least one change for the pictures to survive.")
    return _frames(aim(of(network), originals, goal), to_grid(adversarials), changes)


def _frames(
    target: Target, adversarials: Tensor, changes: Sequence[Change]
) -> Iterator[SurvivalFrame]:
    first = look(target.classifier, target.original).argmax(dim=1)
    levels = [(change, level) for change in (NOTHING, *changes) for level in change.levels]
    for step, (change, level) in enumerate(levels):
        pictures = change.apply(adversarials, level)
        attacked = look(target.classifier, pictures)
        clean = look(target.classifier, change.apply(target.original, level))
        yield SurvivalFrame(
            step=step,
            total=len(levels) - 1,
            change=change,
            level=level,
            pictures=pictures,
            fooled=target.goal.reached(attacked, target.labels),
            confidence=target.goal.confidence(attacked, target.labels),
            recovered=attacked.argmax(dim=1) == first,
            kept=clean.argmax(dim=1) == first,
            kept_confidence=clean.softmax(dim=1).gather(1, first[:, None])[:, 0],
        )
