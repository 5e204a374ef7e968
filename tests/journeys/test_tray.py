"""Pictures of one's own: good ones, bad ones, and nobody else's."""

import pytest

from tests.bad_files import BAD_FILES
from tests.journeys.conftest import settle
from tests.journeys.photos import plain_png
from tests.journeys.steps import upload, wait_for_lens

pytestmark = pytest.mark.journey

PAGE = "/filter_convolution"


def test_bad_files_are_one_sentence_each_and_the_page_still_works(visit):
    page = visit(PAGE)
    wait_for_lens(page)
    alert = page.get_by_test_id("stSidebar").get_by_test_id("stAlert")
    for name, make in sorted(BAD_FILES.items()):
        content = make()
        if len(content) > 25_000_000:
            continue  # refused by the uploader itself, before anything is read
        upload(page, f"{name}.png", content)
        settle(page)
        assert alert.count() == 1, name
        assert alert.text_content().strip().endswith("."), name
    upload(page, "good.png", plain_png("orange"))
    page.get_by_text("64 × 48").first.wait_for()
    assert alert.count() == 0


def test_two_browsers_never_see_each_others_pictures(visit, browser, server):
    mine = visit(PAGE)
    upload(mine, "secret.png", plain_png("red"))
    mine.get_by_text("64 × 48").first.wait_for()
    other = browser.new_context()
    try:
        page = other.new_page()
        page.goto(server.url + PAGE + "?picture=My+photo+1")
        settle(page)
        page.get_by_text("which never leaves their visit").wait_for()
        assert page.get_by_role("option", name="My photo 1").count() == 0
        page.locator(".st-key-picture input").click()
        page.get_by_role("option").first.wait_for()
        assert page.get_by_role("option", name="My photo").count() == 0
    finally:
        other.close()


def test_a_picture_goes_along_from_page_to_page(visit):
    page = visit()
    upload(page, "mine.png", plain_png("green"))
    page.get_by_text("your own photo").first.wait_for()
    page.get_by_role("link", name="Filter Convolution").first.click()
    wait_for_lens(page)
    page.get_by_text("64 × 48").first.wait_for()


def test_forgetting_the_current_picture_goes_back_to_a_sample_without_a_note(visit):
    page = visit(PAGE)
    wait_for_lens(page)
    upload(page, "mine.png", plain_png("green"), "image/png")
    page.get_by_text("64 × 48").first.wait_for()
    page.wait_for_function("location.search.includes('My+photo+1')")
    page.get_by_test_id("stSidebar").get_by_role("button", name="Forget").click()
    page.get_by_text("451 × 300").first.wait_for()
    settle(page)
    page.wait_for_timeout(300)
    assert page.get_by_test_id("stToast").count() == 0
    assert "My+photo" not in page.url
