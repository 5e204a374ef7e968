"""Every page opens in every state that a link can ask for, and never shows a traceback."""

import io
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from tests.bad_files import BAD_FILES
from ui import site

APP = Path(__file__).resolve().parents[2] / "app.py"
CONVOLUTION = "pages/filter_convolution.py"
SOBEL = "Sobel, left to right"
TABS = ("Filter", "Find the pattern", "Convolutional neuron", "Learn the kernel", "Frequencies")


def open_page(path=None, **query):
    test = AppTest.from_file(APP, default_timeout=120)
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    if path is not None:
        test.switch_page(path)
        for key, value in query.items():
            test.query_params[key] = value
        test.run()
    return test


def assert_calm(test):
    assert not test.exception, [element.value for element in test.exception]
    assert not test.error, [element.value for element in test.error]


def press(test, key):
    test.button(key=key).click().run()
    assert_calm(test)
    return test


def words(test):
    """All that the page says, short of errors."""
    kinds = ("markdown", "caption", "latex", "success", "info", "warning")
    return "\n".join(element.value for kind in kinds for element in getattr(test, kind))


@pytest.mark.parametrize("entry", [site.HOME, *site.PAGES], ids=lambda entry: entry.title)
def test_every_page_opens(entry):
    test = open_page(None if entry is site.HOME else entry.file)
    assert_calm(test)
    assert test.title


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_and_shows_its_code(tab):
    test = open_page(CONVOLUTION, tab=tab)
    assert_calm(test)
    assert not test.warning
    if tab != "Learn the kernel":  # its code appears when it has learned
        assert any("from nnkit import" in code.value for code in test.code)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    "query",
    [
        {"picture": "<img src=x onerror=alert(1)>", "kernel": "![](http://example.invalid/x)"},
        {"stride": "-1", "dilation": "1e9", "bias": "nan", "padding": "none", "flip": "7"},
        {"kernel": "My own numbers", "kernel_cells": "1,2;3"},
        {"patch": "0", "patch_row": "99999", "smudge": "x", "match_stride": "0"},
        {"layers": "9", "k1": "?", "b1": "inf", "p1": "max 3", "learned": "Filter 33"},
        {"mode": "Cheat", "steps": "1000000", "seed": "-1", "riddle": "0", "hidden": "none"},
    ],
    ids=("markup", "ranges", "cells", "patch", "layers", "learning"),
)
def test_nonsense_in_a_link_falls_back(tab, query):
    test = open_page(CONVOLUTION, tab=tab, **query)
    assert_calm(test)


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_a_bad_upload_is_one_sentence_and_the_picture_stays(name):
    test = open_page(CONVOLUTION)
    content = BAD_FILES[name]()
    test.file_uploader[0].upload(f"{name}.png", content, "image/png").run()
    assert_calm(test)
    sentences = [element.value for element in test.warning]
    assert len(sentences) == 1, sentences
    assert sentences[0].endswith(".")
    assert "Traceback" not in sentences[0]
    assert test.session_state["picture"] == "Cat"


def test_an_upload_becomes_the_current_picture_on_every_page():
    buffer = io.BytesIO()
    Image.new("RGB", (100, 80), "red").save(buffer, "JPEG")
    test = open_page()
    test.file_uploader[0].upload("holiday.jpg", buffer.getvalue(), "image/jpeg").run()
    assert test.session_state["picture"] == "My photo 1"
    test.switch_page(CONVOLUTION).run()
    assert_calm(test)
    assert test.session_state["picture"] == "My photo 1"
    assert "my-photo-1.png" in test.code[0].value


@pytest.mark.parametrize("size", [(8, 8), (8, 128), (100, 9), (3000, 2000)])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_takes_the_smallest_and_the_longest_pictures(tab, size):
    buffer = io.BytesIO()
    Image.effect_noise(size, 80).save(buffer, "PNG")
    test = open_page(CONVOLUTION, tab=tab, patch_row="90", patch_column="200")
    test.file_uploader[0].upload("mine.png", buffer.getvalue(), "image/png").run()
    assert_calm(test)
    assert not test.warning, [element.value for element in test.warning]
    if tab == "Learn the kernel":
        press(test, "learn_kernel-start")


def test_settings_that_cannot_be_are_one_sentence_and_the_page_goes_on():
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, "PNG")
    test = open_page(CONVOLUTION, kernel="Gaussian blur", padding="valid", dilation="8")
    test.file_uploader[0].upload("mine.png", buffer.getvalue(), "image/png").run()
    assert_calm(test)
    assert len(test.warning) == 1
    test.slider(key="dilation").set_value(1).run()
    assert_calm(test)
    assert not test.warning


def test_a_result_can_be_kept_used_and_forgotten():
    test = open_page(CONVOLUTION)
    press(test, "filter_keep")
    options = test.selectbox(key="picture").options
    assert "Result 1" in options
    test.selectbox(key="picture").set_value("Result 1").run()
    assert_calm(test)
    test.button(key="filter_keep").click().run()
    lines = [text.value for text in test.text]
    assert lines == [f"Result 2: Cat → {SOBEL} → {SOBEL}", f"Result 1: Cat → {SOBEL}"]
    press(test, "_forget_Result 1")
    assert "Result 1" not in test.selectbox(key="picture").options
    assert test.session_state["picture"] == "Cat"
