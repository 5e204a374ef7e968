"""What a visitor does on Adversarial Fooling, with a real browser."""

import pytest

from nnkit import images, samples, vision
from tests.journeys.conftest import settle
from tests.journeys.steps import overflow, upload

pytestmark = pytest.mark.journey

PAGE = "/adversarial_fooling"
TABS = ("Fool", "From noise", "How strong must it be?", "Does it carry over?", "Defend")


def download(page):
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PNG", exact=True).click()
    return waiting.value.path().read_bytes()


def headline(page, *parts):
    """Wait until the headline says all of this."""
    found = page.locator("h3")
    for part in parts:
        found = found.filter(has_text=part)
    found.first.wait_for()
    settle(page)


def test_upload_fool_download_and_upload_again_still_an_ostrich(visit):
    page = visit(PAGE)
    upload(page, "mine.jpg", images.to_jpeg(samples.load("coffee")))
    settle(page)
    page.get_by_role("combobox", name="What shall the network say?").fill("ostr")
    page.get_by_role("option", name="ostrich", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Fool it", exact=True).click()
    headline(page, "“espresso”", "“ostrich” 99")
    content = download(page)
    (guess,) = vision.load().classify(images.load(content), 1)
    assert guess.label == "ostrich"

    upload(page, "again.png", content, "image/png")
    settle(page)
    headline(page, "“ostrich” 99")


def test_another_epsilon_attacks_again_by_itself(visit):
    page = visit(PAGE + "?target=goldfish")
    page.get_by_role("button", name="Fool it", exact=True).click()
    headline(page, "“goldfish” 99")
    slider = page.locator(".st-key-epsilon_0").get_by_role("slider")
    for _ in range(4):
        slider.press("ArrowLeft")
    page.get_by_text("Nothing may change, so nothing can be fooled").wait_for()
    slider.press("ArrowRight")
    page.get_by_text("Nothing may change").wait_for(state="detached")
    settle(page)
    assert "epsilon_0=1" in page.url


def test_stop_keeps_what_is_there(visit):
    page = visit(PAGE + "?attack=A+sticker&target=banana")
    page.get_by_role("button", name="Fool it", exact=True).click()
    page.get_by_text("Step 2", exact=False).first.wait_for()
    main = page.get_by_test_id("stMainBlockContainer")
    main.get_by_role("button", name="Stop").dispatch_event("click")
    page.get_by_text("stopped at").wait_for()
    settle(page)
    headline(page, "→")
    assert images.load(download(page)).shape == (1, 3, 224, 224)


def test_both_pictures_can_be_compared(visit):
    page = visit(PAGE)
    page.get_by_role("button", name="Fool it", exact=True).click()
    headline(page, "“ostrich” 99")
    page.get_by_text("Largest change:").wait_for()
    page.get_by_role("button", name="Flicker").click()
    page.get_by_text("Why does this work?").click()
    page.get_by_text("add up to a landslide").wait_for()


def test_the_digit_of_the_digit_page_is_defended(visit):
    page = visit(PAGE + "?tab=Defend&digit_epsilon=0.3&example=7")
    page.get_by_text("✔ still").wait_for()
    page.get_by_text("✘ it read 7").wait_for()


@pytest.mark.parametrize("tab", TABS)
def test_nothing_sticks_out_on_a_phone(visit, tab):
    page = visit(PAGE + "?tab=" + tab.replace(" ", "+").replace("?", "%3F"))
    page.set_viewport_size({"width": 390, "height": 900})
    settle(page)
    assert overflow(page) <= 0
