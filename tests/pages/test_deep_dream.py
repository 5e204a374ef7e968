"""Deep Dream opens in every state, dreams, goes on, goes back, and reads its own files."""

import numpy as np
import pytest
import streamlit as st
from PIL import Image

from nnkit import dream, images, samples, vision
from nnkit.dream import export, presets
from tests.pages.test_pages import assert_calm, open_page, press
from tests.pages.test_snippets import results, run_fresh
from ui import cores, dream_controls, dream_view, encoding, gallery, notes, tray

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


@pytest.fixture
def buttons_for_galleries(monkeypatch):
    """A gallery lives in the browser: here each of its pictures is a button, the marked starred."""

    def click(key, chosen, on_chosen_change):
        st.session_state[key] = {"chosen": chosen}
        on_chosen_change()

    def shown(items, *, selected, key, on_chosen_change, **_):
        for item in items:
            star = "*" * (item.id == selected)
            st.button(item.label + star, key=f"{key}-{item.id}", on_click=click,
                      args=(key, item.id, on_chosen_change))  # fmt: skip

    monkeypatch.setattr(gallery, "gallery", shown)


def marked(test):
    return [button.label[:-1] for button in test.button if button.label.endswith("*")
            and button.key.startswith("dream_presets-")]  # fmt: skip


KINDS = ("eyes", "wonderland", "bubbles")  # a layer, three layers, one map


@pytest.mark.usefixtures("buttons_for_galleries")
@pytest.mark.parametrize("preset", [each for each in presets.PRESETS if each.key in KINDS],
                         ids=KINDS)  # fmt: skip
def test_a_preset_sets_the_controls_and_is_marked(preset):
    test = open_page(PAGE, **QUICK, expert="true")
    assert marked(test) == []
    press(test, f"dream_presets-{preset.key}")
    for name in dream_controls.NUMBERS:
        assert test.slider(key=name).value == pytest.approx(getattr(preset.settings, name))
    assert test.selectbox(key="layer").value == preset.settings.layers[0][0]
    if preset.settings.channel is not None:
        assert test.slider(key="unit").value == preset.settings.channel
    assert marked(test) == [preset.title]
    assert preset.sentence in [caption.value for caption in test.caption]
    test.slider(key="jitter").set_value(64).run()
    assert marked(test) == []


@pytest.mark.usefixtures("buttons_for_galleries")
def test_a_preset_is_marked_whatever_way_its_settings_came():
    eyes = presets.PRESETS[0]
    numbers = {name: str(getattr(eyes.settings, name)) for name in dream_controls.NUMBERS}
    query = {**numbers, "layer": "block 10", "expert": "true"}
    assert marked(open_page(PAGE, **query)) == [eyes.title]
    assert marked(open_page(PAGE, **query, goal="Picture")) == []


@pytest.mark.usefixtures("buttons_for_galleries")
@pytest.mark.parametrize(("tab", "label"), [("Dream", "Dream"), ("Endless zoom", "Take off")])
def test_the_recipes_name_the_button_of_their_tab(tab, label):
    test = open_page(PAGE, tab=tab)
    assert f"Recipes: click one, then press {label}." in [each.value for each in test.caption]
    assert label in {button.label for button in test.button}
    preset = presets.PRESETS[3]
    press(test, f"dream_presets-{preset.key}")
    assert test.selectbox(key="layer").value == preset.settings.layers[0][0]


SMALL = {"strip": (3000, 300), "tiny": (50, 50)}


def open_with_photo(photo, **query):
    """Open the page with a photo of somebody's own."""
    test = open_page(PAGE, expert="true", **query)
    content = encoding.png(Image.effect_noise(photo, 80).convert("RGB"))
    test.file_uploader(key="_upload_0").upload("photo.png", content, "image/png").run()
    assert test.session_state["picture"] == "My photo 1"
    return test


@pytest.mark.parametrize("size", SMALL.values(), ids=SMALL)
def test_strips_and_small_pictures_dream_and_lend(size, tmp_path):
    quick = {"size": "256", "octaves": "2", "steps": "2"}
    test = open_with_photo(size, **quick, goal="Picture")
    test.selectbox(key="guide").set_value("My photo 1").run()
    assert_calm(test)
    assert not test.warning
    assert any("on this machine" in caption.value for caption in test.caption)
    press(test, "dream-start")
    result = results(test)["dream_result"]
    height, width = result.picture.shape[-2:]
    assert height == 64
    assert width / height == pytest.approx(size[0] / size[1], rel=0.03)
    (own,) = test.session_state["_tray"].own
    (tmp_path / own.file_name).write_bytes(own.png())
    made = run_fresh(result.code, tmp_path, cores.count())
    assert np.abs(made.astype(int) - images.to_uint8(result.picture)).mean() < 2


