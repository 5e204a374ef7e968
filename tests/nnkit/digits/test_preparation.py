"""Preparation against cases worked out by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nnkit.digits import Box, EmptyDrawing, prepare
from nnkit.digits.preparation import straighten
from nnkit.errors import ImageError
from nnkit.strokes import Stroke, paint


def sheet(rows=slice(0), columns=slice(0), shape=(100, 100)):
    drawing = np.zeros(shape, np.uint8)
    drawing[rows, columns] = 255
    return drawing


def test_an_upright_bar():
    """40 x 8 pixels become 20 x 4; its middle, row 9.5 and column 1.5 of the cut, goes to 14, so
    that the cut begins at row round(4.5) = 4 and column round(12.5) = 12 (halves to even)."""
    prepared = prepare(sheet(slice(30, 70), slice(10, 18)))
    assert prepared.box == Box(30, 10, 70, 18)
    assert prepared.cut.shape == (20, 4)
    wanted = np.zeros((28, 28))
    wanted[4:24, 12:16] = 1
    assert np.array_equal(prepared.image[0, 0].numpy(), wanted)
    assert prepared.shift == (0, 0)
    assert prepared.bits.sum() == 80
    assert prepared.bits.reshape(24, 24)[2:22, 10:14].all()


def test_a_dot_fills_twenty_pixels():
    prepared = prepare(sheet(55, 5))
    assert prepared.box == Box(55, 5, 56, 6)
    assert np.array_equal(prepared.cut, np.ones((20, 20)))
    assert prepared.image.sum() == 400


def test_the_centre_of_mass_comes_to_rest_in_the_middle():
    """An L becomes a bar of 80 pixels, 20 x 4, and a foot of 64, 4 x 16. Its centre of mass lies in
    row (80 * 9.5 + 64 * 17.5) / 144 = 13.06 and column (80 * 1.5 + 64 * 11.5) / 144 = 5.94, so the
    cut begins at row 14 - 13 = 1 and column 14 - 6 = 8, not 4 and 4."""
    drawing = sheet(slice(30, 70), slice(30, 38))
    drawing[62:70, 30:70] = 255
    prepared = prepare(drawing)
    assert prepared.cut.shape == (20, 20)
    rows, columns = np.indices((28, 28))
    image = prepared.image[0, 0].numpy()
    centre = [(axis * image).sum() / image.sum() for axis in (rows, columns)]
    assert centre == [pytest.approx(14, abs=0.5)] * 2
    assert prepared.shift == (-3, 4)


@pytest.mark.parametrize(
    ("rows", "columns"),
    [(slice(0, 40), slice(0, 8)), (slice(60, 100), slice(92, 100)), (slice(0, 100), slice(40, 60))],
)
def test_ink_may_touch_the_border(rows, columns):
    drawing = sheet(rows, columns)
    prepared = prepare(drawing)
    assert prepared.box[:2] == (rows.start, columns.start)
    assert prepared.box[2:] == (rows.stop, columns.stop)
    middle = prepare(sheet(slice(30, 70), slice(10, 18)))
    assert torch.equal(prepared.image, middle.image)


def test_nothing_is_cut_off_when_the_mass_lies_far_outside():
    drawing = sheet(slice(10, 20), slice(10, 110), shape=(200, 200))
    drawing[10:190, 10:12] = 255
    prepared = prepare(drawing)
    assert prepared.image.sum() == pytest.approx(prepared.cut.sum(), rel=1e-6)


def test_polarity_channels_and_ranges_do_not_matter():
    grey = paint([Stroke(((80, 60), (200, 60), (120, 240)), 20)])
    expected = prepare(grey).image
    opaque = np.dstack([grey, grey, grey, np.full_like(grey, 255)])
    black_on_nothing = np.dstack([np.zeros_like(grey)] * 3 + [grey])
    white_on_nothing = np.dstack([np.full_like(grey, 255)] * 3 + [grey])
    for drawing in (
        255 - grey, grey[..., None], np.dstack([grey] * 3), opaque, black_on_nothing,
        white_on_nothing, grey / 255, (grey / 255).astype(np.float32), grey.astype(np.int64),
        Image.fromarray(grey), torch.from_numpy(grey),
    ):  # fmt: skip
        assert torch.allclose(prepare(drawing).image, expected, atol=1e-6)
    assert torch.allclose(prepare(grey > 127).image, expected, atol=0.2)


def test_faint_ink_counts_in_full():
    drawing = sheet(slice(30, 70), slice(10, 18))
    assert torch.equal(prepare(drawing // 4).image, prepare(drawing).image)


@pytest.mark.parametrize(
    "drawing",
    [
        np.zeros((280, 280), np.uint8),
        np.full((280, 280), 255, np.uint8),
        np.zeros((280, 280, 4), np.uint8),
        np.dstack([np.zeros((9, 9, 3), np.uint8), np.full((9, 9), 255, np.uint8)]),
        np.full((50, 50, 3), 0.5),
        np.random.default_rng(0).integers(100, 110, (60, 60)).astype(np.uint8),
        np.zeros((1, 1)),
    ],
    ids=("black", "white", "transparent", "opaque black", "grey", "noise", "one pixel"),
)
def test_a_sheet_without_ink(drawing):
    with pytest.raises(EmptyDrawing, match="draw a digit"):
        prepare(drawing)


@pytest.mark.parametrize(
    "drawing",
    [
        np.zeros((0, 5)), np.zeros(5), np.zeros((5, 5, 2)), np.zeros((2, 5, 5, 3)), "six", None,
        np.full((5, 5), np.nan), np.zeros((5001, 5000), np.uint8), np.full((3, 3), 1j),
    ],
    ids=("none", "line", "two channels", "batch", "text", "nothing", "nan", "huge", "complex"),
)  # fmt: skip
def test_what_is_no_drawing(drawing):
    with pytest.raises(ImageError):
        prepare(drawing)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(24, 300),
    st.integers(24, 300),
    st.integers(1, 30),
    st.randoms(use_true_random=False),
)
def test_any_ink_keeps_to_the_form(height, width, spots, random):
    drawing = np.zeros((height, width), np.uint8)
    for _ in range(spots):
        drawing[random.randrange(height), random.randrange(width)] = random.randrange(128, 256)
    prepared = prepare(drawing)
    assert prepared.image.shape == (1, 1, 28, 28)
    assert prepared.image.min() >= 0
    assert prepared.image.max() == pytest.approx(1)
    assert prepared.bits.shape == (1, 576)
    assert set(prepared.bits.unique().tolist()) <= {0.0, 1.0}
    assert max(prepared.cut.shape) == 20
    assert drawing[prepared.box.top : prepared.box.bottom].any(axis=1)[[0, -1]].all()


def test_place_and_size_of_a_drawing_do_not_matter():
    small = prepare(paint([Stroke(((40, 30), (100, 30), (60, 120)), 10)])).image
    large = prepare(paint([Stroke(((80, 100), (200, 100), (120, 280)), 20)])).image
    assert (small - large).abs().mean() < 0.01


@pytest.mark.parametrize("slant", [-0.8, -0.3, 0.0, 0.5])
def test_straightening_takes_the_slant_out(slant):
    """A slanted bar, drawn row by row at 8 times the size: its middle line stands upright after."""
    large = np.zeros((224, 224), np.float32)
    for row in range(48, 176):
        middle = round(112 - slant * (row - 111.5))
        large[row, middle - 8 : middle + 8] = 1
    image = torch.from_numpy(large.reshape(28, 8, 28, 8).mean((1, 3)))[None, None]
    upright = straighten(image)[0, 0].numpy()
    middles = (upright * np.arange(28)).sum(1)[8:20] / upright.sum(1)[8:20]
    assert np.ptp(middles) < 0.25
    assert upright.sum() == pytest.approx(image.sum().item(), rel=0.02)


def test_upright_ink_and_none_stay_as_they_are():
    bar = prepare(sheet(slice(30, 70), slice(10, 18))).image
    assert torch.allclose(straighten(bar), bar, atol=1e-5)
    nothing = torch.zeros(2, 1, 28, 28)
    assert torch.equal(straighten(nothing), nothing)
