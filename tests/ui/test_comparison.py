"""The comparison of two pictures: what travels to the browser, and what is refused."""

import json
import struct

import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from ui.comparison import comparison

TEXTS = ("first", "change", "second")


def show(**changes: object) -> None:
    from ui.comparison import comparison

    texts = ("first", "change", "second")
    settings = {"labels": texts, "alts": texts, **changes}
    comparison(b"one", b"other", key="pair", **settings)


def sent(**changes: object) -> tuple[dict, bytes]:
    app = AppTest.from_function(show, kwargs=changes).run()
    assert not app.exception
    payload = app.get("bidi_component")[0].proto.bytes
    (length,) = struct.unpack("<I", payload[:4])
    return json.loads(payload[4 : 4 + length]), payload[4 + length :]


def test_both_files_travel_as_they_are() -> None:
    header, blobs = sent(alts=("a", "b", "c"))
    assert blobs == b"oneother"
    assert header["lengths"] == [3, 5]
    assert header["labels"] == list(TEXTS)
    assert header["alts"] == ["a", "b", "c"]


@pytest.mark.parametrize(("gain", "shown"), [(1, 1), (12.4, 12), (50.0, 50)])
def test_the_gain_is_a_whole_number(gain: float, shown: int) -> None:
    assert sent(gain=gain)[0]["gain"] == shown


def test_the_gain_is_ten_unless_told() -> None:
    assert sent()[0]["gain"] == 10


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
