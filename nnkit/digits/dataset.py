"""Digits to learn from: MNIST on disk, and scikit-learn's small ones that need no download."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor

from nnkit.digits.preparation import prepare
from nnkit.errors import NnkitError, SettingsError

FOLDER_VARIABLE = "NNKIT_DATA"


class DatasetError(NnkitError):
    """Digits could not be read or downloaded."""


@dataclass(frozen=True, eq=False)
class DigitSet:
    """Digits: pictures uint8 [N,28,28], ink 255, and labels int64 [N]."""

    pictures: Tensor
    labels: Tensor

    def __len__(self) -> int:
        """How many digits there are."""
        return len(self.labels)

    def images(self, chosen: Tensor | slice = slice(None)) -> Tensor:
        """Return pictures as the networks want them: [n,1,28,28], 0..1."""
        return self.pictures[chosen][:, None].float() / 255

    def take(self, chosen: Tensor | slice) -> "DigitSet":
        """Return some of the digits."""
        return DigitSet(self.pictures[chosen], self.labels[chosen])


def default_folder() -> Path:
    """Return where MNIST is looked for and downloaded to: $NNKIT_DATA, or the user's cache."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path.home() / ".cache" / "nnkit"


def is_on_disk(folder: Path | None = None) -> bool:
    """Say whether `folder` (the one with MNIST/raw in it) holds MNIST, without reading it."""
    raw = (folder or default_folder()) / "MNIST" / "raw"
    parts = ("images-idx3-ubyte", "labels-idx1-ubyte")
    return all((raw / f"{kind}-{part}").is_file() for kind in ("train", "t10k") for part in parts)


@lru_cache(maxsize=4)
def mnist(folder: Path | None = None, train: bool = True) -> DigitSet:
    """Return MNIST's 60,000 digits for training, or its 10,000 for the test.

    folder: holds MNIST/raw. Raises DatasetError where MNIST is not there or damaged.
    """
    folder = folder or default_folder()
    if not is_on_disk(folder):
        raise DatasetError(
            "MNIST is not on this machine: download it, or set NNKIT_DATA to the folder with "
            "MNIST/raw in it."
        )
    from torchvision.datasets import MNIST  # takes a second to import

    try:
        digits = MNIST(str(folder), train=train)
    except (OSError, RuntimeError, ValueError, AssertionError) as error:
        raise DatasetError("MNIST's files are damaged: delete them and download again.") from error
    return DigitSet(digits.data, digits.targets)


@lru_cache(maxsize=1)
def small_digits() -> DigitSet:
    """Return scikit-learn's 1,797 digits of 8 x 8 pixels, prepared as drawings are."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    images = torch.cat([prepare(picture / 16).image for picture in bunch.images])
    return DigitSet((images[:, 0] * 255).round().to(torch.uint8), torch.from_numpy(bunch.target))


def split(digits: DigitSet, held_out: int, seed: int = 0) -> tuple[DigitSet, DigitSet]:
    """Return the digits without `held_out` of them, drawn by `seed`, and those. SettingsError."""
    if not 0 < held_out < len(digits):
        raise SettingsError(f"Between 1 and {len(digits) - 1} digits can be held out.")
    order = torch.randperm(len(digits), generator=torch.Generator().manual_seed(seed))
    return digits.take(order[held_out:]), digits.take(order[:held_out])
