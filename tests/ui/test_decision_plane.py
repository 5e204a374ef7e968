"""The plane with the line to drag: what travels to the browser and what is taken from it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from nnkit.box import Box
from nnkit.errors import SettingsError
from nnkit.neuron import Neuron
from tests.ui.payload import unpacked
from ui import decision_plane
from ui.decision_plane import Dragged, dragged, picked_point, plane

GOOD = {"mount": "a-1", "number": 3, "weights": [0.6, -0.8], "bias": 1}


Arrived = Callable[[object], None]


@pytest.fixture
def arrived(monkeypatch: pytest.MonkeyPatch) -> Arrived:
    """Puts into the session what a browser may have sent."""
    session: dict[str, object] = {}
    monkeypatch.setattr(decision_plane, "st", SimpleNamespace(session_state=session))
    return lambda state: session.update(plane=state)


def show(picked: tuple[float, float] | None = None) -> None:
    import streamlit as st

    from nnkit.box import Box
    from nnkit.neuron import Neuron
    from ui.decision_plane import plane

    told = plane(
        Neuron((0.5, -2.0), 0.25, "leaky_relu"),
        [(0.0, 1.0), (1.0, 1.0)],
        [False, True],
        box=Box(-1.0, 2.0, -1.0, 1.0),
        names=("a", "b"),
        alt="A plane",
        key="plane",
        picked=picked,
    )
    st.session_state["told"] = told


def run(state: Any = None, **settings: Any) -> AppTest:
    app = AppTest.from_function(show, kwargs=settings).run()
    if state is not None:
        app.session_state["plane"] = state
        app.run()
    assert not app.exception
    return app


def test_neuron_points_and_box_travel() -> None:
    sent = unpacked(run())
    assert sent["neuron"] == {"weights": [0.5, -2.0], "bias": 0.25}
    assert sent["activation"] == "leaky_relu"
    assert sent["activationTitle"] == "Leaky ReLU"
    assert sent["points"] == [
        {"place": [0.0, 1.0], "target": False},
        {"place": [1.0, 1.0], "target": True},
    ]
    assert sent["box"] == {"left": -1.0, "right": 2.0, "bottom": -1.0, "top": 1.0}
    assert sent["names"] == ["a", "b"]
    assert (sent["mount"], sent["number"], sent["picked"]) == ("", 0, None)


def test_nothing_is_dragged_or_picked_at_first() -> None:
    assert run().session_state["told"] == (None, None)


def test_a_dragged_line_is_told_and_its_message_answered() -> None:
    app = run({"dragged": GOOD})
    assert app.session_state["told"].dragged == Dragged((0.6, -0.8), 1.0, 3)
    sent = unpacked(app)
    assert (sent["mount"], sent["number"]) == ("a-1", 3)
    assert sent["neuron"]["weights"] == [0.5, -2.0]  # the page decides, not the browser


@pytest.mark.parametrize(
    "changes",
    [
        {"weights": [1.0]},
        {"weights": [1.0, 2.0, 3.0]},
        {"weights": "ab"},
        {"weights": [1.0, None]},
        {"weights": [True, 1.0]},
        {"weights": [float("nan"), 1.0]},
        {"weights": [1e7, 1.0]},
        {"bias": float("inf")},
        {"bias": "1"},
        {"bias": None},
        {"number": 0},
        {"number": 1.5},
        {"number": True},
        {"number": 2**53},
        {"mount": None},
        {"mount": "x" * 41},
    ],
)
def test_nonsense_from_a_browser_is_no_line(arrived: Arrived, changes: dict) -> None:
    arrived({"dragged": GOOD})
    assert dragged("plane") is not None
    arrived({"dragged": GOOD | changes})
    assert dragged("plane") is None


@pytest.mark.parametrize("nonsense", ["", 3, [1, 2], {}])
def test_what_is_no_message_is_no_line(arrived: Arrived, nonsense: object) -> None:
    arrived({"dragged": nonsense})
    assert dragged("plane") is None
    arrived(nonsense)
    assert dragged("plane") is None


def test_nonsense_is_not_answered() -> None:
    sent = unpacked(run({"dragged": GOOD | {"weights": []}}))
    assert (sent["mount"], sent["number"]) == ("", 0)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ([1, 0.5], (1.0, 0.5)),
        ([-1, 1], (-1.0, 1.0)),
        ([2.1, 0], None),
        ([0, -1.01], None),
        ([0], None),
        ([0, "1"], None),
        ([float("nan"), 0], None),
        ("ab", None),
        (None, None),
    ],
)
def test_a_picked_point_counts_if_it_is_in_the_box(
    arrived: Arrived, sent: object, expected: object
) -> None:
    arrived({"picked": sent})
    assert picked_point("plane", Box(-1.0, 2.0, -1.0, 1.0)) == expected


def test_a_picked_point_is_told_and_shown() -> None:
    app = run({"picked": [1, 0.5]})
    assert app.session_state["told"].picked == (1.0, 0.5)
    assert unpacked(app)["picked"] == [1.0, 0.5]


def test_a_point_that_the_page_keeps_wins() -> None:
    app = run({"picked": [0, 0]}, picked=(1.5, 0.5))
    assert unpacked(app)["picked"] == [1.5, 0.5]
    assert app.session_state["told"].picked == (0.0, 0.0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"neuron": Neuron((1.0,))}, "two inputs"),
        ({"neuron": Neuron((1.0, 2.0, 3.0))}, "two inputs"),
        ({"targets": [True]}, "one target for each"),
        ({"points": [(0.0, 0.0)] * 1001, "targets": [True] * 1001}, "at most 1000"),
        ({"names": ("x", " ")}, "names for its inputs"),
        ({"answers": ("", "yes")}, "and answers"),
        ({"alt": ""}, "alt text"),
        ({"points": [(3.0, 0.0)], "targets": [True]}, r"\(3.0, 0.0\) is not in the box"),
        ({"picked": (0.0, float("nan"))}, "not in the box"),
    ],
)
def test_what_cannot_be_shown_is_refused(changes: dict, message: str) -> None:
    settings: dict = {"neuron": Neuron((1.0, 1.0)), "box": Box(-1.0, 1.0, -1.0, 1.0), "alt": "A"}
    with pytest.raises(SettingsError, match=message):
        plane(**{**settings, "key": "plane", **changes})
