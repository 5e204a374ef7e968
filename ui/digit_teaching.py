"""A network that learns digits while the visitor watches: frames, pictures, the finished run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from nnkit import colours
from nnkit.strokes import Stroke, paint
from ui import encoding, player
from ui.digit_reading import percent
from ui.display import data_url

if TYPE_CHECKING:
    from torch import Tensor, nn

    from nnkit.digits import DigitSet, TrainingFrame

SMALL, MNIST = "small digits (8 × 8, always here)", "MNIST (the real ones)"
NETWORKS = {
    "One neuron: is it a 6?": "six",
    "Ten neurons": "ten",
    "A small ConvNet": "small",
}
FRAMES = 80  # about as many pictures as a run gives the player
_MNIST_DIGITS = 12_000  # of the 55,000: so that an epoch takes seconds
_CHECKED = 1_000
_GAP = 2
_CELL = 4


@dataclass(frozen=True, eq=False)
class Shot:
    """One frame made small: its picture, its figures, and the network to try out."""

    picture: bytes
    size: tuple[int, int]
    step: int
    epoch: float
    loss: float
    accuracy: float
    network: "nn.Module"


def digits_of(source: str) -> "tuple[DigitSet, DigitSet]":
    """Return digits to learn from and others to check with; DatasetError without MNIST."""
    from nnkit.digits import dataset

    if source == SMALL:
        return dataset.split(dataset.small_digits(), 360)
    return dataset.split(dataset.mnist().take(slice(0, _MNIST_DIGITS + _CHECKED)), _CHECKED)


def encode(frame: "TrainingFrame") -> Shot:
    """Paint the first layer's weights as they are now."""
    picture = weights_picture(frame.network)
    return Shot(encoding.png(picture), picture.size, frame.step, frame.epoch, frame.loss,
                frame.accuracy, frame.network)  # fmt: skip


def weights_picture(network: "nn.Module") -> Image.Image:
    """Return the weights that look at the digit: one signed square per neuron or kernel."""
    first = next(iter(network.parameters())).detach()
    side = round(first[0].numel() ** 0.5)
    return _sheet(first.reshape(-1, side, side))


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one shot while the job runs."""
    place.image(
        data_url(shot.picture),
        alt="The weights so far: orange speaks for ink, blue against it.",
        caption=f"Epoch {shot.epoch:.1f}: {100 * shot.accuracy:.1f} % of unseen digits right",
        width=min(640, shot.size[0] * _CELL),
    )


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the whole run for the player."""
    return player.bundle_of(
        shots,
        {
            "loss": [shot.loss for shot in shots],
            "accuracy": [shot.accuracy for shot in shots],
        },
        alt="The weights of the first layer forming: orange speaks for ink there, blue against.",
        kind="png",
        captions=[f"epoch {shot.epoch:.1f}" for shot in shots],
    )


def _sheet(squares: "Tensor") -> Image.Image:
    """Lay signed squares [N,s,s] out in rows of five, or one alone, on a common scale."""
    count, side = squares.shape[0], squares.shape[1]
    columns = min(count, 5 if count % 5 == 0 else 4)
    limit = float(squares.abs().max()) or 1.0
    rows = -(-count // columns)
    sheet = np.full((rows * (side + _GAP) - _GAP, columns * (side + _GAP) - _GAP, 3), 128, np.uint8)
    for place, square in enumerate(squares):
        top, left = place // columns * (side + _GAP), place % columns * (side + _GAP)
        sheet[top : top + side, left : left + side] = colours.signed(square.numpy(), limit)
    return Image.fromarray(colours.enlarge(sheet, max(1, 480 // sheet.shape[1])))


def verdict(shot: Shot, name: str, strokes: tuple[Stroke, ...]) -> str:
    """Say how well the taught network reads, and what it makes of the drawing on the pad."""
    from nnkit import digits
    from nnkit.digits import evaluation

    words = f"**{100 * shot.accuracy:.1f} %** of the digits it has never seen are read rightly."
    if name == "six":
        words += " (Always saying *no* would be right in about 90 % of cases: most are no 6.)"
    if not strokes:
        return words
    try:
        image = digits.prepare(paint(strokes)).image
    except digits.EmptyDrawing:
        return words
    shares = evaluation.probabilities(shot.network(image))[0].tolist()
    pad = f"{words}  \nThe drawing on your pad:"
    if name == "six":
        return f"{pad} {percent(shares[1])} a 6, it thinks."
    best = max(range(len(shares)), key=shares.__getitem__)
    return f"{pad} a **{best}**, it thinks, {percent(shares[best])}."
