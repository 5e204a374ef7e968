"""A sheet to draw a digit on, which Python reads while the pen moves.

The strokes travel, not the pixels: they are small, sharp at any size and can be shown again. The
browser sends all of them with each message, so that the newest message alone tells the drawing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeGuard

import streamlit as st

from nnkit.errors import SettingsError
from nnkit.strokes import SHEET, Stroke
from ui import components

MAX_STROKES = 100
MAX_POINTS = 4000  # on the whole sheet
BRUSHES = (8, 36)  # what the visitor may choose, in units of the sheet
WIDTHS = (6, 40)  # what is taken from a browser

_PAD = components.register("digit_pad", "courier")


@dataclass(frozen=True)
class Drawing:
    """What is on the sheet; `is_final` is False while the pen is down.

    number: of the browser's message that told it, 0 before the first.
    """

    strokes: tuple[Stroke, ...] = ()
    is_final: bool = True
    number: int = field(default=0, compare=False)


@dataclass(frozen=True)
class _Message:
    """What a browser sends.

    mount: the name of the one mounted pad that sent it. number: counts its messages from 1.
    edition: the number of the example that the visitor had before them.
    """

    mount: str
    number: int
    edition: int
    drawing: Drawing


@dataclass(frozen=True)
class _Sheet:
    """What stays in the session over tabs and pages.

    example: what the page offered last, None as long as no page did. edition: grows with each new
    example; messages of an earlier one are too late. mount and number name the last message.
    """

    drawing: Drawing
    example: tuple[Stroke, ...] | None
    edition: int
    is_touched: bool = False
    mount: str = ""
    number: int = 0


def pad(*, key: str, example: Sequence[Stroke] = (), brush: int = 18) -> Drawing:
    """Show the sheet and return what is on it.

    `example` is shown until the visitor draws or clears, and anew when it becomes another one.
    `brush` is the diameter to begin with, 8..36 of the sheet's 280 units. The drawing stays in the
    session under `key`, over pages and tabs. Raises SettingsError.
    """
    if not BRUSHES[0] <= brush <= BRUSHES[1]:
        raise SettingsError(f"A brush of {brush} is too thin or too thick: choose 8 to 36.")
    _take_over(key)
    sheet = _offer(_kept(key), tuple(example))
    _keep(key, sheet)
    header = {
        "edition": sheet.edition,
        "mount": sheet.mount,
        "number": sheet.number,
        "isTouched": sheet.is_touched,
        "strokes": [_flat(stroke) for stroke in sheet.drawing.strokes],
        "brush": brush,
        "most": {"strokes": MAX_STROKES, "points": MAX_POINTS},
    }
    # The callback runs at the start of every run, also of one that no longer shows the pad: the
    # last stroke before a change of tab is not lost.
    _PAD(key=key, data=components.pack(header), on_drawing_change=partial(_take_over, key))
    return sheet.drawing


def current(key: str) -> Drawing:
    """Return what is on the sheet without showing it; nothing if it was never shown."""
    _take_over(key)
    sheet = _kept(key)
    return Drawing() if sheet is None else sheet.drawing


def _kept(key: str) -> _Sheet | None:
    sheet: _Sheet | None = st.session_state.get(f"_pad_{key}")
    return sheet


def _keep(key: str, sheet: _Sheet) -> None:
    st.session_state[f"_pad_{key}"] = sheet


def _take_over(key: str) -> None:
    """Put the browser's last message on the sheet, unless it is about an earlier example."""
    sheet = _kept(key)
    state = st.session_state.get(key)
    sent = state.get("drawing") if isinstance(state, Mapping) else None
    if sent is None:
        return
    message = _read(sent, 1 if sheet is None else sheet.edition)
    if sheet is None:  # the server forgot the session, the browser did not
        sheet = _Sheet(message.drawing, None, message.edition)
    if message.edition == sheet.edition:
        drawn = replace(sheet, drawing=message.drawing, is_touched=True)
        _keep(key, replace(drawn, mount=message.mount, number=message.number))


def _offer(sheet: _Sheet | None, example: tuple[Stroke, ...]) -> _Sheet:
    """Return the sheet with this example on it if that is a new one."""
    if sheet is None:
        return _Sheet(Drawing(example), example, 1)
    if sheet.example is None:
        return replace(sheet, example=example)
    if sheet.example != example:
        return _Sheet(Drawing(example), example, sheet.edition + 1)
    return sheet


def _flat(stroke: Stroke) -> list[float]:
    """Width, x, y, x, y ...: the form in which strokes travel both ways."""
    return [round(v, 1) for v in (stroke.width, *(v for point in stroke.points for v in point))]


def _read(sent: object, edition: int) -> _Message:
    """Read what a browser sent; nonsense is an empty drawing on the present `edition`."""
    nonsense = _Message("", 0, edition, Drawing())
    if not isinstance(sent, dict):
        return nonsense
    mount, number, told = sent.get("mount"), sent.get("number"), sent.get("edition")
    strokes, is_final = _strokes(sent.get("strokes")), sent.get("isFinal")
    if not (_is_count(number) and _is_count(told) and isinstance(is_final, bool)):
        return nonsense
    if not isinstance(mount, str) or len(mount) > 40 or strokes is None:
        return nonsense
    return _Message(mount, number, told, Drawing(strokes, is_final, number))


def _strokes(sent: object) -> tuple[Stroke, ...] | None:
    if not isinstance(sent, list) or len(sent) > MAX_STROKES:
        return None
    if not all(isinstance(flat, list) and len(flat) % 2 == 1 and len(flat) > 1 for flat in sent):
        return None
    if sum(len(flat) // 2 for flat in sent) > MAX_POINTS:
        return None
    if not all(_is_number(value) for flat in sent for value in flat):
        return None
    return tuple(_stroke(flat) for flat in sent)


def _stroke(flat: list[float]) -> Stroke:
    places = [float(min(max(value, 0), SHEET)) for value in flat[1:]]
    points = tuple(zip(places[::2], places[1::2], strict=True))
    return Stroke(points, float(min(max(flat[0], WIDTHS[0]), WIDTHS[1])))


def _is_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
