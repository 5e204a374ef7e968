"""Style Transfer opens in every state, paints, and its Python makes the same picture."""

import numpy as np
import pytest
from PIL import Image

from nnkit import SettingsError, heap, images, patterns, samples, vision
from nnkit.style import memory
from tests.pages.test_pages import assert_calm, open_page, press
from tests.pages.test_snippets import results, run_fresh
from ui import (
    cores,
    encoding,
    mask_brush,
    style_controls,
    style_meaning,
    style_pictures,
)

PAGE = "pages/style_transfer.py"
QUICK = {"expert": "true", "style_side": "256", "picture": "Coffee"}


@pytest.fixture
def hasty(monkeypatch):
    """A sketch of three steps, for tests that are not about patience."""
    monkeypatch.setitem(style_controls.PATIENCE, "a sketch", 0.02)


def paint(**query):
    return press(open_page(PAGE, **{**QUICK, "patience": "a sketch", **query}), "style-start")


def code_of(test):
    return next(block.value for block in test.code if "style.transfer(" in block.value)


@pytest.mark.parametrize("title", [patterns.pattern(name).title for name in patterns.names()])
def test_every_style_opens_with_its_terms(title):
    test = open_page(PAGE, style=title)
    assert_calm(test)
    name = next(each for each in patterns.names() if patterns.pattern(each).title == title)
    captions = [text for image in test.image for text in image.captions]
    assert any(patterns.pattern(name).licence in caption for caption in captions)
    assert any("on this machine" in caption.value for caption in test.caption)


@pytest.mark.parametrize("kind", ["What is on it", "How it is painted"])
def test_both_meanings_open(kind):
    assert_calm(open_page(PAGE, tab="What the network keeps", meaning_of=kind))


@pytest.mark.parametrize("tab", ["Paint", "What the network keeps"])
@pytest.mark.parametrize(
    "query",
    [
        {"style": "<img src=x onerror=alert(1)>", "second_style": "?", "mixed": "maybe"},
        {"style_strength": "nan", "brush_size": "1e9", "style_share": "-4", "style_side": "9"},
        {"painter": "skynet", "expert": "true", "patience": "none", "style_seed": "x"},
        {"meaning_of": "everything", "kept_by": "block 99", "layers_deep": "77", "partly": "?"},
    ],
    ids=("markup", "numbers", "names", "meaning"),
)
def test_nonsense_in_a_link_falls_back(tab, query):
    assert_calm(open_page(PAGE, tab=tab, **query))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"keep_colours": "true", "style_strength": "0.8", "brush_size": "1.5", "style_seed": "3"},
        {"style": "Mosaic", "mixed": "true", "second_style": "Flower", "style_share": "30"},
    ],
    ids=("plain", "colours", "two styles"),
)
@pytest.mark.usefixtures("hasty")
def test_the_python_paints_the_same_picture(query, tmp_path):
    test = paint(**query)
    assert_calm(test)
    result = results(test)["style_result"]
    assert result.code == code_of(test)
    pixels = run_fresh(result.code, tmp_path, cores.count())
    assert np.array_equal(pixels, images.to_uint8(result.picture))


@pytest.mark.usefixtures("hasty")
def test_a_second_style_changes_the_painting():
    alone, mixed = (
        results(paint(style="Mosaic", **more))["style_result"]
        for more in ({}, {"mixed": "true", "second_style": "Ink wash"})
    )
    assert not np.array_equal(images.to_uint8(alone.picture), images.to_uint8(mixed.picture))
    assert (alone.name, mixed.name) == ("Mosaic", "Mosaic and Ink wash")


def test_too_large_a_picture_is_refused_with_a_clear_word(monkeypatch):
    monkeypatch.setattr(memory, "available", lambda: 50_000_000)
    monkeypatch.setattr(heap, "kept", lambda: 0)
    test = open_page(PAGE)
    assert_calm(test)
    assert any("Choose a smaller size" in warning.value for warning in test.warning)
    assert "style-start" not in {button.key for button in test.button}


