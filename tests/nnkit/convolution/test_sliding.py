"""NumPy's own padding is the oracle."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.convolution import Sliding
from nnkit.convolution.sliding import pad

NUMPY_MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
margins = st.tuples(st.integers(0, 30), st.integers(0, 30))


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 8), st.integers(1, 8), margins, margins, st.sampled_from(list(NUMPY_MODES)))
def test_pads_as_numpy_does(height, width, rows, columns, mode):
    picture = torch.arange(height * width).reshape(1, 1, height, width).float()
    expected = np.pad(picture[0, 0].numpy(), (rows, columns), NUMPY_MODES[mode])
    np.testing.assert_array_equal(pad(picture, rows, columns, mode)[0, 0].numpy(), expected)


def test_the_odd_pixel_goes_after():
    assert Sliding().margins(4) == (1, 2)
    assert Sliding(1, 3).margins(2) == (1, 2)
    assert Sliding(padding="valid").margins(9) == (0, 0)


def test_settings_are_checked_when_made():
    with pytest.raises(SettingsError, match="padding"):
        Sliding(padding="none")
