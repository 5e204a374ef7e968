import json
import struct
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.payload import unpacked


def show(**changes: object) -> None:
    import streamlit as st
    import torch

    from nnkit.autoencoder import LatentMap
    from nnkit.errors import SettingsError
    from ui import latent_map

    codes, labels = torch.tensor([[-1.5, 0.25], [2.0, -3.0]]), torch.tensor([7, 0])
    plane = LatentMap("ae2", b"sheet", 41, 28, (-2.0, 2.0), (-3.0, 1.0), codes, labels)
    settings = {"point": (0.5, -1.0), **changes}
    try:
        latent_map.show(plane, "abc", key="map", alt="A map", **settings)
    except SettingsError as error:
        st.error(str(error))
    st.json({"moved": latent_map.moved("map", plane)})


def run(**changes: object) -> AppTest:
    return AppTest.from_function(show, kwargs=changes, default_timeout=60).run()


def given(**changes: object) -> dict[str, Any]:
    return unpacked(run(**changes))


def test_the_browser_gets_the_codes_as_numbers_and_the_sheet_by_its_name() -> None:
    told = given(own=(1.0, 0.0))
    assert told["source"] == "abc"
    assert (told["points"], told["cell"]) == (41, 28)
    assert (told["across"], told["up"]) == ([-2.0, 2.0], [-3.0, 1.0])
    assert (told["point"], told["own"], told["beneath"]) == ([0.5, -1.0], [1.0, 0.0], "codes")
    codes, labels = told["blobs"]
    assert struct.unpack("<4f", codes) == (-1.5, 0.25, 2.0, -3.0)
    assert labels == bytes([7, 0])


def test_without_a_drawing_nothing_is_marked() -> None:
    assert given()["own"] is None


@pytest.mark.parametrize(
    ("sent", "moved"),
    [
        ([0.25, -2.5], [0.25, -2.5]),
        ((1, 0), [1.0, 0.0]),
        ([99.0, -99.0], [2.0, -3.0]),
        ("<b>", None),
        ([1.0], None),
        ([1.0, "2"], None),
        ([True, 0.0], None),
        ([float("nan"), 0.0], None),
        ([0.0, float("inf")], None),
        (None, None),
    ],
)
def test_what_a_browser_sends_is_a_point_on_the_map_or_nothing(sent: object, moved: object) -> None:
    test = run()
    assert json.loads(test.json[0].value)["moved"] is None
    test.session_state["map"] = {"point": sent}
    test.run()
    assert not test.exception
    assert json.loads(test.json[0].value)["moved"] == moved


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"beneath": "fog"}, '"fog" cannot lie beneath'),
        ({"point": (0.0, float("nan"))}, "two finite numbers"),
        ({"point": (0.0,)}, "two finite numbers"),
        ({"own": (float("inf"), 0.0)}, "two finite numbers"),
    ],
)
def test_what_cannot_be_shown_is_refused(changes: dict[str, object], message: str) -> None:
    assert message in run(**changes).error[0].value
