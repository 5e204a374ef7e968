import struct
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nnkit.errors import SettingsError
from tests.ui.payload import unpacked
from ui.number_grids import Grid

ORANGE, BLUE, PAPER = [213, 94, 0], [0, 114, 178], [250, 249, 246]
DARK, YELLOW = [0, 34, 78], [254, 232, 56]


def show(**changes: object) -> None:
    import numpy as np
    import streamlit as st

    from nnkit.errors import SettingsError
    from ui.number_grids import Grid, Term, chosen_cell, grids

    def count() -> None:
        st.session_state["heard"] = chosen_cell("grids", (2, 3))

    bits = np.array([[0, 1, 1], [1, 0, 0]], np.float64)
    weights = np.array([[0.5, -0.25, 2.0], [-2.0, 1.0, 0.0]])
    shown = [
        Grid("Ink", bits, "ink", "ink", name="ink", digits=0),
        Grid("Weights", weights, "signed", "weights", name="weight"),
        Grid("Products", bits * weights, "signed", "products", limit=4),
    ]
    shapes = changes.pop("shapes", None)
    if shapes is not None:
        shown = [Grid("Zeros", np.zeros(shape), "heat", "zeros") for shape in shapes]
    settings = {"operators": ["×", "="], "account": [Term("−0.25", "sum"), Term("1", "bias", "+")]}
    try:
        cell = grids(shown, key="grids", on_cell_change=count, **{**settings, **changes})
        st.text(str(cell))
    except SettingsError as error:
        st.error(str(error))


def run(**changes: object) -> AppTest:
    return AppTest.from_function(show, kwargs=changes).run()


def grid(values: object, colours: Any = "heat", **settings: Any) -> Grid:
    return Grid("Numbers", np.asarray(values), colours, "numbers", **settings)


def pixels(values: object, colours: str, **settings: Any) -> list[list[int]]:
    made = grid([values], colours, **settings)
    return made.paint(made.numbers)[0].tolist()


def test_numbers_travel_as_float32_and_colours_as_bytes() -> None:
    header = unpacked(run())
    blobs = header["blobs"]
    assert (header["rows"], header["columns"]) == (2, 3)
    assert [struct.unpack("<6f", blob) for blob in blobs[::2]] == [
        (0, 1, 1, 1, 0, 0),
        (0.5, -0.25, 2, -2, 1, 0),
        (0, -0.25, 2, -2, 0, 0),
    ]
    assert blobs[1] == bytes([0] * 3 + [255] * 6 + [255] * 3 + [0] * 6)
    assert list(blobs[3][6:12]) == ORANGE + BLUE
    half = [round((strong + paper) / 2) for strong, paper in zip(ORANGE, PAPER, strict=True)]
    assert np.allclose(list(blobs[5][6:9]), half, atol=1)  # 2 where 4 would be full orange


def test_the_browser_is_told_names_operators_and_account() -> None:
    header = unpacked(run())
    assert [one["name"] for one in header["grids"]] == ["ink", "weight", ""]
    assert header["operators"] == ["×", "="]
    assert header["account"] == [["", "−0.25", "sum"], ["+", "1", "bias"]]
    assert header["selected"] is None
    assert header["canChoose"] is False
    weights = header["grids"][1]
    assert weights["marks"] == [-2, 0, 2]
    assert (weights["ramp"][0], weights["ramp"][8], weights["ramp"][-1]) == (BLUE, PAPER, ORANGE)


def test_ink_is_grey_and_white_at_its_limit() -> None:
    assert pixels([0, 0.2, 1, 3], "ink") == [[0] * 3, [51] * 3, [255] * 3, [255] * 3]
    assert pixels([0, 5, 10], "ink", limit=10) == [[0] * 3, [128] * 3, [255] * 3]


def test_heat_goes_from_zero_to_the_largest_number() -> None:
    assert pixels([0, 5], "heat") == [DARK, YELLOW]
    assert pixels([0, 5, 9], "heat", limit=5)[1:] == [YELLOW, YELLOW]
    assert pixels([0, 0], "heat") == [DARK, DARK]


def test_counts_are_spread_by_their_logarithm() -> None:
    zero, few, many = pixels([0, 30, 960], "counts")  # 31 is the square root of 961
    assert (zero, many) == (DARK, YELLOW)
    assert few == [125, 124, 120]  # the middle of cividis


def test_a_selected_cell_is_shown() -> None:
    assert unpacked(run(selected=(1, 2)))["selected"] == [1, 2]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [([1, 2], "(1, 2)"), ((0, 0), "(0, 0)"), ([2, 0], "None"), ([0, 3], "None"), ([-1, 0], "None")]
    + [
        (bad, "None") for bad in ("ab", [1], [1, 1, 1], [0.0, 1], [True, 1], [None, 0], {"a": 1}, 7)
    ],
)
def test_only_a_cell_of_the_grid_counts_as_chosen(cell: object, expected: str) -> None:
    app = run(can_choose=True)
    assert app.text[0].value == "None"
    app.session_state["grids"] = {"cell": cell}
    app.run()
    assert not app.exception
    assert app.text[0].value == expected
    shown = unpacked(app)["selected"]
    assert str(shown and tuple(shown)) == expected


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"shapes": []}, "at least one"),
        ({"shapes": [(2, 3), (3, 2)], "operators": ["×"]}, "one shape"),
        ({"operators": ["×"]}, "3 grids need 2 operators"),
        ({"shapes": [(2, 3)], "operators": ["×"]}, "need 0 operators"),
        ({"selected": (2, 0)}, "not in a grid of 2 x 3"),
        ({"selected": (0, 1, 2)}, "not in a grid"),
    ],
)
def test_grids_that_do_not_belong_together_are_refused(changes: dict, message: str) -> None:
    assert message in run(**changes).error[0].value


@pytest.mark.parametrize(
    ("values", "settings", "message"),
    [
        ([1.0, 2.0], {}, "rows and columns"),
        (np.zeros((0, 3)), {}, "rows and columns"),
        (np.zeros((1, 2, 3)), {}, "rows and columns"),
        ([[1.0, np.nan]], {}, "not finite"),
        ([[1e300]], {}, "not finite"),
        ([["one"]], {}, "real numbers"),
        ([[1j]], {}, "real numbers"),
        ([[-1.0]], {}, '"signed"'),
        ([[-0.1]], {"colours": "ink"}, '"signed"'),
        ([[-1]], {"colours": "counts"}, '"signed"'),
        ([[1.0]], {"colours": "rainbow"}, "rainbow"),
        ([[1.0]], {"limit": 0.0}, "above 0"),
        ([[1.0]], {"limit": float("nan")}, "above 0"),
        ([[1.0]], {"limit": float("inf")}, "above 0"),
        ([[1.0]], {"digits": -1}, "0 to 6"),
        ([[1.0, 2.0]], {"row_labels": "ab"}, "1 row labels, not 2"),
        ([[1.0, 2.0]], {"column_labels": "a"}, "2 column labels, not 1"),
    ],
)
def test_what_cannot_be_shown_is_refused(values: object, settings: dict, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        grid(values, **settings)


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "float16", "float64", ">f4"])
def test_every_kind_of_number_is_taken(dtype: str) -> None:
    values = np.asfortranarray(np.array([[0, 1, 1], [1, 0, 1]], dtype))
    assert struct.unpack("<6f", grid(values, "ink").numbers.tobytes()) == (0, 1, 1, 1, 0, 1)
