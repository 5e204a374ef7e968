"""Files are decoded by other programs, and hostile ones do no harm."""

import io
import json
import struct
import zlib

import av
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from nnkit import images
from nnkit.dream import DreamSettings
from nnkit.dream.export import Recipe, settings_of, to_gif, to_mp4, to_png
from nnkit.dream.presets import PRESETS
from nnkit.errors import ImageError, SettingsError

KEYWORD = "nnkit.dream"


def film(count, height=48, width=64):
    """A bright bar that moves to the right over a grey ramp."""
    ramp = torch.linspace(0.1, 0.6, width).expand(1, 3, height, width)
    pictures = [ramp.clone() for _ in range(count)]
    for index, picture in enumerate(pictures):
        picture[:, 0, :, 6 * index : 6 * index + 8] = 0.95
    return pictures


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


def decoded(file):
    with av.open(io.BytesIO(file)) as container:
        stream = container.streams.video[0]
        facts = stream.codec_context.name, stream.pix_fmt, stream.average_rate
        return facts, [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]


def test_a_film_decodes_to_its_frames():
    pictures = film(9)
    file = to_mp4(iter(pictures), fps=24)
    (codec, pixels, rate), frames = decoded(file)
    assert (codec, pixels, rate) == ("h264", "yuv420p", 24)
    assert len(frames) == 9
    for frame, picture in zip(frames, pictures, strict=True):
        assert frame.shape == (48, 64, 3)
        # Chroma at half size blurs the bar's two edges; elsewhere colours are what they were.
        error = np.abs(frame.astype(int) - images.to_uint8(picture).astype(int))
        assert error.mean() < 8
        assert np.median(error) <= 4


def test_a_film_can_be_played_while_it_loads():
    file = to_mp4(film(3))
    assert file.index(b"moov") < file.index(b"mdat")


def test_colours_of_a_film_survive():
    for colour in ((0.8, 0.1, 0.1), (0.1, 0.7, 0.2), (0.2, 0.2, 0.9), (0.5, 0.5, 0.5)):
        plain = torch.tensor(colour)[None, :, None, None].expand(1, 3, 32, 32)
        _, frames = decoded(to_mp4([plain] * 2))
        assert np.abs(frames[0].mean((0, 1)) / 255 - np.array(colour)).max() < 0.02


def test_an_odd_film_loses_its_last_row_and_column():
    _, frames = decoded(to_mp4(film(2, 49, 65)))
    assert frames[0].shape == (48, 64, 3)


@pytest.mark.parametrize("fps", [1, 12, 15, 24, 50])
def test_a_gif_decodes_to_its_frames_in_their_time(fps):
    pictures = film(8)
    with Image.open(io.BytesIO(to_gif(iter(pictures), fps))) as gif:
        assert gif.n_frames == 8
        assert gif.size == (64, 48)
        assert gif.info["loop"] == 0
        lasting = 0
        for index, picture in enumerate(pictures):
            gif.seek(index)
            lasting += gif.info["duration"]
            shown = np.asarray(gif.convert("RGB")).astype(int)
            assert np.abs(shown - images.to_uint8(picture)).mean() < 3
        assert abs(lasting - 8000 / fps) <= 5


@pytest.mark.parametrize("make", [to_gif, to_mp4])
def test_bad_films_are_one_sentence(make):
    with pytest.raises(ImageError, match="at least one"):
        make([])
    with pytest.raises(ImageError, match="one size"):
        make([*film(1), *film(1, 50, 64)])
    with pytest.raises(ImageError, match="colour"):
        make([torch.rand(1, 1, 16, 16)])
    for fps in (0, 51, float("nan"), "10"):
        with pytest.raises(SettingsError, match="fps"):
            make(film(1), fps)


def test_an_unknown_network_is_refused():
    with pytest.raises(SettingsError, match="skynet"):
        to_png(torch.rand(1, 3, 8, 8), DreamSettings(), network="skynet")
