"""Two runs on one time line: what travels to the browser, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from nnkit.playground import DataSettings, NetworkSettings, TrainingSettings, make, train
from tests.ui.payload import unpacked
from ui.network_graph import Bundle
from ui.network_pair import Contender, show

POINTS = make(DataSettings("moons", 30))
NETWORKS = (NetworkSettings(hidden=(3, 2)), NetworkSettings(hidden=(2,), activations=("relu",)))
FRAMES = tuple(
    tuple(train(POINTS, network, TrainingSettings(epochs=epochs)))
    for network, epochs in zip(NETWORKS, (4, 2), strict=True)
)


def contender(at: int, name: str, title: str = "rate 1") -> Contender:
    return Contender(name, title, Bundle.of(FRAMES[at], POINTS, NETWORKS[at], run=name))


def page(settings: dict) -> None:
    import streamlit as st

    from nnkit.errors import SettingsError
    from tests.ui.test_network_pair import contender
    from ui.network_pair import show

    second = contender(1, settings.pop("name", "B"), settings.pop("title", ""))
    try:
        show(contender(0, "A"), second, key="pair", **settings)
    except SettingsError as error:
        st.error(str(error))


def run(**settings: Any) -> AppTest:
    app = AppTest.from_function(page, args=(settings,)).run()
    assert not app.exception
    return app


def test_both_runs_travel_whole() -> None:
    sent = unpacked(run(title="two neurons"))
    first, second = sent["runs"]
    assert (first["name"], second["name"], second["title"]) == ("A", "B", "two neurons")
    assert (first["sizes"], second["sizes"]) == ([2, 3, 2, 1], [2, 2, 1])
    assert [(one["start"], one["count"]) for one in sent["runs"]] == [(0, 5), (0, 3)]
    assert [len(one["notes"]) for one in sent["runs"]] == [5, 3]
    assert len(sent["blobs"]) == 14
    assert sent["blobs"][6] == b"".join(frame.maps for frame in FRAMES[0])
    assert sent["blobs"][13] == b"".join(frame.maps for frame in FRAMES[1])


def test_a_new_pair_is_told_from_the_same_again() -> None:
    name = unpacked(run(title="x"))["id"]
    assert unpacked(run(title="x"))["id"] == name
    assert unpacked(run(title="y"))["id"] != name


def test_what_cannot_be_compared_is_refused() -> None:
    assert "different names" in run(name="A").error[0].value
    assert "pixels high" in run(height=100).error[0].value
    other = make(DataSettings("plane", 30))
    frames = list(train(other, NETWORKS[0], TrainingSettings("squared", epochs=0)))
    numbers = Contender("B", "", Bundle.of(frames, other, NETWORKS[0], run="B"))
    with pytest.raises(SettingsError, match="kind of answers"):
        show(contender(0, "A"), numbers, key="pair")
    with pytest.raises(SettingsError, match="at least one"):
        replace(contender(0, "A").bundle, frames=())
