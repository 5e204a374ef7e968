"""The comparison of two pictures: what travels to the browser, and what is refused."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from tests.ui.payload import unpacked
from ui.comparison import comparison

TEXTS = ("first", "change", "second")


def show(**changes: object) -> None:
    from ui.comparison import comparison

    texts = ("first", "change", "second")
    settings = {"labels": texts, "alts": texts, **changes}
    comparison(b"one", b"other", key="pair", **settings)


def sent(**changes: object) -> dict[str, Any]:
    return unpacked(AppTest.from_function(show, kwargs=changes).run())


def test_both_files_travel_as_they_are() -> None:
    given = sent(alts=("a", "b", "c"))
    assert given["blobs"] == [b"one", b"other"]
    assert given["labels"] == list(TEXTS)
    assert given["alts"] == ["a", "b", "c"]


@pytest.mark.parametrize(("gain", "shown"), [(1, 1), (12.4, 12), (50.0, 50)])
def test_the_gain_is_a_whole_number(gain: float, shown: int) -> None:
    assert sent(gain=gain)["gain"] == shown


def test_the_gain_is_ten_unless_told() -> None:
    assert sent()["gain"] == 10


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"labels": ("first", " ", "second")}, "needs a label"),
        ({"alts": ("", "change", "second")}, "an alt text"),
        ({"gain": 0.9}, "1 to 50 times, not 0.9"),
        ({"gain": 50.1}, "1 to 50 times, not 50.1"),
        ({"gain": float("nan")}, "not nan"),
    ],
)
def test_what_cannot_be_shown_is_refused(changes: dict, message: str) -> None:
    settings = {"labels": TEXTS, "alts": TEXTS, **changes}
    with pytest.raises(SettingsError, match=message):
        comparison(b"", b"", key="pair", **settings)
