"""What a visitor does on Autoencoder, with a real browser and a real mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import settle
from tests.journeys.steps import overflow
from tests.journeys.test_digit_drawing import digit, draw, press

pytestmark = pytest.mark.journey

PAGE = "/autoencoder"
LETTER = [[(40, 240), (140, 30), (240, 240)], [(80, 160), (200, 160)]]  # an A
TABS = (
    "Squeeze", "Latent map", "Walk", "Denoise", "Spot the odd one", "Fill the hole",
    "Why a bottleneck?", "Train live", "Photo",
)  # fmt: skip


def tab_of(name):
    return PAGE + "?tab=" + name.replace(" ", "+").replace("?", "%3F")


def test_draw_a_digit_and_squeeze_it_through_fewer_numbers(visit):
    page = visit(PAGE)
    page.get_by_text("Into the numbers, and out of them").wait_for()
    press(page, "Clear")
    page.get_by_text("Draw a digit, or take one.").wait_for()
    draw(page, digit(3))
    page.get_by_text("these 8 numbers are all that gets through").wait_for()
    page.get_by_role("slider", name="Numbers in the middle").press("ArrowLeft")
    page.get_by_text("these 2 numbers are all that gets through").wait_for()
    settle(page)
    assert "numbers=2" in page.url
    page.get_by_text("Variational", exact=True).wait_for()


def test_the_map_is_the_largest_thing_on_its_tab(visit):
    page = visit(tab_of("Latent map"))
    page.set_viewport_size({"width": 1280, "height": 900})
    latent = page.locator(".latent")
    expect(latent).to_have_attribute("data-drawn", re.compile(r"\d"), timeout=30_000)
    settle(page)
    plane = latent.locator(".overlay").bounding_box()
    paper = page.locator(".pad .paper").bounding_box()
    assert plane["width"] > 500
    assert plane["width"] > 1.5 * paper["width"]
    assert paper["y"] > plane["y"] + plane["height"]
    assert paper["width"] > 250  # the words on the pad are one line, below the strokes


def test_drag_in_the_map_and_find_the_place_again_by_its_link(visit):
    page = visit(tab_of("Latent map"))
    latent = page.locator(".latent")
    expect(latent).to_have_attribute("data-drawn", re.compile(r"\d"), timeout=30_000)
    numbers = latent.locator(".numbers")
    before = numbers.inner_text()
    latent.locator(".overlay").scroll_into_view_if_needed()
    box = latent.locator(".overlay").bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.6 * box["height"], steps=10)
    expect(numbers).not_to_have_text(before)
    page.mouse.up()
    page.wait_for_url(re.compile("at_vae2="))
    settle(page)
    here = numbers.inner_text()
    page.get_by_role("radio", name="Autoencoder", exact=True).click()
    expect(numbers).not_to_have_text(here, timeout=30_000)
    page.get_by_role("radio", name="Variational autoencoder").click()
    expect(numbers).to_have_text(here, timeout=30_000)
    settle(page)
    again = visit(page.url.replace(page.url.split("/autoencoder")[0], ""))
    expect(again.locator(".latent .numbers")).to_have_text(numbers.inner_text(), timeout=30_000)


def test_denoise_a_drawing(visit):
    page = visit(tab_of("Denoise"))
    draw(page, digit(7))
    page.get_by_text(re.compile(r"The autoencoder made it \d+\.\d dB better")).wait_for()
    page.get_by_role("slider", name="Noise").press("Home")
    page.get_by_text("Without noise there is nothing to gain").wait_for()


def test_a_letter_is_the_odd_one(visit):
    page = visit(tab_of("Spot the odd one"))
    page.get_by_text("a digit, as far as I can tell").wait_for()
    draw(page, LETTER)
    page.get_by_role("heading", name=re.compile(r"Score .*: odd")).wait_for()


def test_fill_the_hole_and_fill_it_again_by_moving_it(visit):
    page = visit(tab_of("Fill the hole"))
    page.get_by_role("button", name="Fill the hole", exact=True).click()
    page.get_by_text("It guessed").wait_for()
    page.get_by_role("slider", name="From the top").press("ArrowLeft")
    page.wait_for_url(re.compile("hole_row=13"))
    page.get_by_text("It guessed").wait_for()
    page.get_by_text("Watch the search").click()
    page.get_by_role("img", name="Left the digit with its hole filled").first.wait_for()


def test_copying_and_then_learning(visit):
    page = visit(tab_of("Why a bottleneck?"))
    page.get_by_role("button", name="Let it learn", exact=True).click()
    page.get_by_text("It has learned nothing about its examples").wait_for(timeout=90_000)
    page.get_by_role("combobox", name="In the middle").click()
    page.get_by_role("option", name="2 neurons").click()
    settle(page)
    page.get_by_role("button", name="Let it learn", exact=True).click()
    page.get_by_text("That is learning.").wait_for(timeout=90_000)


def test_stop_live_training_and_keep_the_map_so_far(visit):
    page = visit(tab_of("Train live") + "&small_epochs=400")
    main = page.get_by_test_id("stMainBlockContainer")
    main.get_by_role("button", name="Train it", exact=True).click()
    page.get_by_text("on digits it never saw").wait_for()
    main.get_by_role("button", name="Stop").dispatch_event("click")
    page.get_by_text("stopped at step").wait_for()
    page.get_by_text("on 297 digits that it never learned from").wait_for()
    main.get_by_role("img", name="Left the map").first.wait_for()


def test_a_photo_is_squeezed_and_compared(visit):
    page = visit(tab_of("Photo") + "&patch_steps=300&photo_size=256")
    page.get_by_role("button", name="Squeeze my photo", exact=True).click()
    page.get_by_text("Counting the decoder as well").wait_for()
    assert page.get_by_role("img", name=re.compile("JPEG: .* bytes")).count() == 1


@pytest.mark.parametrize("tab", TABS)
def test_nothing_sticks_out_on_a_phone(visit, tab):
    page = visit(tab_of(tab))
    page.set_viewport_size({"width": 390, "height": 900})
    settle(page)
    assert overflow(page) <= 0
