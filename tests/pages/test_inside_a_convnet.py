"""Inside a ConvNet opens in every state and tells the truth about any picture."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from nnkit import images, samples, vision
from nnkit.vision import neurons, saliency
from tests.pages.test_pages import assert_calm, open_page, press, words
from tests.pages.test_snippets import results, run_fresh
from ui import inside_wish

PAGE = "pages/inside_a_convnet.py"
TABS = ("Top five", "First filters", "Feature maps", "What it looked at", "Why so many dogs?")
BLOCK = "block 9: 112 maps, 1/16 size"


def upload(test, size):
    buffer = io.BytesIO()
    Image.effect_noise(size, 80).save(buffer, "PNG")
    test.file_uploader[0].upload("mine.png", buffer.getvalue(), "image/png").run()


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_and_shows_its_code(tab):
    test = open_page(PAGE, tab=tab)
    assert_calm(test)
    assert not test.warning
    assert any("network = vision.load()" in code.value for code in test.code)


NONSENSE = {
    "picture": "<img src=x onerror=alert(1)>", "truth": "![](http://example.invalid/x)",
    "filter": "Filter 33", "depth": "block 99", "neuron": "Map -1", "all_maps": "7",
    "why": "dragon", "method": "Tea leaves", "squares": "1e9", "network": "alexnet",
}  # fmt: skip


@pytest.mark.parametrize("tab", TABS)
def test_nonsense_in_a_link_falls_back(tab):
    test = open_page(PAGE, tab=tab, **NONSENSE)
    assert_calm(test)
    assert not test.warning


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_takes_long_and_small_pictures(tab):
    test = open_page(PAGE, tab=tab)
    for size in ((64, 64), (65, 900), (3000, 500)):
        upload(test, size)
        assert_calm(test)
        assert not test.warning, [element.value for element in test.warning]


@pytest.mark.parametrize("tab", TABS)
def test_too_small_a_picture_is_one_sentence(tab):
    test = open_page(PAGE, tab=tab)
    for size, direction in (((63, 8), "8 pixels high"), ((9, 80), "9 pixels wide")):
        upload(test, size)
        assert_calm(test)
        assert {direction in warning.value for warning in test.warning} == {True}
        assert "64" in test.warning[0].value


@pytest.mark.parametrize(
    ("truth", "score"),
    [
        ("Egyptian cat", "**right** by top-1 and by top-5"),
        ("tabby", "3rd guess of 1000: **wrong** by top-1, **right** by top-5"),
        ("electric fan", "**wrong** by both rules"),
    ],
)
def test_the_visitor_judges_as_the_challenge_does(truth, score):
    test = open_page(PAGE, truth=truth)
    assert_calm(test)
    assert score in words(test)


def test_a_link_brings_back_layer_and_neuron():
    test = open_page(PAGE, tab="Feature maps", depth=BLOCK, neuron="Map 3", picture="Coffee")
    assert_calm(test)
    assert "Map 3 of block 9" in words(test)
    found = neurons.without(vision.load(), samples.load("coffee"), "block 9", 3)
    assert f"{found.changes[0].label}: " in words(test)


def test_going_deeper_ends_at_the_last_layer_with_a_neuron_of_its_own():
    test = open_page(
        PAGE, tab="Feature maps", depth="block 15: 320 maps, 1/32 size", neuron="Map 9"
    )
    assert "Map 9 of block 15" in words(test)
    press(test, "deeper")
    assert test.selectbox(key="depth").value.startswith("head: 1280 maps")
    assert test.selectbox(key="neuron").value in test.selectbox(key="neuron").options
    assert "of head" in words(test)
    assert test.button(key="deeper").disabled


def test_a_neuron_without_a_portrait_has_it_painted(monkeypatch):
    from nnkit.vision import visualisation

    short = visualisation.VisualisationSettings

    def quick(layer, channel):
        return short(layer, channel, side=64, steps=2)

    monkeypatch.setattr(visualisation, "VisualisationSettings", quick)
    test = open_page(PAGE, tab="Feature maps", depth="stem: 32 maps, 1/2 size", neuron="Map 5")
    press(test, "wish-start")
    assert inside_wish.CAPTION in [text for image in test.image for text in image.captions]
    assert "wish-start" not in [button.key for button in test.button]


@pytest.mark.parametrize("method", ["Grad-CAM", "Gradient"])
def test_quick_methods_are_judged_at_once(method):
    test = open_page(PAGE, tab="What it looked at", method=method)
    assert_calm(test)
    assert "**Likeness " in words(test)
    assert "Adebayo" in words(test)


def test_grad_cam_beats_its_rivals_where_it_should():
    test = open_page(PAGE, tab="What it looked at", picture="Photographer")
    assert_calm(test)
    assert re.search(r"this map \d%", words(test))  # 9, without learning 77, disc 17
    assert "does carry the answer" in words(test)


def test_an_empty_control_gets_no_verdict():
    test = open_page(PAGE, tab="What it looked at", picture="Coins")
    assert_calm(test)
    assert "a map is empty" in words(test)
    assert "passes" not in words(test)
    assert re.search(r"this map \d%, a disc in the middle \d%", words(test))


def test_a_slow_method_is_computed_on_request_and_remembered():
    test = open_page(PAGE, tab="What it looked at", method="Integrated gradients")
    assert "**Likeness" not in words(test)
    press(test, "saliency-start")
    assert "**Likeness " in words(test)
    test.segmented_control(key="method").set_value("Gradient").run()
    assert_calm(test)
    assert words(test).count("not yet") == 2  # Grad-CAM and occlusion


def test_another_picture_offers_its_own_classes_to_explain():
    test = open_page(PAGE, tab="What it looked at", why="tabby")
    test.selectbox(key="picture").set_value("Coffee").run()
    assert_calm(test)
    assert test.segmented_control(key="why").value == "espresso"


def test_the_horse_is_called_a_dog_five_times():
    test = open_page(PAGE, tab="Why so many dogs?")
    next(button for button in test.button if button.label == "Show me the horse").click().run()
    assert_calm(test)
    assert test.session_state["picture"] == "Horse"
    assert test.session_state["tab"] == "Top five"
    dogs = vision.imagenet.GROUPS["dogs"].numbers
    assert {g.number in dogs for g in vision.load().classify(samples.load("horse"))} == {True}


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ({}, "top_five_square"),
        ({"tab": "First filters", "filter": "Filter 7", "picture": "Coffee"}, "first_filter"),
        ({"tab": "Feature maps", "depth": BLOCK, "neuron": "Map 3"}, "neuron_card"),
        ({"tab": "What it looked at", "method": "Grad-CAM"}, "saliency_map"),
        ({"tab": "Why so many dogs?", "squares": "20"}, "faded"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_snippet_makes_its_picture(query, key, tmp_path):
    test = open_page(PAGE, **query)
    assert_calm(test)
    result = results(test)[key]
    assert any(code.value == result.code for code in test.code)
    assert 3 <= len(result.code.splitlines()) <= 16
    difference = run_fresh(result.code, tmp_path) - images.to_uint8(result.picture).astype(int)
    assert np.abs(difference).max() <= 1  # the snippet runs on another number of threads


def test_every_method_has_its_button():
    test = open_page(PAGE, tab="What it looked at")
    titles = {method.title for method in saliency.METHODS.values()}
    assert set(test.segmented_control(key="method").options) == titles
