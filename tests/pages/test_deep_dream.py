"""Deep Dream opens in every state, dreams, goes on, goes back, and reads its own files."""

import numpy as np
import pytest

from nnkit import dream, images, samples
from nnkit.dream import export, presets
from tests.pages.test_pages import assert_calm, open_page, press
from tests.pages.test_snippets import results, run_fresh
from ui import dream_view, tray

PAGE = "pages/deep_dream.py"
QUICK = {"size": "256", "octaves": "1", "steps": "2", "picture": "Coffee"}


def run_dream(**query):
    return press(open_page(PAGE, **{**QUICK, **query}), "dream-start")


def code_of(test):
    return next(block.value for block in test.code if "dream.dream(" in block.value)


@pytest.mark.parametrize("tab", ["Dream", "Endless zoom"])
@pytest.mark.parametrize("goal", ["Layer", "Neuron", "Class", "Picture"])
def test_every_goal_opens(tab, goal):
    test = open_page(PAGE, tab=tab, goal=goal)
    assert_calm(test)
    assert any("on this machine" in caption.value for caption in test.caption)


@pytest.mark.parametrize("tab", ["Dream", "Endless zoom"])
@pytest.mark.parametrize(
    "query",
    [
        {"layer": "<img src=x onerror=alert(1)>", "goal": "nightmare", "unit": "-3"},
        {"octaves": "99", "steps": "nan", "strength": "loud", "size": "100000", "seed": "1e9"},
        {"goal": "Class", "class": "unicorn", "network": "skynet", "second": "block 99"},
        {"goal": "Neuron", "unit": "1000000", "layer": "head", "guide": "?", "masked": "maybe"},
        {"frames": "1", "zoom": "9", "turn": "upside down", "frame_steps": "0"},
    ],
    ids=("markup", "numbers", "names", "unit", "film"),
)
def test_nonsense_in_a_link_falls_back(tab, query):
    assert_calm(open_page(PAGE, tab=tab, **query))


def test_a_dream_offers_the_ways_on():
    test = run_dream()
    labels = {button.label for button in test.button}
    assert {"Dream on from here", "Undo", "Keep in the tray"} <= labels
    assert "Back to the photo" not in labels


def test_dreaming_on_repeats_the_run_and_undo_goes_back():
    test = run_dream()
    assert code_of(test).count("dream.dream(") == 1
    press(test, "dream_on")
    assert code_of(test).count("dream.dream(") == 2
    test.button(key="dream_undo").click().run()
    assert not any("dream.dream(" in block.value for block in test.code)
    assert any("after 1 dream" in image.alt for image in test.get("imgs")) or test.button(
        key="dream_reset"
    )
    test.button(key="dream_undo").click().run()
    assert "dream_reset" not in {button.key for button in test.button}


def test_a_preset_sets_the_controls():
    test = open_page(PAGE, **QUICK)
    preset = presets.PRESETS[-1]
    test.session_state["dream_presets"] = {"chosen": preset.key}
    test.run()
    assert_calm(test)


def test_a_dreams_own_file_sets_the_controls():
    test = open_page(PAGE, expert="true")
    settings = dream.DreamSettings(layers=(("block 5", 1.0),), octaves=2, steps=7, seed=3)
    content = export.to_png(samples.load("coffee", max_side=64), settings, "efficientnet_lite0")
    test.file_uploader(key="_dream_file_0").upload("dream.png", content).run()
    assert_calm(test)
    assert test.slider(key="octaves").value == 2
    assert test.slider(key="steps").value == 7
    assert test.slider(key="seed").value == 3
    assert test.selectbox(key="layer").value == "block 5"


@pytest.mark.parametrize(
    ("guide", "is_masked", "words"),
    [
        (None, False, []),
        ("Flower", False, []),
        ("My photo 1", False, ["borrowed from a photo"]),
        (None, True, ["paint that part anew"]),
        ("My photo 1", True, ["borrowed from a photo", "paint that part anew"]),
    ],
)
def test_what_a_dreams_file_cannot_give_is_said(guide, is_masked, words):
    test = open_page(PAGE)
    settings = dream.DreamSettings(layers=(("block 5", 1.0),))
    picture = samples.load("coffee", max_side=64)
    content = export.to_png(picture, settings, guide=guide, is_masked=is_masked)
    test.file_uploader(key="_dream_file_0").upload("dream.png", content).run()
    assert not test.exception
    told = " ".join(warning.value for warning in test.warning)
    assert bool(told) == bool(words)
    assert all(word in told for word in words)
    assert test.session_state["masked"] == is_masked
    assert test.session_state["goal"] == ("Picture" if guide == "Flower" else "Layer")
    assert test.selectbox(key="layer").value == "block 5"
    if guide == "Flower":
        assert test.selectbox(key="guide").value == "Flower"


@pytest.mark.parametrize("is_masked", [False, True])
@pytest.mark.parametrize("guide", [None, "flower"])
def test_the_downloaded_file_says_what_it_was_made_with(guide, is_masked):
    settings = dream.DreamSettings(seed=4)
    picture = None if guide is None else tray.sample(guide)
    making = dream_view.Making("efficientnet_lite1", settings, picture, is_masked)
    found = export.settings_of(making.png(samples.load("coffee", max_side=64)))
    title = None if picture is None else "Flower"
    assert found == export.Recipe(settings, "efficientnet_lite1", title, is_masked)


def test_the_zoom_leaves_the_way_back_alone():
    test = run_dream()
    test.button(key="dream_on").click().run()
    test.segmented_control(key="tab").set_value("Endless zoom").run()
    test.segmented_control(key="tab").set_value("Dream").run()
    assert_calm(test)
    assert "dream_reset" in {button.key for button in test.button}


def test_another_picture_has_no_settings_and_says_so():
    test = open_page(PAGE)
    content = images.to_png(samples.load("coffee", max_side=64))
    test.file_uploader(key="_dream_file_0").upload("coffee.png", content).run()
    assert not test.exception
    assert "carries no dream settings" in test.warning[0].value


def test_a_film_is_made():
    test = open_page(PAGE, tab="Endless zoom", film_size="256", frames="12", frame_steps="1")
    test.button(key="dream_zoom-start").click().run(timeout=60)
    assert_calm(test)
    assert any("dream.zoom(" in block.value for block in test.code)


@pytest.mark.parametrize(
    "query", [{}, {"goal": "Neuron", "unit": "5"}, {"goal": "Picture", "guide": "Flower"}]
)
def test_the_python_under_a_dream_makes_the_same_dream(query, tmp_path):
    test = run_dream(**query)
    test.button(key="dream_on").click().run()
    shown = images.to_uint8(results(test)["dream_result"].picture).astype(int)
    made = run_fresh(code_of(test), tmp_path).astype(int)
    # Another number of threads adds up in another order, and a dream amplifies what differs.
    assert np.abs(made - shown).mean() < 2
