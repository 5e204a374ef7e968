"""Two runs on one time line in a real Chromium."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.frontend.conftest import spy, turn_dark, visit
from tests.ui.frontend.network_pair_app import frames

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("network_pair_app.py")

Show = Callable[..., Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    def open_(part: str = "rates", **settings: object) -> Locator:
        visit(sound_page, app_url, part=part, **settings)
        pair = sound_page.locator(".pair")
        expect(pair).to_have_attribute("data-drawn", re.compile(r"\d"))
        return pair

    return open_


def neuron(pair: Locator, side: int, column: int, row: int) -> Locator:
    place = f'.neuron[data-column="{column}"][data-row="{row}"]'
    return pair.locator(".contender").nth(side).locator(place)


def expect_frame(pair: Locator, at: int) -> None:
    expect(pair).to_have_attribute("data-frame", str(at))


def test_one_slider_moves_both_without_the_server(show: Show, page: Page) -> None:
    sent = spy(page)
    pair = show()
    expect(pair.locator("h3")).to_have_text(["A: as it was", "B: changed"])
    before = len(sent)
    for press, at in (("End", 12), ("ArrowLeft", 11)):
        pair.get_by_label("Epoch of both networks").press(press)
        expect_frame(pair, at)
        told = frames("rates")[at]
        for side, frame in enumerate((told.first, told.second)):
            status = pair.locator(".status").nth(side)
            expect(status).to_contain_text(f"epoch {at}, training loss {frame.train_loss:.3f}")
    pair.get_by_role("button", name="Back to start").click()
    expect_frame(pair, 0)
    same = pair.locator(".status").all_inner_texts()
    assert same[0] == same[1]  # the same first weights on the same points
    pair.get_by_role("button", name="One frame on").click()
    expect_frame(pair, 1)
    neuron(pair, 0, 1, 0).focus()
    page.keyboard.press(" ")
    expect_frame(pair, 12)
    expect(pair.get_by_role("button", name="Play")).to_be_visible()
    assert len(sent) == before


def test_the_curves_lie_over_each_other(show: Show) -> None:
    pair = show()
    told = frames("rates")[9]
    expect(pair.locator(".curve")).to_have_count(3)
    chart = pair.locator(".curve").nth(1)
    box = chart.bounding_box()
    assert box is not None
    chart.click(position={"x": 44 + (box["width"] - 54) * 9 / 12, "y": 60})
    expect_frame(pair, 9)
    expect(pair.locator(".reading").nth(1)).to_have_text(
        f"epoch 9A {told.first.test_loss:.3f}B {told.second.test_loss:.3f}"
    )
    purple = chart.evaluate(
        """canvas => { const { data } = canvas.getContext("2d").getImageData(
            0, 0, canvas.width, canvas.height);
            let found = 0;
            for (let at = 0; at < data.length; at += 4) found +=
                data[at] === 0xa0 && data[at + 1] === 0x5f && data[at + 2] === 0xc4;
            return found; }"""
    )
    assert purple > 50


def test_who_ended_early_stays_as_it_was(show: Show) -> None:
    pair = show("ended")
    pair.get_by_label("Epoch of both networks").press("End")
    expect_frame(pair, 12)
    expect(pair.locator(".status").nth(0)).to_contain_text("epoch 12,")
    expect(pair.locator(".status").nth(1)).to_contain_text("epoch 5,")
    expect(pair.locator(".reading").nth(0)).to_have_text(re.compile("A 0.*B ended"))


def test_what_is_pointed_at_is_shown_in_both(show: Show, page: Page) -> None:
    pair = show("shapes")
    titles = pair.locator(".map-title")
    expect(titles).to_have_text(["Output", "Output"])
    neuron(pair, 0, 1, 3).hover()
    expect(titles).to_have_text(["Layer 1, neuron 4 · tanh", "Layer 1, neuron 4 · relu"])
    neuron(pair, 1, 1, 5).hover()  # which the first network has not
    expect(titles).to_have_text(["Output", "Layer 1, neuron 6 · relu"])
    neuron(pair, 0, 2, 1).hover()
    expect(titles).to_have_text(["Layer 2, neuron 2 · tanh", "Output"])
    page.mouse.move(0, 0)
    neuron(pair, 0, 1, 0).focus()
    page.keyboard.press("ArrowDown")
    expect(titles).to_have_text(["Layer 1, neuron 2 · tanh", "Layer 1, neuron 2 · relu"])
    page.keyboard.press("Enter")  # nothing can be edited here
    expect(pair.locator("form")).to_have_count(0)


def test_an_edge_tells_both_weights(show: Show, page: Page) -> None:
    pair = show()
    pair.get_by_label("Epoch of both networks").press("End")
    expect_frame(pair, 12)
    start, end = (neuron(pair, 0, column, 0).bounding_box() for column in (0, 1))
    assert start is not None
    assert end is not None
    left = start["x"] + start["width"]
    y = start["y"] + 0.1056 * (end["y"] - start["y"]) + start["height"] / 2
    page.mouse.move(left + (end["x"] - left) / 4, y)
    last = frames("rates")[-1]
    for side, frame in enumerate((last.first, last.second)):
        reading = pair.locator(".map-reading").nth(side)
        expect(reading).to_contain_text("x → layer 1, neuron 1: weight")
        told = float(reading.inner_text().split("weight ")[1].replace("−", "-"))
        assert told == pytest.approx(float(frame.weights[0][0, 0]), rel=0.006)


def test_the_thinned_network_has_crosses_and_the_whole_one_none(show: Show) -> None:
    pair = show("dropout")
    pair.get_by_label("Epoch of both networks").press("End")
    expect_frame(pair, 12)
    off = sum(map(sum, frames("dropout")[-1].first.dropped))
    assert off > 0
    crossed = pair.locator(".contender").nth(0).locator(".cell.dropped")
    expect(crossed).to_have_count(off)
    expect(pair.locator(".contender").nth(1).locator(".cell.dropped")).to_have_count(0)


def test_switches_belong_to_both(show: Show) -> None:
    pair = show()
    hollow = pair.get_by_text("hollow: test points")
    expect(hollow.nth(0)).to_be_hidden()
    pair.get_by_label("test points", exact=True).check()
    expect(hollow.nth(0)).to_be_visible()
    expect(hollow.nth(1)).to_be_visible()


def test_where_they_differ_is_counted_and_shown_alone(show: Show) -> None:
    pair = show()
    expect(pair.locator(".difference")).to_have_text("A and B give the same answer everywhere.")
    pair.get_by_label("Epoch of both networks").press("End")
    last = frames("rates")[-1]
    maps = (np.frombuffer(one.map_of(2, 0), np.uint8) >= 128 for one in (last.first, last.second))
    share = float(np.not_equal(*maps).mean())
    assert share > 0.01
    told = f"A and B answer differently on {round(100 * share)} % of the plane."
    expect(pair.locator(".difference")).to_have_text(told)
    large = pair.locator(".large").nth(0)

    def neutral() -> int:
        return large.evaluate(
            """canvas => { const { data } = canvas.getContext("2d").getImageData(
                0, 0, canvas.width, canvas.height);
                let found = 0;
                for (let at = 0; at < data.length; at += 4) found +=
                    data[at] === 250 && data[at + 1] === 249 && data[at + 2] === 246;
                return found; }"""
        )

    before = neutral()
    pair.get_by_label("only where they differ").check()
    pair.page.wait_for_timeout(200)
    assert neutral() > before + 1000


def test_a_new_pair_begins_anew_and_a_new_theme_does_not(show: Show, page: Page) -> None:
    pair = show()
    pair.get_by_label("Epoch of both networks").fill("7")
    turn_dark(page)
    expect_frame(pair, 7)
    page.locator('label:has-text("Another pair")').first.click()
    expect(pair.locator(".contender").nth(1).locator(".neuron")).to_have_count(2 + 6 + 1)
    expect_frame(pair, 0)


def test_autoplay_respects_reduced_motion(show: Show, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    pair = show(autoplay=1)
    page.wait_for_timeout(400)
    expect_frame(pair, 0)
    page.emulate_media(reduced_motion="no-preference")
    expect_frame(show(autoplay=1), 12)


def test_a_phone_has_both_maps_side_by_side(show: Show, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    pair = show("deep")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = [pair.locator(".large").nth(side).bounding_box() for side in (0, 1)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert boxes[1]["x"] + boxes[1]["width"] <= 390
    assert boxes[0]["y"] == boxes[1]["y"]
    graphs = [pair.locator(".graph").nth(side).bounding_box() for side in (0, 1)]
    assert graphs[0] is not None
    assert graphs[1] is not None
    assert graphs[0]["y"] + graphs[0]["height"] <= graphs[1]["y"]
    assert graphs[0]["width"] <= 390