@pytest.mark.parametrize("size", SMALL.values(), ids=SMALL)
def test_strips_and_small_pictures_take_off(size):
    query = {"tab": "Endless zoom", "film_size": "256", "frames": "12", "frame_steps": "1"}
    test = open_with_photo(size, **query)
    press(test, "dream_zoom-start")
    code = next(block.value for block in test.code if "dream.zoom(" in block.value)
    assert 'resizing.at_least(images.load("my-photo-1.png", max_side=256), 64)' in code


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


HOSTILE = {
    "class": dream.DreamSettings((("logits", 1.0),), label=65535),
    "class and layer": dream.DreamSettings((("logits", 1.0), ("block 9", 1.0)), label=7),
    "class and channel": dream.DreamSettings((("logits", 1.0), ("head", 1.0)), 3, 7),
    "weight": dream.DreamSettings((("block 9", 0.001), ("block 5", 100.0))),
    "layer": dream.DreamSettings((("inception 4c", 1.0),)),
    "unit": dream.DreamSettings((("block 9", 1.0),), channel=65535),
    "units": dream.DreamSettings((("block 9", 1.0), ("block 5", 1.0)), channel=3),
}


@pytest.mark.parametrize("settings", HOSTILE.values(), ids=HOSTILE)
def test_a_file_the_controls_cannot_follow_is_followed_as_near_as_can_be(settings, monkeypatch):
    said = []
    monkeypatch.setattr(notes, "say", lambda message, **_: said.append(message))
    test = open_page(PAGE, expert="true")
    content = export.to_png(samples.load("coffee", max_side=64), settings)
    test.file_uploader(key="_dream_file_0").upload("dream.png", content).run()
    assert_calm(test)
    assert said == ["The settings of that dream are set, as near as these controls come to them."]


def test_a_file_for_a_network_that_is_not_here_is_read_all_the_same(monkeypatch):
    test = open_page(PAGE, expert="true")
    monkeypatch.setattr(vision.zoo, "is_on_disk", lambda name: name != "vgg19")
    settings = dream.DreamSettings((("no such layer", 1.0),), channel=65535, octaves=2)
    content = export.to_png(samples.load("coffee", max_side=64), settings, "vgg19")
    test.file_uploader(key="_dream_file_0").upload("dream.png", content).run()
    assert_calm(test)
    assert "Download VGG19" in {button.label for button in test.button}
    test.selectbox(key="network").set_value("efficientnet_lite0").run()
    assert_calm(test)


@pytest.mark.parametrize(("earlier", "words"), [(1, "an earlier dream,"), (3, "3 earlier dreams,")])
def test_a_file_of_a_dream_of_dreams_says_so(earlier, words):
    test = open_page(PAGE)
    picture = samples.load("coffee", max_side=64)
    content = export.to_png(picture, dream.DreamSettings(), earlier=earlier)
    test.file_uploader(key="_dream_file_0").upload("dream.png", content).run()
    assert_calm(test)
    assert words in test.warning[0].value


def test_a_dream_of_dreams_is_counted_in_its_file(monkeypatch):
    counts, show = [], dream_view.show

    def counted(job, trail, making):
        counts.append(making.earlier)
        show(job, trail, making)

    monkeypatch.setattr(dream_view, "show", counted)
    test = run_dream()
    press(test, "dream_on")
    press(test, "dream_on")
    press(test, "dream_undo")
    assert counts[-4:] == [0, 1, 2, 2]
    press(test, "dream_undo")
    assert counts[-1] == 1


@pytest.mark.parametrize("is_masked", [False, True])
@pytest.mark.parametrize("guide", [None, "flower"])
def test_the_downloaded_file_says_what_it_was_made_with(guide, is_masked):
    settings = dream.DreamSettings(seed=4)
    picture = None if guide is None else tray.sample(guide)
    making = dream_view.Making("efficientnet_lite1", settings, picture, is_masked, 2)
    found = export.settings_of(making.png(samples.load("coffee", max_side=64)))
    title = None if picture is None else "Flower"
    assert found == export.Recipe(settings, "efficientnet_lite1", title, is_masked, 2)


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
