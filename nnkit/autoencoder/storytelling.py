"""Makes the shipped plane of an autoencoder of two numbers, and the story of how it came about."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from nnkit.autoencoder import sheets
from nnkit.autoencoder.coder import Autoencoder
from nnkit.autoencoder.latent_map import FOLLOWED, SHOWN
from nnkit.autoencoder.training import TrainingFrame
from nnkit.digits.dataset import DigitSet
from nnkit.digits.preparation import SIDE


class Storyteller:
    """Notes, frame by frame, where test digits lie and what the network makes of ten of them.

    told: all of it, lists and tensors that a checkpoint keeps; given back, the story goes on.
    """

    def __init__(self, test: DigitSet, told: dict[str, Any] | None = None) -> None:
        """Choose the digits."""
        self.followed = test.images(slice(0, FOLLOWED))
        self.examples = one_of_each(test)
        self.told: dict[str, Any] = told or {
            "total": 0, "steps": [], "errors": [], "codes": [], "drawn": [],
        }  # fmt: skip

    def tell(self, frame: TrainingFrame) -> None:
        """Note one moment."""
        with torch.no_grad():
            self.told["codes"].append(frame.network.encode(self.followed).half())
            self.told["drawn"].append((frame.network(self.examples) * 255).round().byte())
        self.told["total"] = frame.total
        self.told["steps"].append(frame.step)
        self.told["errors"].append(round(frame.error, 6))


def figures_of(story: Storyteller) -> dict[str, Any]:
    """Return the steps of all moments, how many there were, and the errors."""
    return {key: story.told[key] for key in ("steps", "total", "errors")}


@dataclass(frozen=True, eq=False)
class PlaneFiles:
    """What ships of a plane: the sheet with its figures, the story's sheet, and the codes."""

    sheet: bytes
    figures: dict[str, Any]
    story: bytes
    codes: dict[str, Tensor]


def plane_files(model: Autoencoder, story: Storyteller, test: DigitSet) -> PlaneFiles:
    """Return the plane of a finished autoencoder of two numbers, and its codes on the way."""
    codes = model.encode(test.images(slice(0, SHOWN)))
    across, up = sheets.ranges(codes)
    drawn = model.decode(sheets.grid(across, up))
    # What the network made of the digits, not the digits themselves: MNIST's pictures never ship.
    told = torch.cat([picture.float() / 255 for picture in story.told["drawn"]])
    return PlaneFiles(
        sheets.encode(drawn, sheets.POINTS),
        {"points": sheets.POINTS, "cell": SIDE, "across": across, "up": up},
        sheets.encode(told, len(story.examples)),
        {
            "codes": codes.half(),
            "labels": test.labels[:SHOWN].to(torch.uint8),
            "story": torch.stack(story.told["codes"]),
        },
    )


def one_of_each(digits: DigitSet) -> Tensor:
    """Return pictures [10,1,28,28] of the first digit of each kind, 0 to 9."""
    places = [int((digits.labels == kind).nonzero()[0, 0]) for kind in range(10)]
    return digits.images(torch.tensor(places))
