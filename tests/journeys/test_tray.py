"""Pictures of one's own: good ones, bad ones, and nobody else's."""

import pytest

from tests.bad_files import BAD_FILES
from tests.journeys.conftest import settle
from tests.journeys.photos import plain_png

pytestmark = pytest.mark.journey

PAGE = "/filter_convolution"


def upload(page, name, content, mime="image/png"):
    page.locator('input[type="file"]').first.set_input_files(
        {"name": name, "mimeType": mime, "buffer": content}
    )


def test_bad_files_are_one_sentence_each_and_the_page_still_works(visit):
    page = visit(PAGE)
    page.wait_for_selector("[data-painted]", state="attached")
    sidebar = page.get_by_test_id("stSidebar")
    for name, make in sorted(BAD_FILES.items()):
        content = make()
        if len(content) > 25_000_000:
            continue  # refused by the uploader itself, before anything is read
        upload(page, f"{name}.png", content)
        settle(page)
        page.get_by_test_id("stAlert").first.wait_for(state="attached")
        assert page.get_by_test_id("stException").count() == 0
        upload_box = page.get_by_test_id("stAlert").first.text_content()
        assert upload_box.strip().endswith("."), name
    upload(page, "good.png", plain_png("orange"))
    page.get_by_text("My photo 1").first.wait_for()
    assert sidebar.is_visible()


def test_two_browsers_never_see_each_others_pictures(visit, browser, server):
    mine = visit(PAGE)
    upload(mine, "secret.png", plain_png("red"))
    mine.get_by_text("My photo 1").first.wait_for()
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
    page.wait_for_selector("[data-painted]", state="attached")
    page.get_by_text("64 × 48").first.wait_for()
