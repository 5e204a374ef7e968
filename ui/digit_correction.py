"""Drawings with what was meant by them, and a ConvNet that is corrected on them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import streamlit as st

from nnkit.strokes import Stroke, paint
from ui import digit_pictures, digit_reading, encoding, gallery
from ui.digit_reading import percent

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator
    from torch import Tensor, nn

    from nnkit.digits import DigitSet
    from nnkit.digits.correction import CorrectionFrame

MOST = 24
_EXAM = 2_000  # test digits: all 10,000 would take longer than the correction
_REHEARSED = 5_000


@dataclass(frozen=True)
class Own:
    """A visitor's drawing and the digit that was meant."""

    strokes: tuple[Stroke, ...]
    digit: int


@dataclass(frozen=True, eq=False)
class Shot:
    """One frame made small: figures, and the network to try out."""

    step: int
    loss: float
    shares: "Tensor"
    before: float
    after: float | None
    network: "nn.Module"


def own() -> list[Own]:
    """Return this visit's drawings."""
    return cast(list[Own], st.session_state.setdefault("_own_digits", []))


def add(strokes: tuple[Stroke, ...], digit: int) -> None:
    """Keep a drawing; the oldest goes when there are too many."""
    st.session_state["_own_digits"] = [*own(), Own(strokes, digit)][-MOST:]


def forget() -> None:
    """Throw this visit's drawings away."""
    st.session_state["_own_digits"] = []


def pictures() -> "tuple[Tensor, Tensor]":
    """Return this visit's drawings as the networks want them, and their labels."""
    import torch

    from nnkit import digits

    images = [digits.prepare(paint(drawing.strokes)).image for drawing in own()]
    return torch.cat(images), torch.tensor([drawing.digit for drawing in own()])


def old_digits() -> "tuple[DigitSet, DigitSet, str, float | None]":
    """Return digits to test with, others to rehearse, their name, and the accuracy if known."""
    from nnkit.digits import dataset

    if dataset.is_on_disk():
        test = dataset.mnist(train=False).take(slice(0, _EXAM))
        rehearsed = dataset.mnist().take(slice(0, _REHEARSED))
        return test, rehearsed, f"{_EXAM:,} of MNIST's test digits", _accuracy_at_first()
    rehearsed, test = dataset.split(dataset.small_digits(), 900)
    return test, rehearsed, "900 of scikit-learn's small digits (MNIST is not here)", None


@lru_cache(maxsize=1)
def _accuracy_at_first() -> float:
    from nnkit import digits
    from nnkit.digits import dataset, evaluation

    test = dataset.mnist(train=False).take(slice(0, _EXAM))
    answers = evaluation.answers(evaluation.logits(digits.load("cnn").module, test))
    return evaluation.accuracy(answers, test.labels)


def encode(frame: "CorrectionFrame") -> Shot:
    """Keep what the page shows."""
    return Shot(frame.step, frame.loss, frame.probabilities, frame.accuracy_before, frame.accuracy,
                frame.network)  # fmt: skip


def show(shot: Shot, place: "DeltaGenerator") -> None:
    """Say how far it is."""
    right = sum(
        int(shares.argmax()) == drawing.digit
        for shares, drawing in zip(shot.shares, own(), strict=False)
    )
    place.caption(f"Step {shot.step}: {right} of your {len(shot.shares)} drawings read as meant.")


def items(first: "Tensor", last: "Tensor | None" = None) -> list[gallery.Item]:
    """Return each drawing with what was read before, and after a correction."""
    found = []
    for number, drawing in enumerate(own()):
        before = int(first[number].argmax())
        label = f"{drawing.digit}: read {before}"
        if last is not None:
            after = int(last[number].argmax())
            label = f"{drawing.digit}: {before} → {after} {'✓' if after == drawing.digit else '✗'}"
        found.append(
            gallery.Item(
                str(number),
                label,
                encoding.jpeg(digit_pictures.thumbnail(paint(drawing.strokes, 84) / 255)),
                f"Your drawing {number + 1}, meant as {drawing.digit}.",
            )
        )
    return found


def readings() -> "Tensor":
    """Return what the shipped ConvNet makes of the drawings, [N, 10]."""
    from nnkit import digits

    return digits.load("cnn").probabilities(pictures()[0])


def network() -> "nn.Module":
    """Return the shipped ConvNet, which a correction copies and leaves as it is."""
    from nnkit import digits

    return digits.load("cnn").module


def corrected(shot: Shot, strokes: tuple[Stroke, ...]) -> str:
    """Say what the corrected ConvNet makes of the drawing on the pad."""
    from nnkit import digits
    from nnkit.digits import evaluation

    seen = digit_reading.look(strokes, ("cnn",))
    if seen.prepared is None:
        return "Draw something on the pad to try the corrected ConvNet."
    temperature = digits.load("cnn").temperature
    shares = evaluation.probabilities(shot.network(seen.prepared.image), temperature)[0]
    best, was = int(shares.argmax()), seen.recognitions["cnn"]
    return (
        f"The drawing on your pad: the ConvNet read a {was.digit} ({percent(was.confidence)}), the "
        f"corrected one reads a **{best}** ({percent(shares[best].item())})."
    )
