"""What a visitor does on Deep Dream, with a real browser."""

import re

import numpy as np
import pytest

from nnkit import images, samples
from nnkit.dream import export
from tests.journeys.conftest import settle
from tests.journeys.photos import huge_jpeg
from tests.journeys.steps import brush_over, overflow, upload

pytestmark = pytest.mark.journey

PAGE = "/deep_dream"


def download(page, label):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return waiting.value.path().read_bytes()


def start(page, label="Dream"):
    page.get_by_role("button", name=label, exact=True).click()


def test_stop_half_way_download_and_drop_it_back_in(visit):
    page = visit(PAGE + "?size=512&steps=60&octaves=5&seed=4&picture=Coffee")
    start(page)
    page.get_by_text(re.compile(r"step [1-9]\d* of")).first.wait_for()
    main = page.get_by_test_id("stMainBlockContainer")
    main.get_by_role("button", name="Stop").dispatch_event("click")
    page.get_by_text("stopped at").wait_for()
    settle(page)
    content = download(page, "Download PNG")
    found = export.settings_of(content)
    assert (found.settings.seed, found.settings.octaves, found.settings.steps) == (4, 5, 60)
    picture = images.load(content)
    assert max(picture.shape[-2:]) == 512
    assert picture.std() > 0.05

    page = visit(PAGE)
    page.get_by_role("button", name="From a dream's PNG").click()
    page.locator('[class*="st-key-_dream_file_"] input[type="file"]').set_input_files(
        {"name": "dream.png", "mimeType": "image/png", "buffer": content}
    )
    page.get_by_text("The settings of that dream are set").wait_for()
    page.wait_for_function("location.search.includes('octaves=5')")
    assert "seed=4" in page.url


def test_dream_on_and_undo(visit):
    page = visit(PAGE + "?size=256&steps=2&octaves=1")
    start(page)
    page.get_by_role("button", name="Dream on from here").click()
    page.get_by_role("button", name="Back to the photo").wait_for()
    settle(page)
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("after 1 dream").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Where it starts: Cat", exact=True).wait_for()


def test_a_mask_keeps_the_rest_to_the_bit(visit):
    page = visit(PAGE + "?size=256&steps=3&octaves=1&masked=true&picture=Coffee")
    brush_over(page)
    start(page)
    page.get_by_text("done").first.wait_for()
    settle(page)
    content = download(page, "Download PNG")
    assert export.settings_of(content).is_masked
    dreamt = images.to_uint8(images.load(content))
    photo = images.to_uint8(samples.load("coffee", max_side=256))
    changed = (dreamt != photo).any(axis=-1)
    height, width = changed.shape
    assert changed[: height // 2, : width // 2].any()
    assert not changed[height // 2 + 40 :].any()
    assert np.count_nonzero(changed) < changed.size / 4


def test_a_mask_outlives_its_box_and_a_change_of_size(visit):
    page = visit(PAGE + "?size=256&expert=true&masked=true&picture=Coffee")
    brush_over(page)
    download_mask = page.get_by_role("button", name="Download the mask")
    download_mask.wait_for()
    settle(page)
    sizes = page.locator(".st-key-size input").first
    sizes.click()
    sizes.press("ArrowDown")
    sizes.press("Enter")
    page.wait_for_function("location.search.includes('size=384')")
    settle(page)
    with page.expect_download() as waiting:
        download_mask.click()
    before = images.to_uint8(images.load(waiting.value.path().read_bytes()))
    assert max(before.shape[:2]) == 384
    box = page.locator(".st-key-masked summary").first
    box.click()
    download_mask.wait_for(state="detached")
    box.click()
    download_mask.wait_for()
    settle(page)
    with page.expect_download() as waiting:
        download_mask.click()
    after = images.to_uint8(images.load(waiting.value.path().read_bytes()))
    assert before.any()
    assert np.array_equal(before, after)


def test_a_recipe_comes_whole_with_its_neuron(visit):
    page = visit(PAGE)
    page.get_by_role("button", name="Bubbles").first.click()
    page.wait_for_function("location.search.includes('unit=3')")
    page.locator('button[aria-pressed="true"]', has_text="Bubbles").wait_for()


def test_a_phone_photo_of_40_megapixels_dreams(visit):
    page = visit(PAGE + "?size=256&steps=2&octaves=1")
    upload(page, "phone.jpg", huge_jpeg())
    settle(page)
    start(page)
    page.get_by_text("done").first.wait_for()
    page.get_by_role("button", name="Dream on from here").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_sticks_out(visit, width):
    page = visit(PAGE)
    page.set_viewport_size({"width": width, "height": 900})
    settle(page)
    assert overflow(page) <= 0
