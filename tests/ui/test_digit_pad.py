import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from nnkit.strokes import Stroke
from tests.ui.payload import unpacked
from ui import digit_pad
from ui.digit_pad import Drawing

LINE = [18, 10, 20, 30, 40]


def show(example: tuple[list[float], ...] = ()) -> None:
    import streamlit as st

    from nnkit.strokes import Stroke
    from ui import digit_pad

    if st.toggle("Shown", value=True, key="shown"):
        strokes = [
            Stroke(tuple(zip(flat[1::2], flat[2::2], strict=True)), flat[0])
            for flat in st.session_state.get("choice", example)
        ]
        st.session_state["drawing"] = digit_pad.pad(key="pad", example=strokes)
    st.session_state["current"] = digit_pad.current("pad")


def start(*example: list[float]) -> AppTest:
    return AppTest.from_function(show, kwargs={"example": example}).run()


def message(*strokes: list[float], **changes: Any) -> dict[str, Any]:
    usual = {"mount": "a", "number": 1, "edition": 1, "isFinal": True, "strokes": list(strokes)}
    return {**usual, **changes}


def send(app: AppTest, sent: Any) -> Drawing:
    app.session_state["pad"] = {"drawing": sent}
    app.run()
    assert not app.exception
    drawing: Drawing = app.session_state["drawing"]
    assert app.session_state["current"] == drawing
    return drawing


def choose(app: AppTest, *example: list[float]) -> Drawing:
    app.session_state["choice"] = example
    app.run()
    drawing: Drawing = app.session_state["drawing"]
    return drawing


def test_the_sheet_is_empty_at_first() -> None:
    app = start()
    assert app.session_state["drawing"] == app.session_state["current"] == Drawing((), True)
    assert unpacked(app)["strokes"] == []


def test_strokes_come_from_the_browser_and_are_acknowledged() -> None:
    app = start()
    drawing = send(app, message(LINE, [8, 1, 2], number=7, isFinal=False))
    assert drawing == Drawing(
        (Stroke(((10, 20), (30, 40)), 18), Stroke(((1, 2),), 8)), is_final=False
    )
    told = unpacked(app)
    assert (told["mount"], told["number"], told["isTouched"]) == ("a", 7, True)
    assert told["strokes"] == [LINE, [8, 1, 2]]


def test_places_and_widths_are_brought_within_bounds() -> None:
    (thin, thick) = send(start(), message([1, -5, 999, 280.5, 12.25], [10**400, 1, 2])).strokes
    assert thin == Stroke(((0, 280), (280, 12.25)), 6)
    assert thick.width == 40


@pytest.mark.parametrize(
    "sent",
    [
        "a drawing",
        7,
        [LINE],
        {},
        message(mount=3),
        message(mount="a" * 41),
        message(LINE, number="1"),
        message(LINE, number=-1),
        message(LINE, number=True),
        message(LINE, edition=None),
        message(LINE, isFinal=1),
        message(strokes="strokes"),
        message(strokes={"0": LINE}),
        message(LINE, "line"),
        message(LINE, []),
        message(LINE, [18]),
        message(LINE, [18, 1]),
        message(LINE, [18, 1, 2, 3]),
        message(LINE, [18, 1, None]),
        message(LINE, [18, 1, True]),
        message(LINE, [18, 1, "2"]),
        message(LINE, [18, 1, [2]]),
        message(LINE, [18, 1, math.nan]),
        message(LINE, [math.inf, 1, 2]),
        message(*[[18, 1, 2]] * 101),
        message([18] + [1, 2] * 4001),
        message(*[[18] + [1, 2] * 50] * 81),
    ],
    ids=lambda sent: repr(sent)[:60],
)
def test_nonsense_is_an_empty_drawing(sent: Any) -> None:
    assert send(start(LINE), sent) == Drawing((), True)


@pytest.mark.parametrize("state", ["pad", 7, [LINE], {"other": message(LINE)}])
def test_a_state_without_a_drawing_is_passed_over(state: Any) -> None:
    app = start([12, 5, 6])
    app.session_state["pad"] = state
    app.run()
    assert not app.exception
    assert app.session_state["current"].strokes == (Stroke(((5, 6),), 12),)


def test_the_most_that_is_allowed_is_taken() -> None:
    drawing = send(start(), message(*[[18] + [1, 2] * 40] * 100))
    assert sum(len(stroke.points) for stroke in drawing.strokes) == 4000


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


@given(json_values | st.builds(lambda value: message(strokes=value), json_values))
def test_whatever_is_sent_gives_a_valid_drawing(sent: Any) -> None:
    read = digit_pad._read(sent, 1)
    for stroke in read.drawing.strokes:
        assert 6 <= stroke.width <= 40
        assert all(0 <= value <= 280 for point in stroke.points for value in point)


def test_an_example_counts_as_drawn_until_it_is_touched() -> None:
    app = start([12, 5, 6])
    example = Drawing((Stroke(((5, 6),), 12),), True)
    assert app.session_state["drawing"] == example
    assert unpacked(app)["isTouched"] is False
    assert app.run().session_state["drawing"] == example
    assert send(app, message(LINE)).strokes == (Stroke(((10, 20), (30, 40)), 18),)
    assert send(app, message(number=2)) == Drawing((), True)
    assert app.run().session_state["drawing"] == Drawing((), True)


def test_another_example_replaces_the_drawing_and_an_old_message_is_too_late() -> None:
    app = start([12, 5, 6])
    send(app, message(LINE))
    other = choose(app, [12, 7, 8])
    assert other.strokes == (Stroke(((7, 8),), 12),)
    assert (unpacked(app)["edition"], unpacked(app)["isTouched"]) == (2, False)
    assert send(app, message(LINE, number=2)) == other
    # The first example once more: not what was drawn over it then.
    assert choose(app, [12, 5, 6]).strokes == (Stroke(((5, 6),), 12),)
    assert send(app, message(LINE, number=3, edition=3)).strokes[0].width == 18


def test_the_drawing_outlives_the_component() -> None:
    app = start()
    drawing = send(app, message(LINE))
    app.toggle("shown").set_value(False).run()
    assert not app.get("bidi_component")
    assert app.session_state["current"] == drawing
    app.toggle("shown").set_value(True).run()
    assert app.session_state["drawing"] == drawing
    assert unpacked(app)["strokes"] == [LINE]


def test_a_server_that_forgot_the_session_takes_the_browsers_drawing() -> None:
    app = AppTest.from_function(show, kwargs={"example": ([12, 5, 6],)})
    drawing = send(app, message(LINE, edition=4))
    assert len(drawing.strokes[0].points) == 2
    assert unpacked(app)["edition"] == 4
    assert choose(app, [12, 7, 8]).strokes == (Stroke(((7, 8),), 12),)


@pytest.mark.parametrize("brush", [7, 37])
def test_an_odd_brush_is_refused(brush: int) -> None:
    with pytest.raises(SettingsError, match="8 to 36"):
        digit_pad.pad(key="pad", brush=brush)
