"""The first minute: choose a picture, begin, keep a result, come back."""

import io

import pytest
from PIL import Image

from tests.journeys.conftest import settle
from tests.journeys.steps import wait_for_lens

pytestmark = pytest.mark.journey


def test_the_chosen_picture_goes_along_from_home(visit):
    page = visit()
    page.get_by_role("button", name="Sample photos").click()
    page.get_by_role("button", name="Coffee", exact=False).first.click()
    page.wait_for_function("location.search.includes('picture=Coffee')")
    settle(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Open Filter").click()
    wait_for_lens(page)
    page.get_by_text("600 × 400").or_(page.get_by_text("512 × 341")).first.wait_for()
    assert "picture=Coffee" in page.url
    assert page.get_by_label("row 2, column 3", exact=True).input_value() == "2"


def test_a_card_opens_its_tab_with_the_picture(visit):
    page = visit("/?picture=Rocket")
    page.get_by_role("link", name="Open Convolutional neuron").click()
    page.get_by_role("radio", name="Convolutional neuron", checked=True).wait_for()
    settle(page)
    assert "tab=Convolutional+neuron" in page.url
    assert "picture=Rocket" in page.url


def test_keep_a_result_use_it_download_it_forget_it(visit):
    page = visit("/filter_convolution?kernel=Emboss")
    wait_for_lens(page)
    page.get_by_role("button", name="Keep in the tray").click()
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_text("Result 1").first.wait_for()
    with page.expect_download() as kept:
        sidebar.get_by_role("button", name="Download").click()
    picture = Image.open(io.BytesIO(kept.value.path().read_bytes()))
    assert (picture.format, picture.size) == ("PNG", (451, 300))
    with page.expect_download() as result:
        page.get_by_role("button", name="Download PNG").click()
    again = Image.open(io.BytesIO(result.value.path().read_bytes()))
    assert again.convert("RGB").tobytes() == picture.tobytes()
    sidebar.get_by_role("button", name="Forget").click()
    page.wait_for_function("!document.body.textContent.includes('Result 1')")


def test_the_first_page_asks_nobody_else_for_anything(context, server):
    """No fonts, icons or counters from other hosts: visitors stay private, and it works offline."""
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    settle(page)
    page.wait_for_timeout(500)
    foreign = [url for url in asked if not url.startswith((server.url, "data:", "blob:", "ws"))]
    assert not foreign
