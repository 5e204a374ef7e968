"""What a visitor does on Inside a ConvNet, with a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import settle
from tests.journeys.photos import rotated_jpeg
from tests.journeys.steps import overflow, upload

pytestmark = pytest.mark.journey

PAGE = "/inside_a_convnet"
MAPS = PAGE + "?tab=Feature+maps"
TABS = ("Top five", "First filters", "Feature maps", "What it looked at", "Why so many dogs?")
STEM = "&depth=stem%3A+32+maps%2C+1%2F2+size"


def bars(page):
    return page.locator(".bars .row")


def card(page):
    return page.get_by_role("heading", name=re.compile(r"^Map \d+ of "))


def test_five_guesses_follow_the_picture(visit):
    page = visit(PAGE)
    expect(bars(page).first).to_contain_text("Egyptian cat")
    expect(bars(page)).to_have_count(5)
    page.get_by_role("button", name="Sample photos").click()
    page.get_by_role("button", name="Coffee", exact=False).first.click()
    expect(bars(page).first).to_contain_text("espresso")


def test_a_photo_of_ones_own_is_seen_through(visit):
    page = visit(PAGE)
    upload(page, "mine.jpg", rotated_jpeg())
    page.get_by_text("What the network says").wait_for()
    expect(bars(page)).to_have_count(5)
    expect(bars(page).first).not_to_contain_text("cat")


def test_a_neuron_is_chosen_by_touch_by_keyboard_and_by_link(visit):
    page = visit(MAPS)
    sheet = page.locator(".gallery button")
    sheet.nth(2).click()
    expect(sheet.nth(2)).to_have_attribute("aria-pressed", "true")
    number = sheet.nth(2).text_content()
    expect(card(page)).to_have_text(f"Map {number} of block 1")

    sheet.nth(2).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(sheet.nth(3)).to_have_attribute("aria-pressed", "true")
    number = sheet.nth(3).text_content()
    expect(card(page)).to_have_text(f"Map {number} of block 1")

    page.wait_for_function(f"location.search.includes('neuron=Map+{number}')")
    other = visit(page.url[page.url.index(PAGE) :])
    expect(card(other)).to_have_text(f"Map {number} of block 1")
    expect(bars(other).first).to_contain_text("→")


def test_a_neuron_goes_along_to_deep_dream(visit):
    page = visit(MAPS + "&picture=Coffee&depth=block+5%3A+80+maps%2C+1%2F16+size")
    number = re.match(r"Map (\d+) of block 5", card(page).text_content())[1]
    page.get_by_role("link", name="Let your picture dream of it").click()
    page.get_by_role("heading", name="Deep Dream").wait_for()
    settle(page)
    expect(page.get_by_role("radio", name="Neuron")).to_have_attribute("aria-checked", "true")
    expect(page.get_by_role("slider", name="Neuron")).to_have_value(number)
    pressed = page.locator(".gallery button[aria-pressed=true]")
    expect(pressed.filter(has_text="block 5")).to_have_count(1)
    page.get_by_text("Where it starts: Coffee").wait_for()
    page.get_by_role("button", name="Dream", exact=True).click()
    page.get_by_text("done, 48 steps").wait_for()


def test_going_deeper_and_seeing_all_maps(visit):
    page = visit(MAPS)
    page.get_by_role("button", name="Deeper").click()
    expect(card(page)).to_contain_text("of block 2")
    page.get_by_text("Show all 24 maps").click()
    expect(page.locator(".gallery button")).to_have_count(24)


def test_the_network_paints_what_a_neuron_wants_to_see(visit):
    page = visit(MAPS + STEM)
    main = page.get_by_test_id("stMainBlockContainer")
    main.get_by_role("button", name="Paint it").click()
    main.get_by_role("button", name="Stop").wait_for()
    main.get_by_role("img", name="The picture that excites this neuron most").wait_for()
    main.get_by_role("button", name="Stop").dispatch_event("click")  # before it is done
    page.get_by_text("stopped at step").or_(page.get_by_text("No photo was used")).first.wait_for()


def test_a_slow_map_begins_at_a_press_and_is_judged(visit):
    page = visit(PAGE + "?tab=What+it+looked+at")
    page.get_by_text("Likeness").first.wait_for()
    page.get_by_role("radio", name="Integrated gradients").click()
    page.get_by_text("of random weights").or_(page.get_by_text("step ")).first.wait_for()
    expect(page.get_by_role("cell", name="not yet")).to_have_count(2, timeout=60_000)


def test_a_faded_picture_is_guessed_anew(visit):
    page = visit(PAGE + "?tab=Why+so+many+dogs%3F&picture=Photographer")
    page.get_by_text("squares left").wait_for()
    page.get_by_role("radio", name="224", exact=True).click()
    expect(page.locator(".bars .row").filter(has_text="tripod")).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("tab", TABS)
def test_nothing_sticks_out_sideways(visit, tab, width):
    page = visit()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(page.url + f"inside_a_convnet?tab={tab.replace(' ', '+').replace('?', '%3F')}")
    settle(page)
    assert overflow(page) <= 1