@pytest.mark.usefixtures("hasty")
def test_a_painting_stays_when_memory_has_run_short_since(monkeypatch):
    test = paint()
    monkeypatch.setattr(memory, "available", lambda: 0)
    monkeypatch.setattr(heap, "kept", lambda: 0)
    test.run()
    assert_calm(test)
    assert not test.warning
    assert code_of(test)


@pytest.mark.usefixtures("hasty")
def test_memory_that_the_process_kept_counts_as_free(monkeypatch):
    monkeypatch.setattr(memory, "available", lambda: 0)
    monkeypatch.setattr(heap, "kept", lambda: 10_000_000_000)
    assert "style-start" in {button.key for button in open_page(PAGE).button}


@pytest.mark.parametrize(("side", "shape"), [("256", (171, 256)), ("768", (512, 768))])
@pytest.mark.usefixtures("hasty")
def test_the_painting_has_the_size_asked_for_whatever_the_photos(side, shape):
    result = results(paint(style_side=side))["style_result"]
    photo = samples.load("coffee").shape[-2:]
    assert result.picture.shape[-2:] == shape
    assert shape[0] / shape[1] == pytest.approx(photo[0] / photo[1], rel=0.01)


@pytest.mark.parametrize("size", [(900, 60), (50, 40), (10, 8)])
@pytest.mark.usefixtures("hasty")
def test_strips_and_icons_are_painted_too(size):
    test = open_page(PAGE, **{**QUICK, "patience": "a sketch"})
    content = encoding.png(Image.effect_noise(size, 60).convert("RGB"))
    test.file_uploader[0].upload("own.png", content, "image/png").run()
    test.selectbox(key="style").set_value("My photo 1").run()
    assert_calm(test)
    press(test, "style-start")
    assert_calm(test)
    assert not test.error
    assert min(results(test)["style_result"].picture.shape[-2:]) >= 64


def test_a_network_that_is_not_there_yet_is_offered_where_the_painting_would_stand(monkeypatch):
    monkeypatch.setattr(vision.zoo, "is_on_disk", lambda name: name != "vgg19")
    test = open_page(PAGE, painter="VGG19")
    assert_calm(test)
    start = next(button for button in test.button if button.key == "fetch_vgg19-start")
    assert start.label == "Download VGG19"
    assert "style_strength" in {slider.key for slider in test.slider}


@pytest.mark.usefixtures("hasty")
def test_the_python_of_a_masked_painting_is_whole(monkeypatch, tmp_path):
    mask = np.zeros((171, 256), np.uint8)
    mask[:90] = 255
    png = encoding.png(Image.fromarray(mask))
    monkeypatch.setattr(mask_brush, "paint", lambda *_, **__: png)
    test = paint()
    assert_calm(test)
    result = results(test)["style_result"]
    (tmp_path / mask_brush.FILE).write_bytes(png)
    pixels = run_fresh(result.code, tmp_path, cores.count())
    assert np.array_equal(pixels, images.to_uint8(result.picture))


@pytest.mark.parametrize("kind", ["What is on it", "How it is painted"])
def test_what_grows_is_of_the_picture_asked_for(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(style_meaning, "STEPS", 4)
    query = {"meaning_of": kind, "picture": "Coffee", "style_of": "Flower", "noise_seed": "2"}
    test = open_page(PAGE, tab="What the network keeps", **query)
    press(test, "style_meaning-start")
    assert_calm(test)
    result = results(test)["meaning"]
    pixels = run_fresh(result.code, tmp_path, cores.count())
    assert np.array_equal(pixels, images.to_uint8(result.picture))


def test_the_tray_lends_its_pictures_too():
    brush = style_pictures.find("Flower")
    assert brush.tensor().shape[1] == 3
    with pytest.raises(SettingsError, match="choose another"):
        style_pictures.find("no such picture")
    assert_calm(open_page(PAGE, style="Flower"))


@pytest.mark.parametrize("name", patterns.names())
def test_every_small_picture_shows_what_is_painted(name):
    brush = style_pictures.find(patterns.pattern(name).title)
    small = images.load(brush.small)
    large = images.load(images.to_pil(brush.tensor()), max_side=max(small.shape[-2:]))
    assert small.shape == large.shape
    assert (small - large).abs().mean() < 0.06
