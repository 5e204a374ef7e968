"""What is in range passes, what is not is refused in one clear sentence."""

import enum
import math
from fractions import Fraction

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.ranges import check_number, check_whole

NOT_WHOLE = (
    True, False, None, "3", 3.0, 3.5, math.nan, math.inf, Fraction(3), np.int64(3),
    torch.tensor(3), [3], enum.IntEnum("Some", {"THREE": 3})(3),
)  # fmt: skip
NO_NUMBERS = (True, None, "3", math.nan, math.inf, -math.inf, 3j, Fraction(3), torch.tensor(3.0))


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(0, 60))
def test_whole_numbers_pass_from_the_lowest_to_the_highest(value, lowest, room):
    if value in range(lowest, lowest + room + 1):
        check_whole("steps", value, lowest, lowest + room)
    else:
        with pytest.raises(SettingsError):
            check_whole("steps", value, lowest, lowest + room)


@given(st.floats(-5, 5), st.integers(-5, 5), st.floats(0, 3))
def test_numbers_pass_from_the_lowest_to_the_highest(value, lowest, room):
    highest = lowest + room
    if max(lowest, min(value, highest)) == value:
        check_number("share", value, lowest, highest)
    else:
        with pytest.raises(SettingsError):
            check_number("share", value, lowest, highest)


def test_a_whole_number_is_a_number():
    check_number("share", 1, 0.5, 1.0)


@pytest.mark.parametrize("value", NOT_WHOLE, ids=repr)
def test_only_plain_whole_numbers_are_whole(value):
    with pytest.raises(SettingsError):
        check_whole("steps", value, 1, 10)


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_only_plain_finite_numbers_are_numbers(value):
    with pytest.raises(SettingsError):
        check_number("share", value, 1, 10)


def test_the_sentence_says_what_is_asked_for():
    with pytest.raises(SettingsError, match=r"^steps must be a whole number 1\.\.100\.$"):
        check_whole("steps", 0, 1, 100)
    with pytest.raises(SettingsError, match=r"^The share must be 0\.005\.\.0\.5\.$"):
        check_number("The share", 2, 0.005, 0.5)
