"""The film of a race: each optimiser's path grows over a map of the loss."""

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from nnkit.box import Box
from nnkit.descent import OPTIMISERS, Surface, heights
from ui import encoding, player, relief
from ui.written import written

if TYPE_CHECKING:
    from nnkit.descent import DescentFrame

WIDTH = 480
SHARP = 2  # drawn so many times as large, for smooth lines
# Okabe and Ito's colours; each runner also wears the first letter of its key.
COLOURS = {"gd": "#0072B2", "sgd": "#56B4E9", "momentum": "#009E73", "nesterov": "#CC79A7",
           "rmsprop": "#E69F00", "adam": "#D55E00"}  # fmt: skip

Runs = dict[str, tuple["DescentFrame", ...]]


def film(surface: Surface, runs: Runs) -> player.Bundle:
    """Return the race as a film, one picture a step."""
    box = surface.box
    height = round(WIDTH * (box.top - box.bottom) / (box.right - box.left))
    ground = relief.relief(heights(surface, 200).numpy(), WIDTH * SHARP, height * SHARP)
    canvas = Image.fromarray(ground)
    pen = ImageDraw.Draw(canvas)
    pictures, captions = [], []
    for step in range(max(len(frames) for frames in runs.values())):
        for key, frames in runs.items():
            ends = frames[max(0, step - 1) : step + 1]
            _line(pen, [_pixel(box, end.position, canvas) for end in ends], COLOURS[key])
        shown = canvas.copy()
        marks = ImageDraw.Draw(shown)
        for place in surface.minima:
            _cross(marks, _pixel(box, place, shown))
        for key, frames in runs.items():
            head = frames[min(step, len(frames) - 1)]
            _head(marks, _pixel(box, head.position, shown), key, shown.size)
        pictures.append(encoding.jpeg(shown.reduce(SHARP)))
        captions.append(_standing(runs, step))
    return player.Bundle(
        "jpeg", WIDTH, height, pictures, {"step": range(len(pictures))}, captions,
        f"{surface.title}: the paths of {', '.join(OPTIMISERS[key].title for key in runs)} "
        "over a map of the loss, dark where it is low.",
    )  # fmt: skip


def _standing(runs: Runs, step: int) -> str:
    at = {key: frames[min(step, len(frames) - 1)] for key, frames in runs.items()}
    lowest = min(at, key=lambda key: at[key].value)
    return f"step {step}: lowest is {OPTIMISERS[lowest].title}, loss {written(at[lowest].value)}"


def _pixel(box: Box, place: tuple[float, float], canvas: Image.Image) -> tuple[float, float]:
    x = (place[0] - box.left) / (box.right - box.left)
    y = (box.top - place[1]) / (box.top - box.bottom)
    return x * canvas.width, y * canvas.height


def _line(pen: ImageDraw.ImageDraw, ends: list[tuple[float, float]], colour: str) -> None:
    if len(ends) == 2:
        pen.line(ends, fill="white", width=4 * SHARP)
        pen.line(ends, fill=colour, width=2 * SHARP)
        pen.circle(ends[-1], 2 * SHARP, fill=colour, outline="white")


def _head(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], key: str, size: tuple[int, int]
) -> None:
    """Draw a runner, at the edge if it has left the map."""
    radius = 8 * SHARP
    x, y = (float(np.clip(at, radius, most - radius)) for at, most in zip(place, size, strict=True))
    pen.circle((x, y), radius, fill=COLOURS[key], outline="white", width=2 * SHARP)
    font = ImageFont.load_default(11 * SHARP)
    pen.text((x, y), key[0].upper(), fill="white", font=font, anchor="mm")


def _cross(pen: ImageDraw.ImageDraw, place: tuple[float, float]) -> None:
    x, y = place
    reach = 7 * SHARP
    for width, colour in ((5 * SHARP, "black"), (2 * SHARP, "white")):
        pen.line([(x - reach, y), (x + reach, y)], fill=colour, width=width)
        pen.line([(x, y - reach), (x, y + reach)], fill=colour, width=width)
