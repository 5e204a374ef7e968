"""A small autoencoder that learns while the visitor watches: its map forming, as pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from ui import autoencoder_scatter, encoding, gan_sheet, player
from ui.display import data_url

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.autoencoder.small import SmallFrame

PLAIN, VARIATIONAL = "Autoencoder", "Variational autoencoder"
RATES = (0.0005, 0.002, 0.005, 0.02, 0.1)
ALT = (
    "Left the map: each digit stands where its two numbers say. Right the digits that the network "
    "draws all over the map. Below, ten digits as they went in and as they came out."
)
_SIDE = autoencoder_scatter.SIDE


@dataclass(frozen=True)
class Shot:
    """One moment: its picture, and the errors on digits learned from and on others."""

    picture: bytes
    size: tuple[int, int]
    step: int
    error: float
    unseen_error: float


def encode(frame: "SmallFrame") -> Shot:
    """Paint the map, the sheet and ten examples."""
    picture = paint(frame)
    return Shot(encoding.jpeg(picture), picture.size, frame.step, frame.error, frame.unseen_error)


def paint(frame: "SmallFrame") -> Image.Image:
    """Return the moment as one picture."""
    from nnkit.autoencoder.small import small_digits

    digits = small_digits()
    cloud = autoencoder_scatter.scatter(frame.codes, digits.labels, frame.across, frame.up)
    drawn = _sheet(frame.sheet.flatten(0, 1), len(frame.sheet), _SIDE)
    top = autoencoder_scatter.beside([cloud, drawn])
    count = len(digits.examples)
    rows = [_sheet(each, count, top.width) for each in (digits.examples, frame.drawn)]
    return autoencoder_scatter.below([top, *rows])


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one moment while it learns."""
    place.image(
        data_url(shot.picture), alt=ALT, width="stretch",
        caption=f"Epoch {shot.step}: error {shot.unseen_error:.4f} on digits it never saw",
    )  # fmt: skip


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the whole run for the player."""
    return player.bundle_of(
        shots,
        {
            "error": [shot.error for shot in shots],
            "unseen": [shot.unseen_error for shot in shots],
        },
        captions=[f"epoch {shot.step}" for shot in shots],
        alt=ALT,
    )


def verdict(shots: Sequence[Shot]) -> str:
    """Say how far it has come, or that it has gone astray."""
    first, last = shots[0], shots[-1]
    if not np.isfinite(last.error):
        return "It has gone astray: the steps were too large. Try a smaller learning rate."
    return (
        f"The error of a pixel fell from {first.unseen_error:.4f} to **{last.unseen_error:.4f}** "
        f"on 297 digits that it never learned from (**{last.error:.4f}** on those it did). Nobody "
        "told it which digit is which; the colours are only painted on afterwards."
    )


def _sheet(pictures: "Tensor", columns: int, width: int) -> Image.Image:
    sheet = Image.fromarray(gan_sheet.sheet(pictures[:, None], columns)).convert("RGB")
    height = round(width * sheet.height / sheet.width)
    return sheet.resize((width, height), Image.Resampling.NEAREST)
