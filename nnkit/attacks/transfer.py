"""Does a picture made to fool one network fool its siblings too?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from torch import Tensor

from nnkit.attacks.classifier import Classifier, of
from nnkit.attacks.frames import aim
from nnkit.attacks.goal import Goal
from nnkit.attacks.grid import to_grid
from nnkit.attacks.guesses import guesses, look
from nnkit.attacks.similarity import check_pair
from nnkit.errors import SettingsError
from nnkit.vision import VisionNetwork
from nnkit.vision.network import Guess


@dataclass(frozen=True, eq=False)
class TransferCell:
    """How `looker` sees N pictures that were made to fool `source`; cell `step` of `total`.

    fooled: [N], whether the goal is reached. changed: [N], whether it no longer says what it said
    of the original. guesses: its first guess for each picture.
    """

    step: int
    total: int
    source: str
    looker: str
    fooled: Tensor
    changed: Tensor
    guesses: tuple[Guess, ...]

    @property
    def fooled_share(self) -> float:
        """The share of pictures that fool the looker in the goal's sense, 0..1."""
        return self.fooled.float().mean().item()

    @property
    def changed_share(self) -> float:
        """The share of pictures that change the looker's answer, 0..1."""
        return self.changed.float().mean().item()


def transfer(
    networks: Mapping[str, VisionNetwork | Classifier],
    pairs: Mapping[str, tuple[Tensor, Tensor]],
    goal: Goal,
) -> Iterator[TransferCell]:
    """Yield the cells of the matrix row by row: each source's pictures before each network.

    pairs: for each source the originals and the attacked pictures, both [N, C, H, W]; sides may
    differ between sources, as a vision network scales what it looks at. A goal without labels is
    to get each network away from what it says of the original itself. Raises SettingsError for no
    networks or pairs and ImageError for pairs of two shapes, before the first cell.
    """
    if not networks or not pairs:
        raise SettingsError("Transfer needs at least one network and one pair of pictures.")
    for originals, adversarials in pairs.values():
        check_pair(originals, adversarials)
    return _cells(networks, pairs, goal)


def _cells(
    networks: Mapping[str, VisionNetwork | Classifier],
    pairs: Mapping[str, tuple[Tensor, Tensor]],
    goal: Goal,
) -> Iterator[TransferCell]:
    cells = [(source, looker) for source in pairs for looker in networks]
    for step, (source, looker) in enumerate(cells, start=1):
        network, (originals, adversarials) = networks[looker], pairs[source]
        target = aim(of(network), originals, goal)
        before, after = look(network, target.original), look(network, to_grid(adversarials))
        yield TransferCell(
            step=step,
            total=len(cells),
            source=source,
            looker=looker,
            fooled=goal.reached(after, target.labels),
            changed=after.argmax(dim=1) != before.argmax(dim=1),
            guesses=tuple(best[0] for best in guesses(network, after, k=1)),
        )
