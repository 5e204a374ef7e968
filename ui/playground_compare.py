"""Two runs side by side: a preview while they learn, then both on one time line, and the code."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from streamlit.delta_generator import DeltaGenerator

from nnkit import colours
from nnkit.playground.frames import SIDE
from ui import encoding, network_pair, playground_plane, playground_snippet
from ui.display import data_url
from ui.network_graph import Bundle
from ui.playground_changes import Pair, Side
from ui.playground_verdict import NAMES
from ui.written import written

if TYPE_CHECKING:
    from nnkit.playground import PairFrame, PlaygroundFrame

MOST_FRAMES = 100  # of each run, for they all travel to the browser
ZOOM, GAP = 6, 4


def paced(side: Side) -> Side:
    """Return the side with so few frames that a browser can hold two such runs."""
    every = max(1, math.ceil(side.training.epochs / MOST_FRAMES))
    return replace(side, training=replace(side.training, every=every))


def code(pair: Pair) -> tuple[str, ...]:
    """Return the lines that train both runs."""
    first, second = lines(pair.first), lines(pair.second)
    return (
        *first,
        "first = playground.Candidate(points, network, training)",
        *(line for line in second if line not in first),
        "second = playground.Candidate(points, network, training)",
        "for pair in playground.compare(first, second):",
        "    print(pair.step, pair.first.test_loss, pair.second.test_loss)",
    )


def lines(side: Side) -> tuple[str, str, str]:
    """Return the lines that make what a run needs."""
    return playground_snippet.settings(side.origin, side.network, side.training)


def preview(frame: "PairFrame", place: DeltaGenerator, names: tuple[str, str] = NAMES) -> None:
    """Draw both networks' answers while they learn."""
    ends = (frame.first, frame.second)
    maps = [_answers(end) for end in ends]
    between = np.full((SIDE, GAP, 3), 128, np.uint8)
    sheet = colours.enlarge(np.hstack([maps[0], between, maps[1]]), ZOOM)
    losses = [f"{name} {written(end.test_loss)}" for name, end in zip(names, ends, strict=True)]
    place.image(
        data_url(encoding.png(Image.fromarray(sheet))),
        alt=f"Two maps of the plane, what each network answers where: {' and '.join(names)}.",
        caption=f"Epoch {frame.step}, test loss: {', '.join(losses)}.",
    )


def _answers(frame: "PlaygroundFrame") -> colours.Pixels:
    """Paint the network's answer over the plane, [SIDE, SIDE, 3]."""
    outputs = frame.parameters.architecture.sizes[-1]
    return playground_plane.paint(frame.maps[-outputs * SIDE * SIDE :])


def play(
    sides: tuple[Side, Side],
    frames: "Sequence[PairFrame]",
    names: tuple[str, str],
    titles: tuple[str, str],
    key: str,
) -> None:
    """Play both runs on one time line."""
    runs = ([frame.first for frame in frames], [frame.second for frame in frames])
    first, second = (
        network_pair.Contender(
            name, title, Bundle.of(_own(run), side.points, side.network, run=name)
        )
        for name, title, run, side in zip(names, titles, runs, sides, strict=True)
    )
    network_pair.show(first, second, key=key, autoplay=True)


def _own(frames: "Sequence[PlaygroundFrame]") -> "list[PlaygroundFrame]":
    """Drop the repetitions of the last frame of a run that ended early."""
    return [frame for at, frame in enumerate(frames) if at == 0 or frame is not frames[at - 1]]
