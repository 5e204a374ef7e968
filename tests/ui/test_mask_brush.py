"""What is painted on a picture stays when its canvas goes; the canvas here is a stand-in."""

import sys
from contextlib import nullcontext
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from nnkit import images
from ui import permalinks

STROKES = {"objects": [{"type": "path"}]}


def page():
    import streamlit as st
    import torch

    from ui import mask_brush

    height, width = st.session_state.get("size", (60, 90))
    title = st.session_state.get("title", "Cat")
    mask = mask_brush.paint(torch.zeros(1, 3, height, width), title, "Only a part")
    st.session_state["result"] = mask


@pytest.fixture
def canvases(monkeypatch):
    """A canvas as a line of text: "left" paints the left half, "clear" wipes it all off."""
    calls = []

    def canvas(*, key, width, height, initial_drawing, **_):
        calls.append({"size": (width, height), "begins with": initial_drawing})
        told = st.text_input("Canvas", key=key)
        pixels = np.zeros((height, width, 4), np.uint8)
        pixels[:, : width // 2, 3] = 176 * (told == "left")
        return SimpleNamespace(json_data=STROKES, image_data=pixels if told else None)

    module = SimpleNamespace(st_canvas=canvas)  # the true one registers only with a server
    monkeypatch.setitem(sys.modules, "streamlit_drawable_canvas", module)
    return calls


@pytest.fixture
def test(canvases, monkeypatch):
    class Box(nullcontext):
        @property
        def open(self):
            return st.session_state.get("is_open", True)

    monkeypatch.setattr(permalinks, "expander", lambda *_, **__: Box())
    return AppTest.from_function(page, default_timeout=60).run()


def mask_of(test):
    assert not test.exception
    content = test.session_state["result"]
    return None if content is None else images.load(content)[0, 0]


def paint_left(test):
    test.text_input[0].set_value("left").run()
    return mask_of(test)


def test_a_mask_has_the_pictures_size_and_is_white_where_it_is_painted(test):
    assert mask_of(test) is None
    mask = paint_left(test)
    assert mask.shape == (60, 90)
    assert mask[:, :43].min() == 1
    assert mask[:, 47:].max() == 0


def test_the_painting_outlives_a_change_of_size(test):
    paint_left(test)
    test.session_state["size"] = (240, 360)
    mask = mask_of(test.run())
    assert mask.shape == (240, 360)
    assert mask.mean() == pytest.approx(0.5, abs=0.02)


def test_the_painting_outlives_its_box(test, canvases):
    paint_left(test)
    assert canvases[-1]["begins with"] is None
    test.session_state["is_open"] = False
    assert mask_of(test.run()) is None
    test.session_state["is_open"] = True
    assert mask_of(test.run()).mean() == pytest.approx(0.5, abs=0.02)
    assert canvases[-1]["begins with"] == STROKES
    test.text_input[0].set_value("clear").run()
    assert mask_of(test) is None


def test_each_picture_has_its_own_painting(test):
    paint_left(test)
    test.session_state["title"] = "Flower"
    assert mask_of(test.run()) is None
    test.session_state["title"] = "Cat"
    assert mask_of(test.run()) is not None


@pytest.mark.parametrize(
    ("size", "drawn"),
    [((60, 90), (256, 171)), ((1024, 512), (256, 512)), ((3840, 256), (34, 512))],
)
def test_a_tall_picture_stays_on_the_page(test, canvases, size, drawn):
    test.session_state["size"] = size
    test.run()
    assert canvases[-1]["size"] == drawn
