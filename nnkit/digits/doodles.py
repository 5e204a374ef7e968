"""Drawings that are no digits, for a network that learns to refuse them and for judging it.

Left out on purpose is whatever is a digit in some hand: bars up to 45 degrees from upright (1),
rings and ellipses (0), one loop with a tail (6, 9), two rings one above the other (8), and the
letters named in `nnkit.digits.glyphs`.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch
from numpy.random import Generator
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from nnkit.digits import glyphs, shapes
from nnkit.digits.glyphs import Line
from nnkit.digits.preparation import SIDE, EmptyDrawing, prepare
from nnkit.digits.shapes import Lines
from nnkit.errors import SettingsError
from nnkit.strokes import SHEET, Stroke, paint

Sheet = npt.NDArray[np.uint8]  # [280, 280]
Family = Callable[[Generator], Sheet]

_BRUSH = (6.0, 40.0)  # width in units of the sheet
_THICK = 0.2  # width as a share of the drawing's longer side: beyond, all shapes become blots
_FINE = 0.08  # the same for close lines: beyond, a coil becomes a bar, and a bar is a 1
_STEP = 0.04  # between two points of a line, as a share of the drawing, so that it can bend


def doodles(count: int, seed: int = 0, families: Sequence[str] | None = None) -> Tensor:
    """Return `count` doodles in MNIST's form, uint8 [count,28,28], ink 255.

    families: names from TRAINED (all of them by default, letters most often) and HELD_OUT, drawn
    by chance; a name given twice is twice as likely. A longer row begins with the shorter one.
    Raises SettingsError.
    """
    names = list(_MIX if families is None else families)
    for name in names:
        if name not in FAMILIES:
            raise SettingsError(f"There is no doodle '{name}': choose from {', '.join(FAMILIES)}.")
    if count < 0 or seed < 0 or not names:
        raise SettingsError("Doodles need a family, and a count and a seed of 0 or more.")
    made = torch.empty(count, SIDE, SIDE, dtype=torch.uint8)
    for index in range(count):
        chance = np.random.default_rng([seed, index])
        made[index] = _prepared(FAMILIES[names[chance.integers(len(names))]], chance)
    return made


def _prepared(family: Family, chance: Generator) -> Tensor:
    while True:
        try:
            image = prepare(family(chance)).image[0, 0]
        except EmptyDrawing:  # the sheet was filled to its last corner
            continue
        return (image * 255).round().to(torch.uint8)


def _pen(
    draw: Callable[[Generator], Lines],
    turn: float = 12,
    size: tuple[float, float] = (60, 250),
    thickest: float = _THICK,
) -> Family:
    """Return a family that draws such lines somewhere on the sheet.

    turn: degrees either way. size: of the longer side. thickest: the brush as a share of it.
    """

    def family(chance: Generator) -> Sheet:
        lines = [_dense(line) for line in draw(chance)]
        points = _askew(np.concatenate(lines), chance, turn)
        longest = chance.uniform(*size)
        width = chance.uniform(_BRUSH[0], np.clip(thickest * longest, *_BRUSH))
        points *= longest / _longest(points)
        room = np.maximum(SHEET - width - np.ptp(points, 0), 0)
        points += width / 2 + chance.random(2) * room - points.min(0)
        ends = np.cumsum([len(line) for line in lines])[:-1]
        return paint(
            Stroke(tuple(map(tuple, line.tolist())), width) for line in np.split(points, ends)
        )

    return family


def _dense(line: Line) -> Line:
    """Return the line with points close enough to bend between its own."""
    gaps = np.hypot(*np.diff(line, axis=0).T)
    if gaps.sum() == 0:
        return line[:1]
    along = np.concatenate([[0], np.cumsum(gaps)])
    wanted = np.union1d(along, np.arange(0, along[-1], _STEP))
    return np.stack([np.interp(wanted, along, line[:, axis]) for axis in (0, 1)], axis=1)


def _askew(points: Line, chance: Generator, turn: float) -> Line:
    """Stretch, slant, turn and bend the points, as a hand does."""
    points = (points - points.min(0)) / _longest(points)
    angle = np.radians(chance.uniform(-turn, turn))
    cosine, sine = np.cos(angle), np.sin(angle)
    slant = np.array([[chance.uniform(0.75, 1.25), 0], [chance.uniform(-0.25, 0.25), 1]])
    points = points @ slant @ np.array([[cosine, sine], [-sine, cosine]])
    for strength, cycles in ((0.04, 1.0), (0.012, 4.0)):  # a slow sway and a tremor
        waves = chance.normal(0, cycles, (2, 2))
        swing = np.sin(2 * np.pi * (points @ waves + chance.random(2)))
        points = points + chance.uniform(0, strength) * swing
    return points


def _longest(points: Line) -> float:
    return max(float(np.ptp(points, 0).max()), 1e-6)  # a single point has no size


def _covered(chance: Generator) -> Sheet:
    """Cover nearly the whole sheet, row by row: a gap between columns would be a 1."""
    width, gap = chance.uniform(15, 60), chance.uniform(0.6, 1.15)
    rows = np.arange(chance.uniform(0, 60), chance.uniform(230, 290), width * gap)
    ends = chance.normal((5, 275), 10, (len(rows), 2))
    ends[::2] = ends[::2, ::-1]
    turns = np.stack([ends.ravel(), rows.repeat(2)], axis=1)
    return paint([Stroke(tuple(map(tuple, turns.tolist())), width)])


def _speckle(chance: Generator) -> Sheet:
    """Strew dust over a part of the sheet."""
    places = chance.random((chance.integers(30, 250), 2)) * chance.uniform(150, 260, 2) + 10
    return paint(Stroke((place,), chance.uniform(3, 12)) for place in map(tuple, places.tolist()))


def _noise(chance: Generator) -> Sheet:
    """Fill the sheet with black and white at random, in grains of 4 to 40 units."""
    grains = chance.random((chance.integers(7, 70),) * 2) < chance.uniform(0.2, 0.8)
    return np.asarray(Image.fromarray(grains).resize((SHEET, SHEET)), np.uint8) * np.uint8(255)


def _printed(*texts: str) -> Family:
    """Return a family that sets one of the texts in Pillow's own type, thin or fat."""

    def family(chance: Generator) -> Sheet:
        text = texts[int(chance.integers(len(texts)))]
        font = ImageFont.load_default(chance.uniform(90, 230) / len(text) ** 0.7)
        canvas = Image.new("L", (600, 400))
        fat = int(chance.integers(0, 7))
        ImageDraw.Draw(canvas).text((60, 40), text, fill=255, font=font, stroke_width=fat)
        turned = canvas.rotate(chance.uniform(-10, 10), Image.Resampling.BILINEAR)
        cut = turned.crop(turned.getbbox())
        cut.thumbnail((SHEET - 10, SHEET - 10))
        sheet = Image.new("L", (SHEET, SHEET))
        room = SHEET - cut.width, SHEET - cut.height
        sheet.paste(cut, (int(chance.integers(room[0])), int(chance.integers(room[1]))))
        return np.asarray(sheet)

    return family


