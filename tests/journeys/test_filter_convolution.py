"""What a visitor does on Filter Convolution, with a real browser."""

import json

import numpy as np
import pytest

from nnkit import images
from tests.journeys.conftest import settle
from tests.journeys.photos import rotated_jpeg
from tests.journeys.steps import overflow, upload, wait_for_lens

pytestmark = pytest.mark.journey

PAGE = "/filter_convolution"


def painted(page):
    return page.locator("canvas.picture[data-painted]").get_attribute("data-painted")


def wait_for_paint(page, before):
    page.wait_for_function(
        "before => document.querySelector('[data-painted]')?.dataset.painted !== before",
        arg=before,
    )


def result_pixels(page):
    """The output canvas, pixel by pixel."""
    return page.evaluate(
        """() => {
          const host = document.querySelector('[data-painted]');
          const canvas = host.shadowRoot.querySelector('.output canvas.picture');
          const { width, height } = canvas;
          const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
          return [width, height, Array.from(data)];
        }"""
    )


def lens_values(page):
    return page.locator("section.arithmetic").evaluate("element => ({...element.dataset})")


def open_tab(page, name):
    page.get_by_role("radio", name=name, exact=True).click()
    settle(page)


def test_upload_edit_read_the_lens_and_check_it_by_hand(visit):
    page = visit(PAGE + "?kernel=Sharpen")
    wait_for_lens(page)
    photo = rotated_jpeg()
    upload(page, "turned.jpg", photo)
    page.get_by_text("200 × 320").first.wait_for()  # turned upright by its EXIF

    settle(page)
    before = painted(page)
    cell = page.get_by_label("row 1, column 2", exact=True)
    cell.fill("-2.5")
    cell.press("Enter")
    wait_for_paint(page, before)
    page.wait_for_function("location.search.includes('kernel_cells')")
    settle(page)

    old = lens_values(page)
    page.locator(".output canvas.overlay").click(position={"x": 60, "y": 80})
    page.locator(f'section.arithmetic:not([data-row="{old["row"]}"])').wait_for()
    lens = lens_values(page)
    row, column = int(lens["row"]), int(lens["column"])
    kernel = np.array([[0, -2.5, 0], [-1, 5, -1], [0, -1, 0]])
    channel = ["red", "green", "blue"].index(lens["channel"])
    pixels = images.load(photo, max_side=512)[0, channel].numpy().astype(float)
    window = np.pad(pixels, 1)[row : row + 3, column : column + 3]
    assert np.allclose(json.loads(lens["values"]), window, atol=1e-6)
    assert float(lens["sum"]) == pytest.approx((window * kernel).sum(), abs=1e-5)


def test_arrow_keys_move_the_lens_without_a_round_trip(visit):
    page = visit(PAGE)
    wait_for_lens(page)
    first = lens_values(page)
    sent = []
    page.on("websocket", lambda socket: sent.append(socket))
    page.locator(".input canvas.overlay").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    row, column = int(first["row"]) + 1, int(first["column"]) + 1
    page.locator(f'section.arithmetic[data-row="{row}"][data-column="{column}"]').wait_for()
    assert not sent


def test_learn_stop_copy_the_link_and_open_it_anew(visit, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit(PAGE + "?picture=Coffee&kernel=Emboss&stride=2&grey=true&steps=400")
    wait_for_lens(page)
    settle(page)
    first = result_pixels(page)

    open_tab(page, "Learn the kernel")
    page.get_by_role("button", name="Learn the kernel").click()
    main = page.get_by_test_id("stMainBlockContainer")
    main.get_by_role("button", name="Stop").dispatch_event("click")  # before it is done
    page.get_by_text("stopped at step").wait_for()
    main.get_by_role("img", name="The kernel being learned").first.wait_for()

    open_tab(page, "Filter")
    wait_for_lens(page)
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    path = link[link.index(PAGE) :]
    assert "Coffee" in path
    other = visit(path)
    wait_for_lens(other)
    settle(other)
    assert result_pixels(other) == first


def test_find_the_pattern_by_pointing(visit):
    page = visit(PAGE + "?tab=Find+the+pattern")
    page.get_by_text("exactly where you took it").wait_for()
    page.locator("canvas.overlay").first.click(position={"x": 120, "y": 90})
    page.wait_for_function("location.search.includes('patch_row')")
    settle(page)
    page.get_by_text("exactly where you took it").wait_for()


def test_a_learned_filter_is_chosen_by_touch(visit):
    page = visit(PAGE + "?tab=Convolutional+neuron")
    page.get_by_role("button", name="Learned filter 9", exact=False).click()
    page.wait_for_function("location.search.includes('learned=Filter')")
    page.get_by_text("Filter 9", exact=False).first.wait_for()


def test_nonsense_in_the_link_is_a_quiet_note(visit):
    page = visit(PAGE + "?stride=999&kernel=%3Cscript%3Ealert(1)%3C/script%3E&kernel_cells=zzz")
    page.get_by_text("could not be understood").wait_for()
    wait_for_lens(page)
    assert "script" not in page.url


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "tab", ["Filter", "Find the pattern", "Convolutional neuron", "Learn the kernel", "Frequencies"]
)
def test_nothing_sticks_out_sideways(visit, context, tab, width, scheme):
    page = visit()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(page.url + f"filter_convolution?tab={tab.replace(' ', '+')}")
    settle(page)
    assert overflow(page) <= 1
