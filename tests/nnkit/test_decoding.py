"""Sound pictures of every kind come in right."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nnkit import ImageError, decoding, samples

ROOT = Path(__file__).resolve().parents[2]
GREYS = np.arange(16 * 24, dtype=np.uint16).reshape(16, 24) * 170  # 16 bits, 0 to 65110


def colours(height=24, width=40):
    """A picture that no turn or flip leaves as it is: red to the right, green down."""
    rows, columns = np.mgrid[:height, :width]
    blue = (rows // 8 + columns // 8) % 2 * 200
    return np.stack([columns * 255 // width, rows * 255 // height, blue], axis=2).astype(np.uint8)


def encode(image, kind, **options):
    if not isinstance(image, Image.Image):
        image = Image.fromarray(image)
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def pixels(source, **options):
    return np.asarray(decoding.decode(source, **options))


def refusal(source, **options):
    """The sentence that ``source`` is refused with."""
    with pytest.raises(ImageError) as caught:
        decoding.decode(source, **options)
    return str(caught.value)


@pytest.fixture(scope="module")
def photo():
    """A real photo of 2560 x 1708 pixels."""
    with Image.open(samples.path("temple")) as image:
        return image.convert("RGB").resize((2560, 1708), Image.Resampling.BICUBIC)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "WEBP"])
def test_lossless_files_come_in_pixel_for_pixel(kind, tmp_path):
    content = encode(colours(), kind, **({"lossless": True} if kind == "WEBP" else {}))
    path = tmp_path / "picture"
    path.write_bytes(content)
    for source in (content, path, str(path), Image.fromarray(colours())):
        np.testing.assert_array_equal(pixels(source), colours())


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_lossy_files_come_in_close(kind):
    smooth = np.array(Image.fromarray(colours()).resize((120, 72), Image.Resampling.BICUBIC))
    error = np.abs(pixels(encode(smooth, kind, quality=95)).astype(int) - smooth)
    assert error.mean() < 4


# EXIF 2.3, table 6: where the 0th row and the 0th column of the stored picture are to be shown.
STORED = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.transpose(1, 0, 2),
    6: lambda a: np.rot90(a),
    7: lambda a: a[::-1, ::-1].transpose(1, 0, 2),
    8: lambda a: np.rot90(a, -1),
}


@pytest.mark.parametrize("max_side", [1024, 20])
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", STORED)
def test_pictures_stand_upright(orientation, kind, max_side):
    exif = Image.Exif()
    exif[274] = orientation
    stored = np.ascontiguousarray(STORED[orientation](colours()))
    options = {"lossless": True} if kind == "WEBP" else {}
    shown = pixels(encode(stored, kind, exif=exif, **options), max_side=max_side)
    wanted = pixels(encode(colours(), "PNG"), max_side=max_side)
    np.testing.assert_allclose(shown, wanted, atol=4)  # shrinking rounds between its two passes


@pytest.mark.parametrize("orientation", STORED)
def test_large_jpegs_stand_upright(orientation, photo):
    exif = Image.Exif()
    exif[274] = orientation
    stored = np.ascontiguousarray(STORED[orientation](np.asarray(photo)))
    shown = pixels(encode(stored, "JPEG", exif=exif, quality=90), max_side=96).astype(int)
    wanted = np.asarray(photo.resize((96, 64), Image.Resampling.LANCZOS))
    assert np.abs(shown - wanted).mean() < 3


@pytest.mark.filterwarnings("ignore::UserWarning")  # what Pillow says of damaged metadata
@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0",
        b"Exif\0\0garbage, no TIFF header",
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(range(256)) * 4,
        b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\2\0\xff\xff\xff\0\xff\xff\xff\0",
    ],
)
def test_damaged_exif_data_costs_nothing_but_the_turn(exif):
    content = encode(colours(), "JPEG", exif=exif)
    np.testing.assert_array_equal(pixels(content), pixels(encode(colours(), "JPEG")))


def test_nothing_but_the_pixels_comes_along():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0)}  # where the photo was taken
    content = encode(colours(), "JPEG", exif=exif, icc_profile=b"profile" * 20, comment=b"me")
    image = decoding.decode(content)
    assert image.info == {}
    assert not image.getexif()


def test_transparency_lies_over_white():
    alpha = np.linspace(0, 255, 24 * 40).astype(np.uint8).reshape(24, 40, 1)
    content = encode(np.concatenate([colours(), alpha], axis=2), "PNG")
    share = alpha / 255
    np.testing.assert_allclose(pixels(content), share * colours() + (1 - share) * 255, atol=1)


def test_grey_transparency_lies_over_white():
    grey, alpha = colours()[..., 0], colours()[..., 1]
    content = encode(np.stack([grey, alpha], axis=2), "PNG")
    share = alpha / 255
    wanted = share * grey + (1 - share) * 255
    np.testing.assert_allclose(pixels(content)[..., 0], wanted, atol=1)


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_palette_with_a_transparent_colour(kind):
    image = Image.new("P", (30, 20), 1)
    image.putpalette([0, 0, 0, 10, 20, 200, 250, 120, 0])
    image.paste(2, (0, 0, 15, 20))
    shown = pixels(encode(image, kind, transparency=2))
    assert shown[10, 3].tolist() == [255, 255, 255]
    assert shown[10, 25].tolist() == [10, 20, 200]


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF"])
def test_a_palette_is_looked_up(kind):
    image = Image.fromarray(colours()).quantize(64)
    np.testing.assert_array_equal(pixels(encode(image, kind)), np.asarray(image.convert("RGB")))


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_black_and_white(kind):
    board = colours()[..., 2] > 0
    shown = pixels(encode(Image.fromarray(board), kind))
    np.testing.assert_array_equal(shown, np.repeat(board[..., None] * 255, 3, axis=2))


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_printing_inks_become_light(kind):
    image = Image.new("CMYK", (32, 16), (255, 0, 0, 0))  # pure cyan ink, so no red light
    image.paste((0, 0, 0, 255), (16, 0, 32, 16))  # pure black ink
    shown = pixels(encode(image, kind))
    np.testing.assert_allclose(shown[8, 4], [0, 255, 255], atol=3)
    np.testing.assert_allclose(shown[8, 28], [0, 0, 0], atol=3)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_become_eight(kind):
    shown = pixels(encode(GREYS, kind))
    np.testing.assert_array_equal(shown[..., 0], np.rint(GREYS / 257))


def test_sixteen_bits_of_the_other_byte_order():
    image = Image.frombytes("I;16B", (24, 16), GREYS.astype(">u2").tobytes())
    shown = pixels(encode(image, "TIFF"))
    np.testing.assert_array_equal(shown[..., 0], np.rint(GREYS / 257))


def test_floats_from_0_to_1_become_eight_bits():
    floats = (GREYS / 65535).astype(np.float32)
    shown = pixels(encode(floats, "TIFF"))
    np.testing.assert_array_equal(shown[..., 0], np.rint(floats * 255))


@pytest.mark.parametrize("values", [GREYS.astype(np.float32), GREYS.astype(np.int32) - 40_000])
def test_numbers_of_an_unknown_range_are_refused(values):
    assert "outside" in refusal(encode(values, "TIFF"))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_of_several_frames_the_first_is_taken(kind):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "lime", "blue")]
    options = {"lossless": True} if kind == "WEBP" else {}
    content = encode(frames[0], kind, save_all=True, append_images=frames[1:], **options)
    assert pixels(content)[15, 20].tolist() == [255, 0, 0]


@pytest.mark.parametrize(
    ("size", "max_side", "wanted"),
    [
        ((400, 300), 1024, (400, 300)),
        ((400, 300), 200, (200, 150)),
        ((300, 400), 200, (150, 200)),
        ((801, 400), 100, (100, 50)),
        ((160, 10), 8, (8, 1)),  # the longest strip, as small as can be
    ],
)
def test_the_longest_side_fits_and_is_never_enlarged(size, max_side, wanted):
    for kind in ("PNG", "JPEG"):
        content = encode(Image.new("RGB", size), kind)
        assert decoding.decode(content, max_side=max_side).size == wanted


def test_shrinking_does_not_alias():
    board = np.indices((512, 512)).sum(axis=0) % 2 * 255
    shown = pixels(encode(board.astype(np.uint8), "PNG"), max_side=100)
    assert np.abs(shown.astype(int) - 127.5).max() < 30


@pytest.mark.parametrize("max_side", [64, 224, 512, 1024])
def test_shrinking_a_jpeg_while_decoding_keeps_the_picture(photo, max_side):
    content = encode(photo, "JPEG", quality=90)
    shown = pixels(content, max_side=max_side).astype(int)
    with Image.open(io.BytesIO(content)) as full:
        height, width = shown.shape[:2]
        wanted = np.asarray(full.resize((width, height), Image.Resampling.LANCZOS))
    assert np.abs(shown - wanted).mean() < 1.5
    assert np.abs(shown - wanted).max() < 64


def test_sides_that_are_no_multiple_of_8_stretch_nothing():
    ramp = np.tile(np.linspace(0, 250, 100).astype(np.uint8), (100, 1))
    shown = pixels(encode(ramp, "JPEG", quality=95), max_side=8)[4, :, 0]
    wanted = Image.fromarray(ramp).resize((8, 8), Image.Resampling.LANCZOS)
    np.testing.assert_allclose(shown, np.asarray(wanted)[4], atol=3)


def test_a_baseline_jpeg_may_have_more_pixels_than_other_files():
    large = Image.new("RGB", (6_500, 4_000), (200, 100, 50))
    shown = pixels(encode(large, "JPEG"), max_side=64)
    np.testing.assert_allclose(shown[20, 30], [200, 100, 50], atol=3)
    assert "megapixels" in refusal(encode(large, "JPEG", progressive=True))
    assert "megapixels" in refusal(large)


def test_a_pillow_picture_is_left_as_it_is():
    content = encode(colours(300, 400), "JPEG")
    with Image.open(io.BytesIO(content)) as image:
        small = decoding.decode(image, max_side=40)
        assert image.size == (400, 300)
    assert small.size == (40, 30)
    image = Image.fromarray(colours())
    decoding.decode(image).paste("red", (0, 0, 40, 24))
    np.testing.assert_array_equal(np.asarray(image), colours())


def test_decoding_needs_no_torch():
    code = "import sys, nnkit.decoding, nnkit.samples; print('torch' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"
