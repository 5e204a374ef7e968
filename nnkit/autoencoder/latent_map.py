"""The plane of two numbers, shipped: a sheet of decoded digits, and where real digits lie on it.

Also how it came about: the same plane at some twenty moments of the training.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from torch import Tensor

from nnkit import weights
from nnkit.autoencoder.models import MODELS
from nnkit.autoencoder.sheets import Range
from nnkit.digits.preparation import SIDE
from nnkit.errors import SettingsError

MAPPED = ("ae2", "vae2")
SHOWN = 2000  # test digits whose codes are shipped
FOLLOWED = 500  # of them, those that the story follows


@dataclass(frozen=True, eq=False)
class LatentMap:
    """The plane of an autoencoder with two numbers.

    sheet: `points` x `points` decoded digits of `cell` pixels each as a WebP file. The first number
    grows to the right from across[0] in column 0 to across[1] in the last, the second upwards from
    up[0] in the bottom row to up[1] in the top one. codes: [2000, 2] of the first 2,000 test
    digits, labels: [2000].
    """

    name: str
    sheet: bytes = field(repr=False)
    points: int
    cell: int
    across: Range
    up: Range
    codes: Tensor
    labels: Tensor

    def place(self, code: tuple[float, float]) -> tuple[float, float]:
        """Return column and row, fractions, of a code on the sheet; off it, beyond 0..points-1."""
        (left, right), (low, high) = self.across, self.up
        column = (code[0] - left) / (right - left) * (self.points - 1)
        row = (high - code[1]) / (high - low) * (self.points - 1)
        return column, row


@dataclass(frozen=True, eq=False)
class Story:
    """How a network came about, at M moments of the training, the untrained one first.

    steps: of `total` [M]. errors: mean squared error of a pixel of held-out digits [M]. The rest is
    None where the network has no plane. sheet: a WebP file of digits of `cell` pixels, in row m
    what the network makes at moment m of ten test digits, one of each kind. codes: [M, 500, 2] of
    the first 500 test digits, labels: [500].
    """

    name: str
    steps: tuple[int, ...]
    total: int
    errors: tuple[float, ...]
    sheet: bytes | None = field(default=None, repr=False)
    codes: Tensor | None = None
    labels: Tensor | None = None
    cell: int = SIDE


@lru_cache(maxsize=4)
def load_map(name: str) -> LatentMap:
    """Return the shipped plane of "ae2" or "vae2". Raises SettingsError and WeightsError."""
    if name not in MAPPED:
        raise SettingsError(f"There is no plane of '{name}': choose one of {', '.join(MAPPED)}.")
    sheet, figures = weights.read(f"autoencoder_{name}_sheet"), _figures(f"{name}_sheet")
    tensors = weights.load(f"autoencoder_{name}_codes")
    across, up = tuple(figures["across"]), tuple(figures["up"])
    codes = tensors["codes"].float()
    return LatentMap(
        name, sheet, figures["points"], figures["cell"], across, up, codes, tensors["labels"].long()
    )


@lru_cache(maxsize=8)
def load_story(name: str) -> Story:
    """Return a shipped network's training story. Raises SettingsError and WeightsError."""
    if name not in MODELS:
        raise SettingsError(f"There is no story of '{name}': choose one of {', '.join(MODELS)}.")
    figures = _figures(name)["story"]
    steps, errors = tuple(figures["steps"]), tuple(figures["errors"])
    if name not in MAPPED:
        return Story(name, steps, figures["total"], errors)
    sheet = weights.read(f"autoencoder_{name}_story")
    tensors = weights.load(f"autoencoder_{name}_codes")
    codes, labels = tensors["story"].float(), tensors["labels"][:FOLLOWED].long()
    return Story(name, steps, figures["total"], errors, sheet, codes, labels)


def _figures(name: str) -> dict[str, Any]:
    return dict(weights.manifest()[f"autoencoder_{name}"].metrics)
