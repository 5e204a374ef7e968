"""The network graph: what travels to the browser, and what counts as an event of the visitor's."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    Points,
    TrainingSettings,
    make,
    train,
)
from nnkit.playground.frames import PlaygroundFrame
from tests.ui.payload import unpacked
from ui.network_graph import Bundle

NETWORK = NetworkSettings(("x", "xy"), (3, 2), ("tanh", "leaky_relu"), dropout=0.5)
POINTS = make(DataSettings("cats_and_dogs", 20))
FRAMES = tuple(train(POINTS, NETWORK, TrainingSettings(epochs=4)))


def bundle(frames: Any = FRAMES, **changes: Any) -> Bundle:
    return Bundle.of(frames, POINTS, changes.pop("network", NETWORK), run="a", **changes)


def page(count: int, run: str, settings: dict, early: bool) -> None:
    import streamlit as st

    from nnkit.errors import SettingsError
    from tests.ui.test_network_graph import FRAMES, NETWORK, POINTS
    from ui.network_graph import Bundle, next_event, show

    if early:
        st.text(f"EARLY {next_event('graph', run)}")
    given = Bundle.of(FRAMES[:count], POINTS, NETWORK, run=run, is_complete=False)
    try:
        st.text(f"EVENT {show(given, key='graph', **settings)}")
    except SettingsError as error:
        st.error(str(error))


def start(count: int = 3, run: str = "a", early: bool = False, **settings: Any) -> AppTest:
    kwargs = {"count": count, "run": run, "settings": settings, "early": early}
    return AppTest.from_function(page, kwargs=kwargs).run()


def go_on(app: AppTest, told: dict[str, Any] | None = None, **changes: Any) -> AppTest:
    """Run once more, after the browser told something or with more frames."""
    app.kwargs = {**(app.kwargs or {}), **changes}
    if told is not None:
        app.session_state["graph"] = told
    return app.run()


def said(app: AppTest) -> str:
    return app.text[-1].value


def edit(**changes: Any) -> dict[str, Any]:
    told = {"kind": "edit_weight", "run": "a", "epoch": 2, "layer": 1, "to": 1, "source": 2}
    return {"event": {**told, "value": -0.5, "number": 1, **changes}}


def test_words_and_axes() -> None:
    header = unpacked(start())
    assert header["sizes"] == [2, 3, 2, 1]
    assert header["features"] == ["x", "xy"]
    assert header["activations"] == ["tanh", "leaky relu"]
    assert header["classes"] == 2
    assert header["targets"] == ["cat", "dog"]
    assert header["axes"] == [
        {"name": "height in cm", "centre": 45.0, "spread": 7.0},
        {"name": "weight in kg", "centre": 25.0, "spread": 6.0},
    ]
    assert (header["run"], header["start"], header["count"]) == ("a", 0, 3)
    assert header["isComplete"] is False
    assert header["notes"] == ["", "", ""]


def test_points_and_feature_maps() -> None:
    points, features, *_ = unpacked(start())["blobs"]
    table = np.frombuffer(points, "<f4").reshape(-1, 4)
    assert np.array_equal(table[:, :2], POINTS.inputs.numpy())
    assert table[:, 2].tolist() == POINTS.targets.tolist()
    assert table[:, 3].tolist() == POINTS.is_train.float().tolist()
    x, xy = np.frombuffer(features, np.uint8).reshape(2, 32, 32)
    assert (np.diff(x.astype(int), axis=1) > 0).all()  # rises to the right
    assert (np.diff(x.astype(int), axis=0) == 0).all()
    assert xy[0, 0] < 20 < 230 < xy[0, -1]  # negative at the upper left, positive at the right


def test_every_number_of_a_frame_travels() -> None:
    figures, parameters, scales, dropped, maps = unpacked(start())["blobs"][2:]
    neurons = 3 + 2 + 1
    table = np.frombuffer(figures, "<f8").reshape(3, 5)
    flat = np.frombuffer(parameters, "<f4").reshape(3, -1)
    for at, frame in enumerate(FRAMES[:3]):
        assert table[at].tolist() == [
            *(frame.epoch, frame.train_loss, frame.test_loss),
            *(frame.train_accuracy, frame.test_accuracy),
        ]
        wanted = []
        for weights, biases in zip(frame.weights, frame.biases, strict=True):
            wanted += [*weights.flatten().tolist(), *biases.tolist()]
        assert flat[at].tolist() == wanted
        assert maps[at * neurons * 1024 :][: neurons * 1024] == frame.maps
        assert np.allclose(np.frombuffer(scales, "<f4").reshape(3, -1)[at], frame.scales)
    switched = [[int(off) for layer in frame.dropped for off in layer] for frame in FRAMES[1:3]]
    assert list(dropped) == [0] * 5 + switched[0] + switched[1]
    assert any(map(any, switched))


def test_a_diverged_run_can_be_sent() -> None:
    lost = replace(FRAMES[1], train_loss=math.nan, test_loss=math.inf, note="Too fast.")
    given = bundle([FRAMES[0], lost])
    figures = np.frombuffer(given.blobs(0)[2], "<f8").reshape(2, 5)
    assert np.isnan(figures[1, 1])
    assert np.isposinf(figures[1, 2])


def test_only_what_is_missing_travels() -> None:
    app = start(3)
    again = unpacked(app.run())
    assert (again["start"], again["count"]) == (3, 3)
    assert [len(blob) for blob in again["blobs"][2:]] == [0] * 5
    header = unpacked(go_on(app, count=5))
    assert (header["start"], header["count"], len(header["notes"])) == (3, 5, 2)
    assert header["blobs"][6] == FRAMES[3].maps + FRAMES[4].maps
    assert unpacked(go_on(app, run="b"))["start"] == 0


def test_what_got_lost_is_sent_again() -> None:
    app = start(4)
    wish = {"kind": "again", "run": "a", "have": 1, "epoch": 0, "number": 1}
    assert unpacked(go_on(app, {"wish": wish}))["start"] == 1
    assert said(app) == "EVENT None"
    assert unpacked(app.run())["start"] == 4  # asked for once, sent once
    assert unpacked(go_on(app, {"wish": {**wish, "run": "z", "number": 2}}))["start"] == 4


def test_an_edit_is_told_once() -> None:
    app = start()
    assert said(app) == "EVENT None"
    go_on(app, edit())
    assert said(app) == (
        "EVENT Event(kind='edit_weight', epoch=2, layer=1, to=1, source=2, value=-0.5, number=1)"
    )
    assert unpacked(app.run())["heard"] == 1
    assert said(app) == "EVENT None"
    go_on(app, edit(kind="branch", number=2))
    assert "kind='branch', epoch=2" in said(app)


def test_an_event_can_be_taken_before_anything_is_drawn() -> None:
    app = go_on(start(early=True), edit())
    assert "edit_weight" in app.text[0].value
    assert said(app) == "EVENT None"


def test_more_is_asked_for_after_everything_else() -> None:
    wish = {"kind": "more", "run": "a", "have": 3, "epoch": 2, "number": 2}
    app = go_on(start(), {**edit(), "wish": wish})
    assert "edit_weight" in said(app)
    app.run()
    assert "kind='more', epoch=2" in said(app)
    assert said(app.run()) == "EVENT None"


@pytest.mark.parametrize(
    "told",
    [
        *(edit(run="b"), edit(kind="explode"), edit(kind=["branch"]), edit(number=0)),
        *(edit(value="1"), edit(value=True), edit(value=math.nan), edit(value=1001)),
        *({"event": 7}, {"event": [1]}, {"wish": {"kind": "more"}}, {"event": {}}),
    ],
)
def test_nonsense_is_no_event(told: dict[str, Any]) -> None:
    app = go_on(start(), told)
    assert not app.exception
    assert said(app) == "EVENT None"


def test_what_cannot_be_shown_is_refused() -> None:
    with pytest.raises(SettingsError, match="at least one"):
        bundle([])
    with pytest.raises(SettingsError, match=r"not of \(2, 4, 2\)"):
        bundle(network=replace(NETWORK, hidden=(4, 2)))
    for height in (100, 2000):
        assert "pixels high" in start(height=height).error[0].value


@pytest.mark.parametrize("classes", [0, 3])
def test_other_kinds_of_answers(classes: int) -> None:
    kind = "gaussians" if classes else "plane"
    data = DataSettings(kind, 30, classes=classes or 2)
    network = NetworkSettings(hidden=(), activations=())
    loss = TrainingSettings("squared", epochs=0)
    points: Points = make(data)
    frames: list[PlaygroundFrame] = list(train(points, network, loss))
    given = Bundle.of(frames, points, network, run="a")
    assert given.describe()["sizes"] == (2, classes or 1)
    assert len(given.blobs(0)[6]) == (classes or 1) * 1024
    numbers = np.frombuffer(given.blobs(0)[0], "<f4")[2::4]
    assert torch.equal(torch.tensor(numbers), points.targets.float())
