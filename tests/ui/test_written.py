import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.written import factor, formula, written


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 3, "0"),
        (-0.25, 3, "−0.25"),
        (1234.5, 3, "1\u202f230"),
        (682597.0, 2, "680\u202f000"),
        (-4.5e-7, 3, "−4.50 × 10⁻⁷"),
        (2e12, 2, "2.0 × 10¹²"),
        (0.001, 3, "0.001"),
        (3e-11, 1, "3 × 10⁻¹¹"),
        (math.inf, 3, "inf"),
        (math.nan, 3, "nan"),
    ],
)
def test_numbers_are_written_as_in_a_book(value, digits, text):
    assert written(value, digits) == text


def test_formulas_bracket_negative_factors_only():
    assert formula(-4.5e-7) == r"-4.50 \cdot 10^{-7}"
    assert factor(-0.5) == "(-0.5)"
    assert factor(0.5) == "0.5"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_is_the_number(value):
    text = written(value, 6).replace("−", "-").replace("\u202f", "")
    mantissa, _, power = text.partition(" × 10")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    read = float(f"{mantissa}e{power.translate(raised) or 0}")
    assert read == pytest.approx(value, rel=1e-5, abs=0)
