"""The shown arithmetic is the arithmetic of `convolve`."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.convolution import ACTIVATIONS, PADDINGS, convolve, patch

PICTURE = torch.rand(1, 3, 13, 11, generator=torch.Generator().manual_seed(0))


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_every_number_adds_up(data):
    draw = data.draw
    layer = draw(st.booleans())
    sides = [draw(st.integers(1, 6)), draw(st.integers(1, 6))]
    generator = torch.Generator().manual_seed(draw(st.integers(0, 99)))
    kernel = torch.rand([4, 3, *sides] if layer else sides, generator=generator) - 0.5
    options = {
        "stride": draw(st.integers(1, 3)),
        "dilation": draw(st.integers(1, 2)),
        "padding": draw(st.sampled_from(PADDINGS)),
        "bias": draw(st.floats(-1, 1)),
        "activation": draw(st.sampled_from([name for name in ACTIVATIONS if name != "step"])),
        "flip": draw(st.booleans()),
    }
    result = convolve(PICTURE, kernel, **options)
    channel = draw(st.integers(0, result.shape[1] - 1))
    row = draw(st.integers(0, result.shape[2] - 1))
    column = draw(st.integers(0, result.shape[3] - 1))
    shown = patch(PICTURE, kernel, row, column, **options, channel=channel)
    assert shown.output == pytest.approx(float(result[0, channel, row, column]), abs=1e-5)
    assert torch.equal(shown.values * shown.kernel, shown.products)
    assert shown.products.sum() == pytest.approx(shown.sum, abs=1e-12)


def test_the_window_shows_its_place_and_the_padding():
    picture = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    kernel = torch.arange(9.0).reshape(3, 3)
    shown = patch(picture, kernel, 0, 2, flip=True)
    assert (shown.top, shown.left) == (-1, 1)
    assert shown.values.tolist() == [[0, 0, 0], [2, 3, 0], [5, 6, 0]]
    assert shown.kernel.tolist() == kernel.flip(0, 1).tolist()
    assert shown.sum == 2 * 5 + 3 * 4 + 5 * 2 + 6 * 1
    assert patch(picture, kernel, 0, 2, padding="reflect").values[0].tolist() == [5, 6, 5]


def test_a_layer_has_a_bias_per_channel():
    shown = patch(PICTURE, torch.ones(2, 3, 1, 1), 0, 0, bias=torch.tensor([1.0, 2.0]), channel=1)
    assert shown.values.shape == (3, 1, 1)
    assert shown.bias == 2


@pytest.mark.parametrize(
    ("row", "column", "channel", "words"),
    [(7, 0, 0, "row"), (-1, 0, 0, "row"), (0, 6, 0, "column"), (0, 0, 3, "channel")],
)
def test_places_outside_the_result(row, column, channel, words):
    with pytest.raises(SettingsError, match=words):
        patch(PICTURE, torch.ones(3, 3), row, column, stride=2, channel=channel)
