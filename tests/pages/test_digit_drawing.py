"""Digit Drawing opens in every state, reads what the pad sends, and never shows a traceback."""

import pytest

from tests.pages.test_pages import assert_calm, open_page, press, words
from ui.digit_examples import example

PAGE = "pages/digit_drawing.py"
TABS = (
    "Draw", "One neuron, opened", "The ConvNet, opened", "Teach it", "Correct it", "Mix-ups",
)  # fmt: skip


def flat(digit):
    return [
        [stroke.width, *(value for point in stroke.points for value in point)]
        for stroke in example(digit)
    ]


def draw(test, strokes):
    """Give the page what the browser would send."""
    sheet = test.session_state["_pad_digit_pad"]
    test.session_state["digit_pad"] = {
        "drawing": {
            "strokes": strokes, "isFinal": True, "mount": "m", "number": 1,
            "edition": sheet.edition,
        }
    }  # fmt: skip
    return test.run()


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens(tab):
    test = open_page(PAGE, tab=tab)
    assert_calm(test)
    assert not test.warning


@pytest.mark.parametrize("tab", ["Draw", "One neuron, opened", "The ConvNet, opened", "Correct it"])
@pytest.mark.parametrize("strokes", [[], [[18, 140, 140]], "nonsense", [[18, 1]]],
                         ids=("empty", "dot", "text", "broken"))  # fmt: skip
@pytest.mark.parametrize("view", ["Every layer's maps", "Which ink mattered"])
def test_every_tab_takes_any_drawing(tab, strokes, view):
    test = draw(open_page(PAGE, tab=tab, view=view), strokes)
    assert_calm(test)


@pytest.mark.parametrize("digit", range(10))
def test_every_example_is_read(digit):
    test = open_page(PAGE, example=str(digit))
    assert_calm(test)
    assert f"This is a {digit}" in words(test)


def test_a_drawing_is_read():
    test = draw(open_page(PAGE), flat(3))
    assert "This is a 3" in words(test)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(
    "query",
    [
        {"example": "<img src=x onerror=alert(1)>", "neuron": "10", "layer": "9"},
        {"network": "none", "digits": "?", "epochs": "1000000", "rate": "nan", "seed": "-1"},
        {"reader": "eleven", "view": "!", "meant": "11", "rehearse": "maybe"},
    ],
    ids=("markup", "training", "choices"),
)
def test_nonsense_in_a_link_falls_back(tab, query):
    assert_calm(open_page(PAGE, tab=tab, **query))


@pytest.mark.parametrize("network", ["One neuron: is it a 6?", "Ten neurons", "A small ConvNet"])
def test_teaching_shows_the_run_and_reads_the_pad(network):
    test = open_page(PAGE, tab="Teach it", network=network, epochs="2")
    press(test, "teach-start")
    assert "of the digits it has never seen" in words(test)


def test_without_mnist_a_download_is_offered():
    test = open_page(PAGE, tab="Teach it", digits="MNIST (the real ones)")
    assert_calm(test)
    assert "MNIST is not on this machine yet" in words(test)
    assert test.button(key="mnist-start")


def test_a_download_that_fails_is_one_sentence(monkeypatch):
    from torchvision.datasets import MNIST

    monkeypatch.setattr(MNIST, "mirrors", ["http://127.0.0.1:9/"])
    test = open_page(PAGE, tab="Mix-ups")
    test.button(key="mnist-start").click().run()
    assert not test.exception
    assert len(test.error) == 1
    assert "check this machine's connection" in test.error[0].value


def test_with_mnist_a_cell_shows_its_digits(monkeypatch, mnist_folder):
    monkeypatch.setenv("NNKIT_DATA", str(mnist_folder))
    test = open_page(PAGE, tab="Mix-ups", reader="Ten neurons")
    assert_calm(test)
    assert " by mistake: " in words(test)
    test.session_state["matrix_ten"] = {"cell": [4, 9]}
    test.run()
    assert_calm(test)
    assert "4 read as 9 by mistake" in words(test)
    assert "mnist-start" not in [button.key for button in test.button]


def add_drawing(test, digit, meant):
    draw(test, flat(digit))
    test.segmented_control(key="meant").set_value(str(meant)).run()
    next(button for button in test.button if button.label == "Add this drawing").click().run()
    assert_calm(test)


def test_a_correction_bends_the_convnet_and_shows_the_price():
    test = open_page(PAGE, tab="Correct it")
    add_drawing(test, 7, 1)
    assert any("Drawings added: 1 " in caption.value for caption in test.caption)
    press(test, "correct-start")
    assert len(test.metric) == 1
    assert "The ConvNet read a 7" in words(test).replace("the ConvNet", "The ConvNet")
    assert "reads a **1**" in words(test)


def test_drawings_are_forgotten_on_request():
    test = open_page(PAGE, tab="Correct it")
    add_drawing(test, 7, 1)
    next(button for button in test.button if button.label == "Forget my drawings").click().run()
    assert_calm(test)
    assert any("No drawing added yet" in caption.value for caption in test.caption)
