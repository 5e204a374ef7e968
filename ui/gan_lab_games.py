"""The four losses side by side: the same points, seed and first weights, another game each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw
from streamlit.delta_generator import DeltaGenerator

from nnkit import colours
from nnkit.gan.lab import LOSSES, train
from nnkit.gan.lab.clouds import REACH
from nnkit.gan.lab.frames import SIDE
from ui import encoding
from ui.display import data_url

if TYPE_CHECKING:
    from torch import Tensor

    from nnkit.gan.lab import Cloud, LabFrame, LabSettings

MOMENTS = 20  # of a run
_PIXELS, _REAL, _DOT, _PALE = 480, 500, 5, 0.74


@dataclass(frozen=True, eq=False)
class Round:
    """All games after a round, in the order of LOSSES; one that diverged stands still."""

    step: int
    total: int
    frames: "tuple[LabFrame, ...]"


@dataclass(frozen=True)
class Game:
    """How one game stands: a picture, and what is measured."""

    title: str
    picture: bytes
    covered: int
    parts: int
    js: float
    trouble: str  # what the alarm says, or why the run ended; "" if all is well


@dataclass(frozen=True)
class Table:
    """All games at one moment."""

    step: int
    games: tuple[Game, ...]


def play(cloud: "Cloud", settings: "LabSettings") -> Iterator[Round]:
    """Yield all games, again and again, round by round."""
    paced = replace(settings, every=max(1, settings.rounds // MOMENTS))
    runs = [train(cloud, replace(paced, loss=key)) for key in LOSSES]
    frames = [next(run) for run in runs]
    while True:
        yield Round(max(frame.step for frame in frames), settings.rounds, tuple(frames))
        moved = [next(run, None) for run in runs]
        if not any(moved):
            return
        frames = [new or old for new, old in zip(moved, frames, strict=True)]


class Painter:
    """Turns rounds into pictures."""

    def __init__(self, cloud: "Cloud") -> None:
        """Take the real points."""
        self.real = cloud.points[:_REAL]

    def encode(self, moment: Round) -> Table:
        """Paint each game's plane."""
        titles = (loss.title for loss in LOSSES.values())
        return Table(
            moment.step,
            tuple(
                self._game(title, frame) for title, frame in zip(titles, moment.frames, strict=True)
            ),
        )

    def _game(self, title: str, frame: "LabFrame") -> Game:
        covered = frame.figures.covered
        return Game(title, encoding.png(self._plane(frame)), sum(covered), len(covered),
                    frame.figures.js, frame.alarm or frame.note)  # fmt: skip

    def _plane(self, frame: "LabFrame") -> Image.Image:
        """Paint the critic's map, real points as blue discs, forgeries as orange squares."""
        critic = np.frombuffer(frame.critic_map, np.uint8).reshape(SIDE, SIDE)
        tints = colours.signed(_PALE * (1 - critic / 127.5), 1.0)
        image = Image.fromarray(tints).resize((_PIXELS, _PIXELS), Image.Resampling.BILINEAR)
        pen = ImageDraw.Draw(image)
        for box in _boxes(self.real):
            pen.ellipse(box, colours.NEGATIVE, "white")
        for box in _boxes(frame.samples):
            pen.rectangle(box, colours.POSITIVE, "white")
        return image


def show(table: Table, place: DeltaGenerator) -> None:
    """Draw all games at one moment."""
    columns = place.container().columns(len(table.games))
    for column, game in zip(columns, table.games, strict=True):
        measured = f"{game.covered} of {game.parts} parts covered, JS {game.js:.2f} bits"
        column.image(
            data_url(game.picture),
            caption=f"**{game.title}**, round {table.step}: {measured}.",
            alt=f"{game.title} game: real points as blue discs, forgeries as orange squares, on "
            "the critic's map.",
            width="stretch",
        )


def sentence(table: Table) -> str:
    """Say who is nearest to the real points, and who is in trouble."""
    best, worst = (pick(table.games, key=lambda game: game.js) for pick in (min, max))
    words = [
        f"After {table.step} rounds **{best.title}** is nearest to the real points (JS "
        f"{best.js:.2f} bits, {best.covered} of {best.parts} parts covered) and **{worst.title}** "
        f"farthest from them ({worst.js:.2f} bits, {worst.covered} of {worst.parts})."
    ]
    words += [f"*{game.title}*: {game.trouble}" for game in table.games if game.trouble]
    return "\n\n".join(words)


def _boxes(points: "Tensor") -> list[list[float]]:
    scale = _PIXELS / (2 * REACH)
    middles = ((x, y) for x, y in points.tolist())
    return [
        [(x + REACH) * scale - _DOT, (REACH - y) * scale - _DOT,
         (x + REACH) * scale + _DOT, (REACH - y) * scale + _DOT]
        for x, y in middles
        if max(abs(x), abs(y)) <= REACH
    ]  # fmt: skip
