"""GAN Sampler opens in every state; favourites, walks, sums and runs do what they say."""

import pytest
import torch

from nnkit import gan, weights
from nnkit.digits import dataset
from tests.pages.test_pages import assert_calm, open_page, words
from tests.ui.payload import unpacked
from ui import gan_forgery
from ui.gan_forgery import Forgery

PAGE = "pages/gan_sampler.py"
TABS = ("Sample", "Walk", "Latent sliders", "Arithmetic", "My digit", "The story", "GAN lab",
        "Train live")  # fmt: skip
NONSENSE = {
    "forge": "11", "sheet": "-4", "bold": "9", "copying": "perhaps", "favourites": "1-2_x",
    "walk_steps": "5000", "straight": "7", "company": "digit 7", "base": "seed", "move_0": "99",
    "from": "a", "to": "10", "hand_a": "1000", "walk_goal": "-1", "story_of": "nobody",
    "goes": "well", "live_seed": "x",
}  # fmt: skip


def latents(test):
    """The favourites that the visit has."""
    return test.session_state["_gan_favourites"]


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("query", [{}, NONSENSE], ids=["plain", "nonsense"])
def test_every_tab_opens_with_sense_and_nonsense(tab, query):
    assert_calm(open_page(PAGE, tab=tab, **query))


@pytest.mark.parametrize("digit", ["all ten", "7", "whatever comes"])
def test_each_forgery_has_the_critics_stamp(digit):
    test = open_page(PAGE, forge=digit, sheet="5", bold="0.8")
    assert_calm(test)
    labels = {"all ten": [*range(10), *range(10), 0, 1, 2, 3], "7": [7] * 24}.get(digit)
    pair = gan.load("conditional" if labels else "digits")
    drawn = pair.sample(24, 5, 0.8, labels)
    stamps = [f"{share:.0%} real" for share in pair.discriminate(drawn, labels).tolist()]
    told = next(each for each in (unpacked(test, place) for place in range(4)) if "items" in each)
    assert [item["label"] for item in told["items"]] == stamps


@pytest.mark.parametrize(("digit", "name"), [("3", "conditional"), ("whatever comes", "digits")])
def test_how_near_forgeries_come_to_real_digits_is_told_of_the_pair_that_draws(
    digit, name, mnist_folder, monkeypatch
):
    monkeypatch.setenv(dataset.FOLDER_VARIABLE, str(mnist_folder))
    test = open_page(PAGE, forge=digit, copying="true")
    assert_calm(test)
    novelty = weights.manifest()[f"gan_{name}"].metrics["novelty"]
    assert f"nearer than {novelty:.2f} to a training digit" in words(test)


def test_a_new_sheet_has_the_next_seed():
    test = open_page(PAGE, sheet="3")
    next(button for button in test.button if button.label == "New sheet").click().run()
    assert_calm(test)
    assert test.slider(key="sheet").value == 4


def test_a_favourite_is_walked_from():
    test = open_page(PAGE, sheet="8", forge="3")
    test.session_state["_forgery"] = "5"
    test.run()
    for seed in (8, 9):
        test.slider(key="sheet").set_value(seed).run()
        next(b for b in test.button if b.label == "Make it a favourite").click().run()
        assert_calm(test)
    assert latents(test) == (Forgery(8, 5, 1.0, 3), Forgery(9, 5, 1.0, 3))
    test.segmented_control(key="tab").set_value("Walk").run()
    assert_calm(test)
    assert any("label=3" in code.value for code in test.code)


def test_a_link_brings_its_favourites():
    test = open_page(PAGE, tab="Walk", favourites="4-2-100_5-1-80_6-3-100-7")
    assert_calm(test)
    assert latents(test) == (Forgery(4, 2), Forgery(5, 1, 0.8), Forgery(6, 3, 1.0, 7))
    test.segmented_control(key="company").set_value("the digit asked for").run()
    assert "needs two favourites" in words(test)


def test_two_different_digits_are_walked_between():
    test = open_page(PAGE, tab="Walk", favourites="0-2-100-2_0-5-100-5_9-1-100")
    assert_calm(test)
    assert test.segmented_control(key="company").value == "the digit asked for"
    assert "asked for something in between" in words(test)
    assert "most of them are digits" in words(test)
    assert any("gan.interpolate_labels" in code.value for code in test.code)


def test_a_slider_moves_the_forgery_and_is_put_back():
    test = open_page(PAGE, tab="Latent sliders", move_2="3")
    assert_calm(test)
    assert any("3 * forger.directions[2].vector" in code.value for code in test.code)
    next(b for b in test.button if b.label == "All to the middle").click().run()
    assert test.slider(key="move_2").value == 0
    assert not any("directions[2]" in code.value for code in test.code)


def test_my_digit_is_judged_and_found():
    test = open_page(PAGE, tab="My digit", example="3")
    assert_calm(test)
    assert test.metric[0].value.endswith("%")
    next(b for b in test.button if b.label == "Find my digit in latent space").click().run()
    assert_calm(test)
    assert any("find_latent" in code.value for code in test.code)


@pytest.mark.parametrize("whose", ["any digit", "the digit asked for"])
def test_the_story_is_the_shipped_one(whose):
    test = open_page(PAGE, tab="The story", story_of=whose)
    assert_calm(test)
    name = "digits" if whose == "any digit" else "conditional"
    assert f"{len(gan.load_story(name).moments)} moments" in words(test)


def test_the_collapse_is_called_one():
    test = open_page(PAGE, tab="Train live", goes="collapse, on purpose")
    next(b for b in test.button if b.label == "Train").click().run()
    assert_calm(test)
    assert "A collapse." in words(test)


def test_what_the_snippets_draw_is_what_the_page_shows():
    test = open_page(PAGE, sheet="5", forge="2", bold="0.7")
    code = next(code.value for code in test.code if "pair.sample" in code.value)
    made = {}
    exec(code, made)
    wanted = gan.load("conditional").sample(gan_forgery.SHEET, 5, 0.7, 2)
    assert torch.equal(made["pictures"], wanted)