# How often a family is drawn, and the family.
_TRAINED: dict[str, tuple[int, Family]] = {
    "letter": (10, _pen(lambda chance: shapes.one_glyph(glyphs.LETTERS, chance))),
    "word": (1, _pen(lambda chance: shapes.row_of_glyphs(glyphs.LETTERS, chance))),
    "number": (2, _pen(lambda chance: shapes.row_of_glyphs(glyphs.DIGITS, chance))),
    "sign": (3, _pen(lambda chance: shapes.one_glyph(glyphs.SIGNS, chance))),
    "picture": (6, _pen(lambda chance: shapes.one_glyph(glyphs.PICTURES, chance))),
    "scribble": (3, _pen(shapes.scribble, turn=180, thickest=_FINE)),
    "zigzag": (1, _pen(shapes.zigzag, turn=180, thickest=_FINE)),
    "hatching": (1, _pen(shapes.hatching, thickest=_FINE)),
    "coil": (1, _pen(shapes.coil, turn=180, thickest=_FINE)),
    "spiral": (1, _pen(shapes.spiral, turn=180, thickest=_FINE)),
    "wave": (1, _pen(shapes.wave, turn=180, thickest=_FINE)),
    "block": (1, _pen(shapes.block, size=(30, 250))),
    "blot": (1, _pen(shapes.blot, size=(10, 200))),
    "covered sheet": (1, _covered),
    "dots": (1, _pen(shapes.dots, turn=180)),
    "speckle": (1, _speckle),
    "dash": (1, _pen(shapes.dash, turn=20, size=(10, 250))),
    "polygon": (2, _pen(shapes.polygon, turn=20)),
    "star": (1, _pen(shapes.star, turn=180)),
    "cloud": (1, _pen(shapes.cloud, turn=180)),
    "spokes": (1, _pen(shapes.spokes, turn=180)),
    "grid": (1, _pen(shapes.grid, turn=45, thickest=_FINE)),
    "rings": (1, _pen(shapes.rings, thickest=0.12)),
    "invented": (6, _pen(shapes.invented, thickest=0.14)),
    "composition": (4, _pen(shapes.composition, turn=180, thickest=_FINE)),
}
_HELD_OUT: dict[str, Family] = {
    "printed letter": _printed(*"ACEFHKLMNRTVWXdefhkmnrtwx"),
    "printed word": _printed("hi", "no", "ex", "Ah", "AI", "me", "Net", "kit"),
    "printed number": _printed("12", "38", "47", "60", "95", "101", "256"),
    "printed sign": _printed(*"+#=%*<@~:"),
    "unseen picture": _pen(lambda chance: shapes.one_glyph(glyphs.UNSEEN, chance)),
    "target": _pen(shapes.target, turn=180, thickest=_FINE),
    "rose": _pen(shapes.rose, turn=180),
    "walk": _pen(shapes.walk, turn=180, thickest=_FINE),
    "maze": _pen(shapes.maze, thickest=_FINE),
    "tally": _pen(shapes.tally, thickest=0.12),
    "noise": _noise,
}
FAMILIES = {name: family for name, (_, family) in _TRAINED.items()} | _HELD_OUT
TRAINED, HELD_OUT = tuple(_TRAINED), tuple(_HELD_OUT)
_MIX = tuple(name for name, (weight, _) in _TRAINED.items() for _ in range(weight))
