import math
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from tests.ui.payload import unpacked
from ui.digit_bars import Reading


def show() -> None:
    from ui.digit_bars import Reading, bars

    rows = [
        Reading("ConvNet", "small print", (0.25, 0.75), ("0", "1"), "1"),
        Reading("Asleep", "later", None, ("0", "1"), ""),
    ]
    bars(rows, key="bars", mark="a:3")


def test_the_browser_is_given_every_reading() -> None:
    app = AppTest.from_function(show).run()
    told = unpacked(app)
    assert told["mark"] == "a:3"
    usual = {"labels": ["0", "1"]}
    assert told["rows"] == [
        {"title": "ConvNet", "note": "small print", "answer": "1", "shares": [0.25, 0.75], **usual},
        {"title": "Asleep", "note": "later", "answer": "", "shares": None, **usual},
    ]


@pytest.mark.parametrize("shares", [[0, 1], (0.0, 1.0), np.array([0.5, 0.5], np.float32)])
def test_probabilities_may_be_any_numbers_from_0_to_1(shares: Any) -> None:
    Reading("Title", "", shares, ("0", "1"), "0")


@pytest.mark.parametrize(
    "shares", [[0.5, math.nan], [math.inf, 0], [-1e-9, 1], [0, 1.001], [None, 0], ["0", 1]]
)
def test_what_is_no_probability_is_refused(shares: Any) -> None:
    with pytest.raises(SettingsError, match="from 0 to 1"):
        Reading("Title", "", shares, ("0", "1"), "0")


@pytest.mark.parametrize("shares", [[], [1.0], [0.2, 0.3, 0.5]])
def test_each_label_needs_its_probability(shares: list[float]) -> None:
    with pytest.raises(SettingsError, match="as many"):
        Reading("Title", "", shares, ("0", "1"), "0")


def test_a_reading_without_labels_is_refused() -> None:
    with pytest.raises(SettingsError, match="label"):
        Reading("Title", "", None, (), "")
