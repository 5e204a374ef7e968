"""Points that are the visitor's own: drawn on the page, or read from a CSV file."""

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import streamlit as st

from nnkit.errors import NnkitError
from ui import point_pad
from ui.guard import plain

if TYPE_CHECKING:
    from typing import TypeAlias

    from nnkit.playground import DataSettings, Points

    Origin: TypeAlias = "DataSettings | Drawn | Table"

DRAWN, TABLE = "Draw your own", "Your own table (CSV)"
_PAD, _LINK = "point_pad", "drawn"
_MADE, _REFUSED = "_playground_points", "_playground_refused"
# A disc and a ring around it, so that there is something to change.
_BEGIN: point_pad.Drawing = tuple(
    (round(radius * math.cos(angle), 2), round(radius * math.sin(angle), 2), label)
    for label, radius, count in ((0, 1.2, 8), (1, 4.0, 16))
    for angle in (2 * math.pi * step / count for step in range(count))
)


@dataclass(frozen=True)
class Drawn:
    """Points drawn on the page; see `nnkit.playground.drawn`."""

    points: point_pad.Drawing
    train_share: float
    seed: int


@dataclass(frozen=True)
class Table:
    """A CSV file; see `nnkit.playground.from_csv`."""

    name: str
    data: bytes = field(repr=False)
    train_share: float
    seed: int


def make(origin: "Origin") -> "Points":
    """Return the points of an origin; the last ones made are kept. Raises NnkitError."""
    from nnkit import playground

    made = st.session_state.get(_MADE)
    if made is None or made[0] != origin:
        match origin:
            case Drawn():
                points = playground.drawn(origin.points, origin.train_share, origin.seed)
            case Table():
                points = playground.from_csv(origin.data, origin.train_share, origin.seed)
            case _:
                points = playground.make(origin)
        made = st.session_state[_MADE] = origin, points
    return cast("Points", made[1])


def draw(share: float, seed: int, usual: "DataSettings") -> "Origin":
    """Show the pad; return what is drawn there, or what was used last if that is too little."""
    from nnkit.playground.points import MAX_CLASSES, REACH

    begin = point_pad.read(st.query_params.get(_LINK, ""), REACH, MAX_CLASSES) or _BEGIN
    drawing = point_pad.draw(
        begin,
        [f"class {number + 1}" for number in range(MAX_CLASSES)],
        reach=REACH,
        key=_PAD,
        alt="A plane to draw points on, x across and y up",
    )
    if drawing != begin:
        st.query_params[_LINK] = point_pad.written(drawing, REACH)
    return _usable(Drawn(drawing, share, seed), usual)


def upload(share: float, seed: int, usual: "DataSettings") -> "Origin":
    """Show the uploader; return the table, or what was used last while there is none."""
    file = st.file_uploader("A table as a CSV file", type=["csv", "tsv", "txt"], key="table")
    if file is None:
        st.caption(
            "Two columns of numbers and one with what is to be learned: 2 to 4 different labels, "
            "or a number. The first line may name the columns. The file stays in this server's "
            "memory and is gone when you leave. Until you choose one, the points are the recipe's."
        )
        return usual
    return _usable(Table(file.name, file.getvalue(), share, seed), usual)


def _usable(origin: Drawn | Table, usual: "DataSettings") -> "Origin":
    """Return the origin if points can be made of it; else say why, and return the last that was."""
    last = st.session_state.get(_MADE, (usual, None))[0]
    refused = st.session_state.get(_REFUSED)  # a large file is not read again in every run
    if refused is None or refused[0] != origin:
        try:
            points = make(origin)
        except NnkitError as error:
            refused = st.session_state[_REFUSED] = origin, str(error)
    if refused is not None and refused[0] == origin:
        st.warning(plain(refused[1]), icon=":material/info:")
        return last if isinstance(last, type(origin)) else usual
    for note in points.notes:
        st.caption(plain(note))
    return origin
