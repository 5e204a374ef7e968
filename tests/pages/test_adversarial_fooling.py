"""Adversarial Fooling opens in every state, fools, and says so when it cannot."""

import io

import numpy as np
import pytest
from PIL import Image

from nnkit import images, vision
from tests.pages.test_pages import assert_calm, open_page, press, words
from tests.pages.test_snippets import results, run_fresh
from ui.attack_methods import METHODS

PAGE = "pages/adversarial_fooling.py"
TABS = (
    "Fool", "From noise", "How strong must it be?", "Does it carry over?", "Defend",
)  # fmt: skip
NONSENSE = {
    "target": "<img src=x onerror=alert(1)>", "attack": "![](http://example.invalid/x)",
    "epsilon_0": "17", "swear": "perhaps", "noise": "Rain", "noise_seed": "-1", "whose": "Yours",
    "test": "Friends", "carry_epsilon": "0", "defence": "Hope", "digit_epsilon": "2", "jpeg": "5",
    "network": "alexnet",
}  # fmt: skip


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("query", [{}, NONSENSE])
def test_every_tab_opens_with_sense_and_nonsense(tab, query):
    test = open_page(PAGE, tab=tab, **query)
    assert_calm(test)
    assert not test.warning


def test_the_catching_defence_opens():
    assert_calm(open_page(PAGE, tab="Defend", defence="Catch it"))


def test_a_cat_becomes_an_ostrich_and_stays_one_as_a_file(tmp_path):
    test = press(open_page(PAGE, target="ostrich"), "attack-start")
    assert "“Egyptian cat”" in words(test)
    assert "“ostrich” 99" in words(test)
    result = results(test)["attack_result"]
    again = images.load(images.to_png(result.picture))
    (guess,) = vision.load().classify(again, 1)
    assert (guess.label, guess.probability >= 0.99) == ("ostrich", True)
    pixels = run_fresh(result.code, tmp_path)
    assert np.array_equal(pixels, images.to_uint8(result.picture))


def test_a_budget_of_nothing_says_so():
    test = press(open_page(PAGE, epsilon_0="0"), "attack-start")
    assert "Nothing may change, so nothing can be fooled" in words(test)


def test_an_ostrich_that_is_one_already_says_so():
    test = press(open_page(PAGE, target="Egyptian cat", swear="false"), "attack-start")
    assert "The network says so already" in words(test)


def test_too_small_a_budget_says_what_to_do():
    test = press(open_page(PAGE, attack="One step", epsilon_1="1"), "attack-start")
    assert "**Not fooled** within this budget" in words(test)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.title)
def test_every_attack_runs_from_the_page(method, monkeypatch):
    from nnkit import attacks

    settings = getattr(attacks, method.settings)
    if method.call in ("patch", "carlini_wagner"):  # the slow ones, shortened
        monkeypatch.setattr(attacks, method.settings, lambda **values: settings(steps=2, **values))
    test = press(open_page(PAGE, attack=method.title, target="tabby"), "attack-start")
    assert method.sentence in words(test)
    assert "It said" not in [error.value for error in test.error]
    assert results(test)["attack_result"].picture.shape == (1, 3, 224, 224)


def test_changing_the_wish_runs_the_attack_again():
    test = press(open_page(PAGE), "attack-start")
    test.selectbox(key="target").set_value("goldfish").run()
    assert_calm(test)
    assert "“goldfish” 99" in words(test)


def test_noise_becomes_a_goldfish(tmp_path):
    test = press(open_page(PAGE, tab="From noise"), "attack_noise-start")
    assert "### Noise → “goldfish” 99" in words(test)
    result = results(test)["noise_result"]
    pixels = run_fresh(result.code, tmp_path)
    assert np.array_equal(pixels, images.to_uint8(result.picture))


def test_the_curve_of_my_picture():
    test = press(open_page(PAGE, tab="How strong must it be?"), "attack_curve-start")
    assert "This photo falls at epsilon **1** of 255" in words(test)
    assert "| 1 | " in words(test)
    assert "% ✔ |" in words(test)
    assert "✔ where it is its answer" in words(test)
    test.selectbox(key="curve_target").set_value("Egyptian cat").run()
    assert_calm(test)
    assert "Nothing has to be changed" in words(test)


@pytest.mark.parametrize("title", ["Many small steps", "Least change"])
def test_the_formula_is_that_of_the_wish(title):
    (method,) = [each for each in METHODS if each.title == title]
    test = open_page(PAGE, attack=title, target="ostrich")
    assert [latex.value for latex in test.latex] == [f"$$\n{method.towards}\n$$"]
    test.selectbox(key="target").set_value("anything else").run()
    assert_calm(test)
    assert [latex.value for latex in test.latex] == [f"$$\n{method.away}\n$$"]


def test_the_attack_meets_other_networks():
    test = press(open_page(PAGE, tab="Does it carry over?"), "attack_carry-start")
    assert "✔ fooled: ostrich" in words(test)
    assert "Of 6 looks by a network that the picture was **not** made for" in words(test)


def test_the_attack_meets_the_world():
    test = press(
        open_page(PAGE, tab="Does it carry over?", test="Everyday changes"), "attack_carry-start"
    )
    assert "how sure the network still is of its mistake" in words(test)


def test_the_robust_network_stands_where_the_usual_one_falls():
    test = open_page(PAGE, tab="Defend", digit_epsilon="0.3", example="3")
    assert_calm(test)
    assert "✘ it read 3, now" in words(test)
    assert "✔ still **3**" in words(test)
    test = open_page(PAGE, tab="Defend", digit_epsilon="0.0", example="3")
    assert words(test).count("✔ still **3**") == 2


def test_the_detector_catches_the_ostrich():
    test = press(open_page(PAGE, tab="Defend", defence="Catch it"), "attack_defence-start")
    assert "After JPEG, your photo: “Egyptian cat”" in words(test)
    assert "After JPEG, the attacked one" in words(test)


@pytest.mark.parametrize("tab", TABS[:4])
def test_too_small_a_picture_is_one_sentence(tab):
    test = open_page(PAGE, tab=tab)
    buffer = io.BytesIO()
    Image.effect_noise((63, 8), 80).save(buffer, "PNG")
    test.file_uploader[0].upload("mine.png", buffer.getvalue(), "image/png").run()
    assert not test.exception
    if tab != "From noise":
        assert "8 pixels high" in test.warning[0].value
