"""What a visitor does on GAN Sampler, with a real browser."""

import re

import pytest

from tests.journeys.conftest import settle
from tests.journeys.steps import overflow
from tests.journeys.test_digit_drawing import digit, draw

pytestmark = pytest.mark.journey

PAGE = "/gan_sampler"
TABS = ("Sample", "Walk", "Latent+sliders", "Arithmetic", "My+digit", "The+story", "GAN+lab",
        "Train+live")  # fmt: skip


def test_sample_make_a_favourite_and_walk(visit):
    page = visit(PAGE + "?forge=5")
    for place, link in ((3, "0-2-100-5"), (11, "0-2-100-5_0-10-100-5")):
        page.get_by_role("button", name=re.compile(rf"^Forgery {place}:")).click()
        page.get_by_text(f"Forgery {place}: what now?").wait_for()
        page.get_by_role("button", name="Make it a favourite").click()
        page.wait_for_url(re.compile(rf"favourites={link}(&|$)"))
    settle(page)
    page.get_by_role("radio", name="Walk").click()
    page.get_by_text("of 16 steps from a 5, seed 0, number 3").wait_for()
    status = page.locator("p").filter(has_text=re.compile(r"Frame (?!1 )\d+ of 17"))
    status.first.wait_for()


def test_two_stars_of_a_sheet_of_all_ten_are_walked_between(visit):
    page = visit(PAGE)
    for place, link in ((3, "0-2-100-2"), (6, "0-2-100-2_0-5-100-5")):
        page.get_by_role("button", name=re.compile(rf"^Forgery {place}:")).click()
        page.get_by_text(f"Forgery {place}: what now?").wait_for()
        page.get_by_role("button", name="Make it a favourite").click()
        page.wait_for_url(re.compile(rf"favourites={link}(&|$)"))
    settle(page)
    page.get_by_role("radio", name="Walk").click()
    page.get_by_text("of 16 steps from a 2, seed 0, number 3").wait_for()
    page.get_by_text("asked for something in between").wait_for()
    status = page.locator("p").filter(has_text=re.compile(r"Frame (?!1 )\d+ of 17"))
    status.first.wait_for()


def test_draw_and_be_judged_and_be_found(visit):
    page = visit(PAGE + "?tab=My+digit")
    draw(page, digit(3))
    page.get_by_text("The critic takes your digit for a real one").wait_for()
    page.get_by_role("button", name="Find my digit in latent space").click()
    page.get_by_text(re.compile("^Its pixels differ from yours by")).wait_for(timeout=90_000)


def test_play_the_story(visit):
    page = visit(PAGE + "?tab=The+story")
    page.get_by_role("button", name="Play").click()
    page.locator("p").filter(has_text=re.compile(r"Frame ([3-9]|\d\d) of \d+")).first.wait_for()


def test_stop_the_live_training(visit):
    page = visit(PAGE + "?tab=Train+live")
    page.get_by_role("button", name="Train", exact=True).click()
    page.get_by_text(re.compile("of the ten digits appear")).first.wait_for()
    stop = page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="Stop")
    stop.dispatch_event("click")
    page.get_by_text(re.compile("^stopped at step")).wait_for()
    page.get_by_text(re.compile("as varied as real digits")).wait_for()


def test_the_lab_collapses_on_purpose_and_says_so(visit):
    page = visit(PAGE + "?tab=GAN+lab&lab_begin=Collapse%2C+on+purpose")
    page.get_by_role("button", name="Play").click()
    alarm = page.locator(".alarm").filter(has_text=re.compile("^Collapse: for "))
    alarm.wait_for(timeout=90_000)


@pytest.mark.parametrize("tab", TABS)
def test_nothing_sticks_out_on_a_phone(visit, tab):
    page = visit(f"{PAGE}?tab={tab}")
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    assert overflow(page) <= 0
