"""The loss around the visitor's own network as a picture with axes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image, ImageDraw

from nnkit import playground
from ui import display, encoding, permalinks, playground_snippet, relief
from ui.written import written

if TYPE_CHECKING:
    from nnkit.playground import Landscape
    from ui.playground_run import Run

SIDE, TICKS = 480, 41
RANDOM, WAY = "at random", "its own way"
_ARM = 12


@dataclass(frozen=True)
class View:
    """Which part of the landscape to look at; without a seed along the way of the training."""

    reach: float
    seed: int | None

    def land(self, run: "Run") -> "Landscape":
        """Return the landscape of the run's last frame."""
        return playground.landscape(
            run.points, run.network, run.training, run.shown, reach=self.reach,
            seed=self.seed or 0, side=TICKS, path=run.own if self.seed is None else (),
        )  # fmt: skip

    def code(self, run: "Run") -> tuple[str, ...]:
        """Return the lines that make it."""
        if self.seed is None:
            before, which = playground_snippet.lines_with_way(run), "path=frames"
        else:
            before, which = playground_snippet.lines(run), f"seed={self.seed}"
        return (
            *before,
            "land = playground.landscape(points, network, training, frame, "
            f"reach={self.reach}, side={TICKS}, {which})",
            "print(land.losses)",
        )


def choose(run: "Run") -> View:
    """Ask for directions and how far to look."""
    directions = RANDOM
    if len(run.own) > 1:  # otherwise it has not gone any way
        directions = permalinks.choice("Directions", [RANDOM, WAY], key="slice")
    reach = permalinks.slider(
        "How far to look", 0.1, 3.0, 1.0, step=0.1, key="reach",
        help="At 1 a random direction changes every weight by about its own size.",
    )  # fmt: skip
    if directions == WAY:
        return View(float(reach), None)
    seed = permalinks.slider("Another pair of directions", 0, 20, 0, key="directions")
    return View(float(reach), int(seed))


def show(land: "Landscape") -> None:
    """Show the landscape from above, with a cross where the network stands."""
    reach = land.ticks[-1]
    upwards = land.losses.flip(0).numpy()  # rows run upwards along the second direction
    picture = Image.fromarray(relief.relief(upwards, SIDE, SIDE))
    pen, middle = ImageDraw.Draw(picture), SIDE / 2
    if land.way is not None:
        places = [
            (middle * (1 + x / reach), middle * (1 - y / reach)) for x, y in land.way.tolist()
        ]
        for width, colour in ((7, "black"), (3, "white")):
            pen.line(places, fill=colour, width=width, joint="curve")
    for width, colour in ((9, "black"), (4, "white")):
        pen.line([(middle - _ARM, middle), (middle + _ARM, middle)], fill=colour, width=width)
        pen.line([(middle, middle - _ARM), (middle, middle + _ARM)], fill=colour, width=width)
    st.image(
        display.data_url(encoding.png(picture)),
        alt="The loss around the network: dark where it is low; a cross marks the network"
        + ("." if land.way is None else ", a line the way of its training."),
        caption=f"Across: −{reach:g} to {reach:g} along the first direction; upwards the same "
        f"along the second. Dark: loss {written(land.losses.min().item())}. Yellow: "
        f"{written(land.losses.max().item())}. The cross is your network.",
        width="stretch",
    )


def way_in_words(land: "Landscape", optimiser: str) -> str:
    """Say what the line is, and how much of the way it shows."""
    return (
        f"The line is the way that {optimiser} took here, one step an epoch. It went in many more "
        f"directions than two; these two hold **{land.kept:.0%}** of it, measured by squared "
        "distance from its end. The rest cannot be seen: at the beginning of the line the true "
        "loss is another than the ground's."
    )


def in_words(land: "Landscape") -> str:
    """Say how the network stands in its landscape."""
    middle = len(land.ticks) // 2
    here, lowest = land.losses[middle, middle].item(), land.losses.min().item()
    text = f"Where your network stands, the loss is **{written(here)}**. "
    if here <= lowest * 1.001 + 1e-12:
        return text + "No place on this map is lower: in these two directions it is at the bottom."
    row, column = divmod(int(land.losses.argmin()), len(land.ticks))
    return text + (
        f"The lowest place on this map, at {written(land.ticks[column])} across and "
        f"{written(land.ticks[row])} up, has **{written(lowest)}**: there is still a way down."
    )
