"""Pictures as tensors: what goes out as bytes comes in again, and 8 bits are exact."""

import io

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from PIL import Image

from nnkit import ImageError, SettingsError, images

SHAPES = st.sampled_from([(), (1,), (3,)]).flatmap(
    lambda channels: st.tuples(st.integers(8, 20), st.integers(8, 20)).map(
        lambda sides: (*sides, *channels)
    )
)
EIGHT_BITS = st_numpy.arrays(np.uint8, SHAPES)


def noise(*shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(7))


@given(EIGHT_BITS)
def test_bytes_come_back_as_they_were(array):
    picture = images.from_uint8(array)
    channels = 3 if array.shape[2:] == (3,) else 1
    assert picture.shape == (1, channels, *array.shape[:2])
    assert picture.dtype == torch.float32
    assert picture.is_contiguous()
    flat = array[..., 0] if array.shape[2:] == (1,) else array
    np.testing.assert_array_equal(images.to_uint8(picture), flat)


@given(EIGHT_BITS)
def test_png_files_come_back_as_they_were(array):
    picture = images.from_uint8(array)
    loaded = images.load(images.to_png(picture))
    assert torch.equal(loaded, picture.expand(1, 3, -1, -1))


@given(st_numpy.arrays(np.float32, (2, 5), elements=st.floats(-2, 3, width=32)))
def test_values_are_clamped_and_rounded_to_the_nearest(values):
    exact = np.clip(values.astype(np.float64), 0, 1) * 255
    shown = images.to_uint8(torch.from_numpy(values))
    assert np.abs(shown - exact).max() <= 0.5 + 1e-4


def test_channels_and_rows_keep_their_places():
    array = np.arange(2 * 4 * 3, dtype=np.uint8).reshape(2, 4, 3)
    picture = images.from_uint8(array)
    assert picture[0, 2, 1, 3].item() == pytest.approx(array[1, 3, 2] / 255)


def test_one_picture_may_have_two_to_four_dimensions():
    picture = noise(1, 1, 9, 12)
    for shaped in (picture, picture[0], picture[0, 0]):
        np.testing.assert_array_equal(images.to_uint8(shaped), images.to_uint8(picture))
    assert images.to_uint8(noise(3, 9, 12)).shape == (9, 12, 3)


def test_infinities_and_gradients_are_no_hindrance():
    picture = torch.tensor([[torch.inf, -torch.inf, 0.5]], dtype=torch.float64, requires_grad=True)
    assert images.to_uint8(picture).tolist() == [[255, 0, 128]]


@pytest.mark.parametrize(
    ("picture", "word"),
    [
        (noise(2, 3, 8, 8), "One picture"),
        (noise(1, 2, 8, 8), "One picture"),
        (noise(8), "One picture"),
        (noise(1, 3, 0, 8), "One picture"),
        (torch.zeros(3, 8, 8, dtype=torch.uint8), "floats"),
        (torch.tensor([[0.0, torch.nan]]), "NaN"),
    ],
)
def test_what_is_no_picture_is_refused(picture, word):
    for encode in (images.to_uint8, images.to_pil, images.to_png, images.to_jpeg):
        with pytest.raises(ImageError, match=word):
            encode(picture)


@pytest.mark.parametrize("shape", [(8,), (8, 8, 2), (8, 8, 4), (1, 8, 8, 3), (0, 8)])
def test_bytes_of_other_shapes_are_refused(shape):
    with pytest.raises(ImageError, match="shape"):
        images.from_uint8(np.zeros(shape, np.uint8))


def test_other_numbers_than_bytes_are_refused():
    with pytest.raises(ImageError, match="float64"):
        images.from_uint8(np.zeros((8, 8)))


def test_a_tensor_shares_no_memory_with_its_bytes():
    array = np.zeros((8, 8, 3), np.uint8)
    array.flags.writeable = False
    images.from_uint8(array).fill_(1.0)
    assert not array.any()


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_pillow_pictures_come_back_as_they_were(mode):
    image = Image.effect_noise((12, 9), 80).convert(mode)
    back = images.to_pil(images.from_pil(image))
    assert back.mode == mode
    assert back.tobytes() == image.tobytes()


def test_other_modes_are_left_to_load():
    image = Image.new("RGBA", (12, 9), (255, 0, 0, 0))
    with pytest.raises(ImageError, match=r"images\.load"):
        images.from_pil(image)
    assert torch.equal(images.load(image), torch.ones(1, 3, 9, 12))


def test_load_shrinks():
    assert images.load(Image.new("RGB", (200, 100)), max_side=50).shape == (1, 3, 25, 50)


def test_files_are_what_they_say():
    picture = noise(1, 3, 20, 30)
    for content, kind in ((images.to_png(picture), "PNG"), (images.to_jpeg(picture), "JPEG")):
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.mode, image.size) == (kind, "RGB", (30, 20))


def test_jpeg_quality():
    picture = noise(1, 3, 64, 64)
    sizes = [len(images.to_jpeg(picture, quality)) for quality in (1, 50, 95)]
    assert sizes == sorted(sizes)
    for quality in (0, 96):
        with pytest.raises(SettingsError, match="1 to 95"):
            images.to_jpeg(picture, quality)


def test_grey_weighs_colours_as_pillow_does():
    picture = images.from_pil(Image.effect_noise((30, 20), 90).convert("RGB"))
    picture = picture * torch.tensor([1.0, 0.5, 0.2])[:, None, None]
    wanted = np.asarray(images.to_pil(picture).convert("L")).astype(int)  # Rec. 601 in integers
    assert np.abs(images.to_uint8(images.to_grey(picture)) - wanted).max() <= 1


def test_grey_keeps_batches_and_grey():
    assert images.to_grey(noise(4, 3, 8, 9)).shape == (4, 1, 8, 9)
    assert torch.equal(images.to_grey(noise(2, 1, 8, 9)), noise(2, 1, 8, 9))
    torch.testing.assert_close(images.to_grey(torch.ones(1, 3, 2, 2)), torch.ones(1, 1, 2, 2))


@pytest.mark.parametrize("shape", [(3, 8, 8), (1, 2, 8, 8)])
def test_grey_refuses_other_shapes(shape):
    with pytest.raises(ImageError, match="shape"):
        images.to_grey(noise(*shape))


@pytest.mark.parametrize("size", [(8, 13), (13, 8), (9, 9)])
def test_the_square_is_the_middle(size):
    picture = torch.arange(size[0] * size[1]).reshape(1, 1, *size)
    square = images.to_square(picture)
    side = min(size)
    assert square.shape == (1, 1, side, side)
    top, left = (size[0] - side) // 2, (size[1] - side) // 2
    assert square[0, 0, 0, 0] == picture[0, 0, top, left]
    assert square[0, 0, -1, -1] == picture[0, 0, top + side - 1, left + side - 1]
