"""What is no sound picture is refused in one sentence, and costs no memory."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from nnkit import ImageError, SettingsError, decoding
from tests.bad_files import BAD_FILES

ROOT = Path(__file__).resolve().parents[2]


def encode(kind):
    image = Image.fromarray(np.indices((24, 40)).sum(axis=0).astype(np.uint8) * 4).convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def refusal(source):
    """The sentence that ``source`` is refused with."""
    with pytest.raises(ImageError) as caught:
        decoding.decode(source)
    return str(caught.value)


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence(name):
    sentence = refusal(BAD_FILES[name]())
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0
    assert len(sentence) < 200
    assert not set("\n\\/<>_") & set(sentence)
    assert "Error" not in sentence
    assert "PIL" not in sentence


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("empty", "empty"),
        ("text", "not a picture"),
        ("svg", "SVG"),
        ("svg_with_prolog", "SVG"),
        ("pdf", "PDF"),
        ("heic", "HEIC picture: convert it to JPEG"),
        ("avif", "AVIF picture: convert it to JPEG"),
        ("truncated_png", "cut off"),
        ("truncated_jpeg", "cut off"),
        ("truncated_progressive_jpeg", "cut off"),
        ("png_wrong_checksum", "damaged"),
        ("png_bomb", "25 megapixels"),
        ("tiff_tile_bomb", "25 megapixels"),
        ("png_too_large", "25 megapixels"),
        ("jpeg_too_large", "100"),
        ("jpeg_progressive_too_large", "not progressive"),
        ("jpeg_scans_too_large", "not progressive"),
        ("one_pixel", "only 1 × 1 pixels"),
        ("seven_pixels_high", "300 × 7"),
        ("thread", "16 times as long"),
        ("over_25_megabytes", "25 MB"),
    ],
)
def test_the_sentence_says_what_is_wrong(name, word):
    assert word in refusal(BAD_FILES[name]())


PEAK = """
import sys
from pathlib import Path
from nnkit import ImageError, decoding

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

before = peak()
for path in sorted(Path(sys.argv[1]).iterdir()):
    try:
        decoding.decode(path, max_side=224)
    except ImageError:
        pass
    print(path.name, (peak() - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_bombs_and_large_jpegs_cost_little_memory(tmp_path):
    for name, make in BAD_FILES.items():
        if "bomb" in name or "large" in name or "gigantic" in name:
            (tmp_path / name).write_bytes(make())
    Image.new("RGB", (8000, 6000), "teal").save(tmp_path / "sound", "JPEG")  # decoded: 192 MB
    run = subprocess.run(
        [sys.executable, "-c", PEAK, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    growth = {name: int(megabytes) for name, megabytes in map(str.split, run.stdout.splitlines())}
    assert len(growth) > 8
    assert max(growth.values()) < 150, growth


@given(st.binary(max_size=300))
@example(b"\xff\xd8\xff")
@example(b"II*\0")
@example(b"RIFF\0\0\0\0WEBPVP8 ")
def test_random_bytes_raise_nothing_but_image_errors(content):
    refusal(content)


@pytest.mark.filterwarnings("ignore::UserWarning")  # what Pillow says of damaged metadata
@given(data=st.data(), kind=st.sampled_from(["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF"]))
def test_damaged_pictures_raise_nothing_but_image_errors(data, kind):
    content = bytearray(encode(kind))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        image = decoding.decode(bytes(content))
    except ImageError:
        return
    assert image.mode == "RGB"
    assert max(image.size) <= 1024


def test_a_cut_off_pillow_picture_is_refused():
    with Image.open(io.BytesIO(BAD_FILES["truncated_png"]())) as image:
        assert "cut off" in refusal(image)


def test_paths_that_cannot_be_read(tmp_path):
    for path in (tmp_path / "missing.png", tmp_path, "with\0null"):
        sentence = refusal(path)
        assert "cannot be read" in sentence
        assert str(path) not in sentence


def test_max_side_has_a_lower_limit():
    with pytest.raises(SettingsError, match="at least 8"):
        decoding.decode(encode("PNG"), max_side=7)
