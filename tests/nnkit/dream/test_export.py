"""Files are decoded by other programs, and hostile ones do no harm."""

import io
import json
import struct
import zlib

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from nnkit import images
from nnkit.dream import DreamSettings
from nnkit.dream.export import Recipe, settings_of, to_png
from nnkit.dream.presets import PRESETS
from nnkit.errors import SettingsError

KEYWORD = "nnkit.dream"


def png_with(text, keyword=KEYWORD):
    notes = PngImagePlugin.PngInfo()
    notes.add_text(keyword, text)
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def content(**changes):
    recipe = settings_text(DreamSettings())
    recipe["settings"] = {**recipe["settings"], **changes.pop("settings", {})}
    return {**recipe, **changes}


def settings_text(wish):
    with Image.open(io.BytesIO(to_png(torch.rand(1, 3, 16, 16), wish))) as image:
        return json.loads(image.text[KEYWORD])


@pytest.mark.parametrize("wish", [preset.settings for preset in PRESETS], ids=str)
def test_a_png_holds_every_pixel_and_the_settings(wish):
    picture = torch.rand(1, 3, 33, 70, generator=torch.Generator().manual_seed(0))
    file = to_png(picture, wish, network="googlenet")
    assert settings_of(file) == Recipe(wish, "googlenet")
    assert torch.equal(images.load(file), images.load(images.to_png(picture)))


def test_a_png_says_whether_there_was_a_guide_or_a_mask():
    picture, wish = torch.rand(1, 3, 16, 16), DreamSettings(seed=3)
    for guide, is_masked in ((None, True), ("Flower", False), ("Mein Foto “Ä”", True)):
        found = settings_of(to_png(picture, wish, guide=guide, is_masked=is_masked))
        assert found == Recipe(wish, guide=guide, is_masked=is_masked)
    for name in ("", 81 * "a"):
        with pytest.raises(SettingsError, match="guide"):
            to_png(picture, wish, guide=name)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2**31),
    st.floats(1.1, 3),
    st.floats(0, 1),
    st.lists(st.sampled_from(["stem", "block 1", "head"]), min_size=1, unique=True),
)
def test_settings_come_back_to_the_last_bit(seed, scale, smoothing, names):
    layers = tuple((name, 0.1 + index / 3) for index, name in enumerate(names))
    wish = DreamSettings(layers, seed=seed, scale=scale, smoothing=smoothing, channel=5)
    found = settings_of(to_png(torch.zeros(1, 3, 8, 8), wish))
    assert found is not None
    assert found.settings == wish


def test_a_png_says_how_many_dreams_came_before():
    picture, wish = torch.rand(1, 3, 16, 16), DreamSettings(seed=3)
    assert settings_of(to_png(picture, wish)).earlier == 0
    assert settings_of(to_png(picture, wish, earlier=3)).earlier == 3
    for count in (-1, 10_001, 1.5, True):
        with pytest.raises(SettingsError, match="earlier"):
            to_png(picture, wish, earlier=count)


def test_a_file_from_before_dreams_were_counted_is_still_read():
    old = content(settings={"seed": 9})
    del old["earlier"]
    assert settings_of(png_with(json.dumps(old))) == Recipe(DreamSettings(seed=9))


def test_other_files_hold_no_settings():
    assert settings_of(images.to_png(torch.rand(1, 3, 9, 9))) is None
    assert settings_of(images.to_jpeg(torch.rand(1, 3, 9, 9))) is None
    assert settings_of(png_with("{}", keyword="Comment")) is None
    assert settings_of(b"") is None
    assert settings_of(b"\x89PNG\r\n\x1a\n") is None


BAD_TEXTS = [
    "",
    "{",
    "null",
    "[]",
    "{}",
    "7",
    "[" * 10_000,
    '{"version": 1}',
    " " * 20_000,
    json.dumps(content(settings={"steps": 10})).replace('"steps": 10', '"steps": ' + "9" * 5000),
    json.dumps(content(version=2)),
    json.dumps(content(version=[])),
    json.dumps(content(version=None)),
    json.dumps(content(network="skynet")),
    json.dumps(content(network=["efficientnet_lite0"])),
    json.dumps({**content(), "settings": []}),
    json.dumps(content(guide=7)),
    json.dumps(content(guide="")),
    json.dumps(content(guide="a" * 9000)),
    json.dumps(content(is_masked=1)),
    json.dumps(content(is_masked=None)),
    json.dumps(content(earlier=-1)),
    json.dumps(content(earlier=None)),
    json.dumps(content(earlier="2")),
    json.dumps(content(earlier=10**30)),
    json.dumps({**content(), "settings": {"seed": 1}}),
    json.dumps(content(settings={"another": 1})),
    json.dumps(content(settings={"scale": float("nan")})),
    json.dumps(content(settings={"scale": 1.5})).replace("1.5", "1e999"),
    json.dumps(content(settings={"steps": "10"})),
    json.dumps(content(settings={"steps": 10**9})),
    json.dumps(content(settings={"steps": True})),
    json.dumps(content(settings={"octaves": {}})),
    json.dumps(content(settings={"seed": 1e300})),
    json.dumps(content(settings={"layers": "block 9"})),
    json.dumps(content(settings={"layers": [["block 9", [1]]]})),
    json.dumps(content(settings={"layers": [["block 9", 1.0]] * 500})),
    json.dumps(content(settings={"layers": {"block 9": 1.0}})),
    json.dumps(content(settings={"layers": [[["block 9"], 1.0]]})),
    json.dumps(content(settings={"label": 4})),
]


@pytest.mark.parametrize("text", BAD_TEXTS, ids=lambda text: text[-40:])
def test_damaged_and_hostile_settings_are_one_sentence(text):
    with pytest.raises(SettingsError) as caught:
        settings_of(png_with(text))
    assert len(str(caught.value)) < 250


def test_a_flipped_bit_is_noticed():
    file = bytearray(to_png(torch.rand(1, 3, 16, 16), DreamSettings(seed=1)))
    place = file.index(b'"seed": 1') + 8
    file[place] ^= 1
    with pytest.raises(SettingsError, match="damaged"):
        settings_of(bytes(file))


def test_bytes_that_are_no_text_are_damaged():
    text = b"\xff\xfe" * 8
    chunk = b"tEXt" + KEYWORD.encode() + b"\0" + text
    file = (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(chunk) - 4)
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
    )
    with pytest.raises(SettingsError):
        settings_of(file)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_cut_or_scrambled_file_never_crashes(data):
    file = to_png(torch.zeros(1, 3, 8, 8), DreamSettings())
    cut = bytearray(file[: data.draw(st.integers(0, len(file)))])
    for _ in range(data.draw(st.integers(0, 4))):
        if cut:
            cut[data.draw(st.integers(0, len(cut) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = settings_of(bytes(cut))
    except SettingsError:
        return
    assert found is None or isinstance(found, Recipe)


def test_an_unknown_network_is_refused():
    with pytest.raises(SettingsError, match="skynet"):
        to_png(torch.rand(1, 3, 8, 8), DreamSettings(), network="skynet")
