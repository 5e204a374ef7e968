from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from ui.pointer import Box


def show(side: int = 8) -> None:
    import streamlit as st

    from nnkit.errors import SettingsError
    from ui.pointer import Box, pick_region

    boxes = [Box(1, 2, 3, 4, "here", "#E69F00")]
    try:
        region = pick_region(
            b"jpeg", (30, 40), boxes=boxes, region_size=side, key="pick", alt="fur"
        )
        st.text(str(region))
    except SettingsError as error:
        st.error(str(error))


def place(region: Any) -> str:
    app = AppTest.from_function(show).run()
    app.session_state["pick"] = {"region": region}
    app.run()
    assert not app.exception
    return app.text[0].value


def test_nothing_is_placed_at_first() -> None:
    assert AppTest.from_function(show).run().text[0].value == "None"


@pytest.mark.parametrize(
    ("region", "expected"),
    [([5, 6], "(5, 6)"), ([-3, 99], "(0, 32)"), ([22, 0], "(22, 0)"), ([23, 0], "(22, 0)")],
)
def test_the_square_stays_within_the_picture(region: list[int], expected: str) -> None:
    assert place(region) == expected


@pytest.mark.parametrize("region", ["ab", [1], [1, 2, 3], [1.5, 2], [None, 2], [True, 2], {"a": 1}])
def test_nonsense_from_a_browser_is_no_place(region: object) -> None:
    assert place(region) == "None"


@pytest.mark.parametrize("side", [0, 31])
def test_a_square_that_does_not_fit_is_refused(side: int) -> None:
    app = AppTest.from_function(show, kwargs={"side": side}).run()
    assert "does not fit" in app.error[0].value


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"height": 0}, "at least 1"), ({"colour": "red"}, "#rrggbb"), ({"colour": "#12345g"}, "#rr")],
)
def test_a_box_that_cannot_be_drawn_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Box(
            **{"row": 0, "column": 0, "height": 1, "width": 1, "label": "", "colour": "#000000"}
            | changes
        )
