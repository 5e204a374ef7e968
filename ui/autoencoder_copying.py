"""Four numbers in, four numbers out: the little network that learns to copy, as pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from PIL import Image, ImageDraw, ImageFont
from streamlit.delta_generator import DeltaGenerator

from nnkit import colours
from ui import encoding, player
from ui.display import data_url

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.autoencoder.copying import CopyFrame, CopySettings

MIDDLES = {
    "none: 4-4-4-4": None,
    "3 neurons: 4-4-3-4-4": 3,
    "2 neurons: 4-4-2-4-4": 2,
    "1 neuron: 4-4-1-4-4": 1,
}
EXAMPLES = {"made from two numbers": "pattern", "anything": "anything"}
ALT = (
    "The network with its weights as lines, orange above zero and blue below; right how each "
    "output follows each input, four rows of four squares."
)
_WIDTH, _HEIGHT, _MARGIN = 520, 300, 34
_CELL = 50
_RADIUS = 12
_PAPER, _INK = (253, 252, 249), (32, 36, 44)
_THICKEST = 9.0
MOST = 0.9  # share from which a network is said to give something back
NEEDED = 2  # numbers that the pattern is made of


@dataclass(frozen=True)
class Shot:
    """One moment: its picture, and what was measured on unseen inputs."""

    picture: bytes
    size: tuple[int, int]
    step: int
    loss: float
    anything: float
    pattern: float
    noise_kept: float
    distance: float


def encode(frame: "CopyFrame") -> Shot:
    """Paint the network beside what it does."""
    picture = paint(frame)
    return Shot(
        encoding.png(picture),
        picture.size,
        frame.step,
        frame.loss,
        frame.copied["anything"],
        frame.copied["pattern"],
        frame.noise_kept,
        frame.distance,
    )


def paint(frame: "CopyFrame") -> Image.Image:
    """Return the network and its matrix of 4 x 4 as one picture."""
    network = _network(frame.weights)
    matrix = _matrix(frame.matrix)
    whole = Image.new("RGB", (network.width + matrix.width, _HEIGHT), _PAPER)
    whole.paste(network, (0, 0))
    whole.paste(matrix, (network.width, 0))
    return whole


def show(shot: Shot, place: DeltaGenerator) -> None:
    """Draw one moment while it learns."""
    place.image(
        data_url(shot.picture), alt=ALT, width="stretch",
        caption=f"Step {shot.step}: {_share(shot.anything)} of anything comes out again",
    )  # fmt: skip


def bundle(shots: Sequence[Shot]) -> player.Bundle:
    """Return the whole run for the player."""
    return player.bundle_of(
        shots,
        {
            "error": [shot.loss for shot in shots],
            "copied of anything": [shot.anything for shot in shots],
            "noise let through": [shot.noise_kept for shot in shots],
        },
        alt=ALT,
        kind="png",
    )


def verdict(shot: Shot, settings: "CopySettings") -> str:
    """Say what the network has learned with these settings: measured shares, then why."""
    noise = "" if isnan(shot.noise_kept) else f", and **{_share(shot.noise_kept)}** of the noise"
    words = (
        f"After {shot.step} steps **{_share(shot.pattern)}** of what follows the pattern comes out "
        f"again, **{_share(shot.anything)}** of four numbers that follow none{noise}."
    )
    return f"{words} {_reason(shot, settings)}"


def before(shot: Shot, settings: "CopySettings") -> "tuple[Shot, CopySettings] | None":
    """Remember a run that is over; return the one before it that had other settings."""
    runs: list[tuple[Shot, CopySettings]] = st.session_state.setdefault("_copying_runs", [])
    if runs and runs[-1][1] == settings:
        runs.pop()
    runs[:] = [*runs[-1:], (shot, settings)]
    return runs[0] if len(runs) > 1 else None


def recall(shot: Shot, settings: "CopySettings") -> None:
    """Show an earlier run: its network and its verdict."""
    st.markdown(f"**The network before it**, {_described(settings)}")
    st.image(data_url(shot.picture), alt=ALT, width="stretch")
    st.markdown(verdict(shot, settings))


def _described(settings: "CopySettings") -> str:
    (middle,) = (words for words, count in MIDDLES.items() if count == settings.middle)
    (examples,) = (words for words, kind in EXAMPLES.items() if kind == settings.examples)
    noise = f", noise {settings.noise:g}" if settings.examples == "pattern" else ""
    return f"in the middle {middle}, its examples {examples}{noise}, seed {settings.seed}:"


def _reason(shot: Shot, settings: "CopySettings") -> str:
    middle, has_pattern = settings.middle, settings.examples == "pattern"
    if shot.anything > MOST:
        return (
            "The squares on the right form a diagonal: each output repeats its own input. "
            "It copies *whatever* comes, nonsense and noise included. It has learned **nothing** "
            "about its examples."
        )
    if middle == 1 or (middle is not None and not has_pattern):
        return "Too little gets through: the middle is too narrow for these examples."
    if shot.pattern <= MOST or not has_pattern:
        return "Too little gets through so far: it has not learned for long enough."
    if middle is None:
        return (
            "There is room for everything, and yet it does not copy everything: its examples "
            "hardly left the pattern, so nobody asked it to. Give it more noise and it will copy "
            "that too."
        )
    if settings.noise == 0:
        return (
            "Its examples never left the pattern, so nobody asked for anything else: it found out "
            "what they have **in common**, for there was nothing more to find. Put noise on them, "
            "and only the narrow middle can keep it from copying that too."
        )
    learned = (
        "It cannot copy everything any more: there is no room. So it had to find out what its "
        "examples have **in common**, and gives nonsense back worse. That is learning."
    )
    if middle > NEEDED:
        return (
            f"{learned} The pattern is made of two numbers and the middle has room for {middle}: "
            "what else fits in gets through too. Try two."
        )
    return learned


def _share(value: float) -> str:
    return f"{max(0.0, value):.0%}"


def _network(weights: "Sequence[Tensor]") -> Image.Image:
    """Draw at twice the size and shrink: Pillow's lines have rough edges."""
    zoom = 2
    sheet = Image.new("RGB", (_WIDTH * zoom, _HEIGHT * zoom), _PAPER)
    draw = ImageDraw.Draw(sheet)
    widths = [weights[0].shape[1], *(len(weight) for weight in weights)]
    places = [_column(index, len(widths), count, zoom) for index, count in enumerate(widths)]
    for layer, weight in enumerate(weights):
        limit = max(1.0, float(weight.abs().max()))
        for end, row in enumerate(weight.tolist()):
            for start, value in enumerate(row):
                line = [places[layer][start], places[layer + 1][end]]
                thick = max(1, round(zoom * _THICKEST * abs(value) / limit))
                draw.line(line, fill=_colour(value, limit), width=thick)
    for column in places:
        for x, y in column:
            box = [x - _RADIUS * zoom, y - _RADIUS * zoom, x + _RADIUS * zoom, y + _RADIUS * zoom]
            draw.ellipse(box, fill=_PAPER, outline=_INK, width=2 * zoom)
    font = ImageFont.load_default(15 * zoom)
    for x, word in ((places[0][0][0], "in"), (places[-1][0][0], "out")):
        draw.text((x, 14 * zoom), word, fill=_INK, font=font, anchor="mm")
    return sheet.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)


