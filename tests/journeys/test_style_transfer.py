"""What a visitor does on Style Transfer, with a real browser."""

import re

import numpy as np
import pytest

from nnkit import images, resizing, samples
from tests.journeys.conftest import settle
from tests.journeys.steps import brush_over, overflow
from tests.journeys.test_deep_dream import download, start
from ui import style_meaning

pytestmark = pytest.mark.journey

PAGE = "/style_transfer"
QUICK = "?expert=true&style_side=256&patience=a+sketch&picture=Coffee"


def painted(page):
    start(page, "Paint")
    page.get_by_text(re.compile("^done")).first.wait_for(timeout=120_000)
    settle(page)
    return images.to_uint8(images.load(download(page, "Download PNG")))


def change(found, photo):
    return np.abs(found.astype(int) - photo).mean()


def photo_of(side):
    return images.to_uint8(resizing.fitted(samples.load("coffee", max_side=side), side))


def test_the_default_run_paints_the_photo(visit):
    page = visit(PAGE + "?picture=Coffee")
    found = painted(page)
    assert max(found.shape) == 512
    assert change(found, photo_of(512)) > 20
    page.get_by_text("Watch it being painted").click()
    page.get_by_role("button", name="GIF", exact=True).wait_for()
    page.get_by_text("How close is it?").wait_for()


def test_stop_keeps_what_is_painted_so_far(visit):
    page = visit(PAGE + "?expert=true&style_side=512&patience=very+patient&picture=Coffee")
    start(page, "Paint")
    page.get_by_text(re.compile(r"step [1-9]\d* of")).first.wait_for()
    main = page.get_by_test_id("stMainBlockContainer")
    main.get_by_role("button", name="Stop").dispatch_event("click")
    page.get_by_text("stopped at").wait_for()
    settle(page)
    found = images.to_uint8(images.load(download(page, "Download PNG")))
    assert change(found, photo_of(512)) > 10


def test_keeping_the_colours_keeps_them(visit):
    page = visit(PAGE + QUICK + "&style=Stained+glass")
    settle(page)
    strange = painted(page)
    page.get_by_text("Keep my colours").click()
    settle(page)
    page.wait_for_function("location.search.includes('keep_colours=true')")
    kept = painted(page)
    photo = photo_of(256)

    def colour_shift(picture):
        tints = [each - each.mean(axis=-1, keepdims=True) for each in (picture, photo)]
        return np.abs(tints[0] - tints[1]).mean()

    assert colour_shift(kept.astype(float)) < colour_shift(strange.astype(float)) / 3


def test_two_styles_can_be_mixed(visit):
    page = visit(PAGE + QUICK + "&style=Mosaic&mixed=true&second_style=Ink+wash&style_share=40")
    page.get_by_text("Its share in %").wait_for()
    both = painted(page)
    page.get_by_text("second=second").first.wait_for(state="attached")
    page.get_by_text("Mix in a second style").click()
    settle(page)
    assert min(change(both, photo_of(256)), change(both, painted(page))) > 5


def test_what_is_painted_over_can_stay_as_it_is(visit):
    page = visit(PAGE + QUICK + "&partly=true&partly_part=shall+stay+as+it+is")
    brush_over(page)
    found, photo = painted(page), photo_of(256)
    same = (found == photo).all(axis=-1)
    height, width = same.shape
    assert same[: height // 2, : width // 2].sum() > 500
    assert same[height // 2 + 40 :].mean() < 0.05


def test_a_click_on_the_shelf_chooses_a_style(visit):
    page = visit(PAGE)
    page.get_by_role("button", name="Wood grain").click()
    page.wait_for_function("location.search.includes('style=Wood')")


def test_content_grows_from_noise(visit):
    page = visit(PAGE + "?tab=What+the+network+keeps&picture=Coffee")
    start(page, "Grow it from noise")
    page.get_by_text(re.compile("^done")).first.wait_for(timeout=120_000)
    settle(page)
    grown = images.load(download(page, "Download PNG")).mean(1).flatten()
    photo = samples.load("coffee", max_side=style_meaning.SIDE).mean(1).flatten()
    assert np.corrcoef(grown, photo)[0, 1] > 0.5


@pytest.mark.parametrize("tab", ["Paint", "What+the+network+keeps"])
def test_nothing_is_wider_than_a_phone(visit, tab):
    page = visit(f"{PAGE}?tab={tab}&expert=true&mixed=true")
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    assert overflow(page) <= 0
