"""The weighted sum as bars: what travels to the browser, and what is refused."""

import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from tests.ui.payload import unpacked
from ui.sum_bar import Term, sum_bar


def show() -> None:
    from ui.sum_bar import Term, sum_bar

    sum_bar(
        [Term("weather", 0.8, 3), Term("price", -1.2, 2)],
        -0.5,
        key="sum",
        answers=("stay", "go"),
        bias_name="mood",
    )


def test_parts_bias_and_answers_travel() -> None:
    sent = unpacked(AppTest.from_function(show).run())
    assert sent["terms"] == [
        {"name": "weather", "weight": 0.8, "value": 3},
        {"name": "price", "weight": -1.2, "value": 2},
    ]
    assert (sent["bias"], sent["biasName"]) == (-0.5, "mood")
    assert sent["answers"] == ["stay", "go"]


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (("", 1.0, 1.0), "needs a name"),
        (("a", float("nan"), 1.0), '"a" needs numbers'),
        (("a", 1.0, float("inf")), "not inf"),
        (("a", 1.0, -1e7), "from -1e6 to 1e6"),
    ],
)
def test_what_is_no_part_is_refused(term: tuple, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Term(*term)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"terms": []}, "1 to 12 inputs, not 0"),
        ({"terms": [Term("a", 1.0, 1.0)] * 13}, "not 13"),
        ({"bias": float("nan")}, '"bias" needs numbers'),
        ({"answers": ("no", "")}, "two answers"),
        ({"bias_name": " "}, "a name for the bias"),
    ],
)
def test_what_cannot_be_shown_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        sum_bar(**{"terms": [Term("a", 1.0, 1.0)], "bias": 0.0, "key": "sum", **changes})
