"""What several journeys do in the same way."""

import re

from tests.journeys.conftest import settle


def upload(page, name, content, mime="image/jpeg"):
    """Give a file to the tray and wait until the app has dealt with it, for good or bad."""
    uploader = page.locator('[class*="st-key-_upload_"]').first
    uploader.wait_for(state="attached")
    turn = int(re.search(r"st-key-_upload_(\d+)", uploader.get_attribute("class"))[1])
    uploader.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": mime, "buffer": content}
    )
    page.locator(f".st-key-_upload_{turn + 1}").wait_for(state="attached")


def wait_for_lens(page):
    """Wait until both pictures and the sum of a pixel are there."""
    page.locator("section.arithmetic[data-sum]").wait_for()
    page.locator("canvas.picture[data-painted]").wait_for()


def overflow(page):
    """How many pixels of the page stick out sideways, once charts have taken on a new width."""
    for _ in range(50):
        pixels = page.evaluate(
            "() => { const main = document.querySelector('[data-testid=stMain]');"
            " return main.scrollWidth - main.clientWidth; }"
        )
        if pixels <= 0:
            break
        page.wait_for_timeout(100)
    return pixels


def brush_over(page):
    """Paint a short stroke in the upper left of the picture on a mask's canvas."""
    canvas = page.locator("canvas.upper-canvas")
    canvas.wait_for()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=8)
    page.mouse.up()
    page.wait_for_timeout(800)  # the canvas sends what was painted a moment after the pen lifts
    settle(page)
