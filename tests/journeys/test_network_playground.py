"""What a visitor does on Network Playground, with a real browser."""

import re

import pytest

from tests.journeys.conftest import settle
from tests.journeys.steps import overflow

pytestmark = pytest.mark.journey

PAGE = "/network_playground"


def epoch(page):
    return int(re.search(r"Epoch (\d+)", page.locator("p.status").inner_text())[1])


def scrub(page, to):
    page.locator("input.scrub").evaluate(
        "(element, to) => { element.value = to;"
        " element.dispatchEvent(new Event('input', { bubbles: true })); }",
        to,
    )
    page.locator("p.status").filter(has_text=f"Epoch {to},").wait_for()


def test_play_learns_the_spiral_and_trains_on_as_it_goes(visit):
    page = visit(PAGE + "?recipe=Spiral")
    assert epoch(page) == 0
    page.get_by_label("Speed").select_option("60")
    page.get_by_role("button", name="Play").click()
    ended = re.compile(
        r"Epoch\s([4-9]\d|1\d\d|200),.*\s(9[5-9]|100)\s%\sof\stest\spoints", re.IGNORECASE
    )
    page.locator("p.status").filter(has_text=ended).wait_for()


def test_scrub_back_and_branch_with_another_rate(visit):
    page = visit(PAGE)
    page.get_by_role("button", name="Learning").click()
    page.get_by_role("combobox", name="Learning rate").click()
    page.get_by_role("option", name="0.001", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_text("You changed how it learns").wait_for()
    settle(page)
    scrub(page, 3)
    page.get_by_role("button", name="Branch from here").click()
    page.get_by_text("You changed how it learns").wait_for(state="detached")
    settle(page)
    assert "rate=0.001" in page.url
    assert epoch(page) >= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_sticks_out(visit, width):
    page = visit(PAGE + "?recipe=Spiral")
    page.set_viewport_size({"width": width, "height": 900})
    settle(page)
    assert overflow(page) <= 0
