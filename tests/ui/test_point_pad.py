"""The plane that points are drawn on: what a browser may send, and what a link carries."""

import base64
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from tests.ui.payload import unpacked
from ui import point_pad
from ui.point_pad import Drawing

REACH = 6.0
BEGIN = ((1.0, -2.5, 0), (0.25, 6.0, 1))


def show(begin: tuple[tuple[float, float, int], ...]) -> None:
    import streamlit as st

    from ui import point_pad

    st.session_state["now"] = point_pad.draw(
        begin, ("one", "two"), reach=6.0, key="pad", alt="A plane"
    )


def start() -> AppTest:
    return AppTest.from_function(show, kwargs={"begin": BEGIN}).run()


def send(app: AppTest, state: Any) -> Drawing:
    app.session_state["pad"] = state
    app.run()
    assert not app.exception
    drawing: Drawing = app.session_state["now"]
    return drawing


def arrived(state: Any, classes: int) -> Drawing | None:
    """What is made of a state that a browser may have sent."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(point_pad.st, "session_state", {"pad": state})
        return point_pad.drawn("pad", reach=REACH, classes=classes)


def test_it_begins_with_what_it_is_given() -> None:
    app = start()
    assert app.session_state["now"] == BEGIN
    told = unpacked(app)
    assert told["points"] == [list(point) for point in BEGIN]
    assert (told["names"], told["reach"], told["most"]) == (["one", "two"], REACH, 200)
    assert told["alt"] == "A plane"


def test_what_was_drawn_replaces_it_and_is_echoed() -> None:
    app = start()
    drawing = send(app, {"points": [[1, 2, 1], [-6, 0.5, 0]]})
    assert drawing == ((1.0, 2.0, 1), (-6.0, 0.5, 0))
    assert unpacked(app)["points"] == [[1, 2, 1], [-6, 0.5, 0]]
    assert send(app, {"points": []}) == ()


GOOD = [1, 2, 1]


@pytest.mark.parametrize(
    "sent",
    [
        None, 7, "points", {"0": GOOD}, True, [7], ["abc"], [None], [[]], [[1, 2]], [[1, 2, 1, 0]],
        [{"x": 1}], [["1", 2, 1]], [[None, 2, 1]], [[True, 2, 1]], [[1, False, 1]], [[1, 2, True]],
        [[math.nan, 2, 1]], [[1, math.inf, 1]], [[1, -math.inf, 1]], [[10**400, 2, 1]],
        [[6.001, 2, 1]], [[1, -6.001, 1]], [[1, 2, 2]], [[1, 2, -1]], [[1, 2, 0.5]],
        [[1, 2, math.nan]], [[1, 2, "0"]], [[1, 2, [0]]], [[[1], 2, 0]], [GOOD, GOOD, [1, 2]],
        [GOOD] * 201,
    ],
    ids=lambda sent: repr(sent)[:40],
)  # fmt: skip
def test_nonsense_is_no_drawing(sent: Any) -> None:
    assert arrived({"points": sent}, classes=2) is None


@pytest.mark.parametrize("state", [None, 7, "points", [GOOD], {"other": [GOOD]}])
def test_neither_is_a_state_without_points(state: Any) -> None:
    assert arrived(state, classes=2) is None


def test_instead_of_nonsense_the_begin_is_shown() -> None:
    app = start()
    for sent in ({"points": [[1, 2, 9]]}, {"points": "points"}, 7):
        assert send(app, sent) == BEGIN
        assert unpacked(app)["points"] == [list(point) for point in BEGIN]


def test_two_hundred_are_allowed() -> None:
    assert arrived({"points": [GOOD] * 200}, classes=2) == ((1.0, 2.0, 1),) * 200


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
numbers = st.integers() | st.floats() | st.floats(-6, 6) | st.booleans()


@given(json_values | st.lists(st.tuples(numbers, numbers, numbers), max_size=3))
def test_whatever_is_sent_gives_points_of_the_plane_or_none(sent: Any) -> None:
    for x, y, label in arrived({"points": sent}, classes=3) or ():
        assert abs(x) <= REACH
        assert abs(y) <= REACH
        assert label in (0, 1, 2)


@pytest.mark.parametrize("names", [(), ("a",) * 5, ("a", ""), ("a", "  ")])
def test_there_are_one_to_four_classes_with_names(names: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError, match=r"1\.\.4 classes"):
        point_pad.draw((), names, reach=REACH, key="pad", alt="A plane")


places = st.floats(-REACH, REACH)
drawings = st.lists(st.tuples(places, places, st.integers(0, 3)), max_size=200).map(tuple)


@given(drawings)
def test_a_link_brings_the_points_back(points: Drawing) -> None:
    text = point_pad.written(points, REACH)
    assert len(text) <= 6 * len(points)
    assert text.replace("-", "").replace("_", "").isalnum() or not points
    back = point_pad.read(text, REACH, 4)
    assert back is not None
    assert len(back) == len(points)
    for (x, y, label), (shown_x, shown_y, shown_label) in zip(points, back, strict=True):
        assert shown_label == label
        assert math.dist((x, y), (shown_x, shown_y)) <= 1.5 * REACH / 400
    assert point_pad.written(back, REACH) == text
    assert point_pad.read(text, REACH, 4) == back


@given(st.text(max_size=40) | st.binary(max_size=80).map(lambda data: _letters(data)))
def test_any_text_is_read_as_points_of_the_plane_or_as_none(text: str) -> None:
    for x, y, label in point_pad.read(text, REACH, 3) or ():
        assert abs(x) <= REACH
        assert abs(y) <= REACH
        assert label in (0, 1, 2)


def _letters(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize(
    "text", ["<b>", "é", "====", "AAA", "AAAAA", "AAAAAAA+", _letters(b"\xff" * 4)]
)
def test_nonsense_in_a_link_is_none(text: str) -> None:
    assert point_pad.read(text, REACH, 4) is None


def test_a_link_with_too_many_points_or_too_many_classes_is_none() -> None:
    assert point_pad.read(point_pad.written(((0.0, 0.0, 0),) * 201, REACH), REACH, 4) is None
    assert point_pad.read("AAAA" * 10**6, REACH, 4) is None
    text = point_pad.written(((0.0, 0.0, 3),), REACH)
    assert point_pad.read(text, REACH, 4) == ((0.0, 0.0, 3),)
    assert point_pad.read(text, REACH, 3) is None


def test_an_empty_link_has_no_points() -> None:
    assert point_pad.read("", REACH, 4) == ()
    assert point_pad.written((), REACH) == ""
