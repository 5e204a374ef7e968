"""Bars of classes: what travels to the browser, and what is refused."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from tests.ui.payload import unpacked
from ui.class_bars import Bar


def show(is_full: bool = False) -> None:
    from ui.class_bars import Bar, bars

    shown = [Bar("cat", 0.5, is_marked=True), Bar("dog", 0.25, after=0.0005), Bar("cup", 0.0)]
    bars(shown, title="What it is", key="bars", is_full=is_full)


def header(is_full: bool = False) -> dict[str, Any]:
    return unpacked(AppTest.from_function(show, kwargs={"is_full": is_full}).run())


def test_rows_carry_name_share_and_words() -> None:
    sent = header()
    assert sent["title"] == "What it is"
    assert [row["label"] for row in sent["rows"]] == ["cat", "dog", "cup"]
    assert [row["text"] for row in sent["rows"]] == ["50 %", "25 % → <0.1 %", "0.0 %"]
    assert [row["marked"] for row in sent["rows"]] == [True, False, False]
    assert [row["after"] for row in sent["rows"]] == [None, 0.0005, None]


def test_the_longest_bar_fills_the_width_unless_it_stands_for_all() -> None:
    assert header()["scale"] == 0.5
    assert header(is_full=True)["scale"] == 1.0


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(SettingsError, match="needs 0 to 1"):
        Bar("cat", share)
    with pytest.raises(SettingsError, match="needs 0 to 1"):
        Bar("cat", 0.5, after=share)