def _column(index: int, columns: int, count: int, zoom: int) -> list[tuple[int, int]]:
    x = _MARGIN + index * (_WIDTH - 2 * _MARGIN) // (columns - 1)
    gap = (_HEIGHT - 2 * _MARGIN - 20) // 3
    top = _HEIGHT // 2 + 10 - gap * (count - 1) // 2
    return [(x * zoom, (top + gap * place) * zoom) for place in range(count)]


def _colour(value: float, limit: float) -> tuple[int, int, int]:
    red, green, blue = colours.signed(np.array([[value]]), limit)[0, 0].tolist()
    return red, green, blue


def _written(value: float) -> str:
    text = f"{value:.1f}"  # Pillow's own letters have no longer minus than this
    return "0.0" if text == "-0.0" else text


def _matrix(matrix: "Tensor") -> Image.Image:
    side = len(matrix) * _CELL
    sheet = Image.new("RGB", (side + 2 * _MARGIN, _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(15)
    top = (_HEIGHT - side) // 2 + 10
    painted = Image.fromarray(colours.signed(matrix.numpy(), 1.0))
    sheet.paste(painted.resize((side, side), Image.Resampling.NEAREST), (_MARGIN, top))
    for row, values in enumerate(matrix.tolist()):
        for column, value in enumerate(values):
            at = (_MARGIN + (column + 0.5) * _CELL, top + (row + 0.5) * _CELL)
            draw.text(at, _written(value), fill=_INK, font=font, anchor="mm")
    middle = _MARGIN + side / 2
    draw.text((middle, 14), "how outputs follow inputs", fill=_INK, font=font, anchor="mm")
    return sheet
