"""What a visitor does on Neuron Explorer, with a real browser."""

import pytest

from tests.journeys.conftest import settle
from tests.journeys.steps import overflow

pytestmark = pytest.mark.journey

PAGE = "/neuron_explorer"
TABS = ("A decision", "The sum", "A line", "Logic gates")


def push(page, units):
    """Pull the line's middle with the real mouse, so far to the right and up in the plane."""
    handle = page.locator(".handle.push")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    side = handle.evaluate("element => element.parentElement.clientWidth")
    far = units * side / 2  # the plane of the gates is two units wide
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + far, y - far, steps=15)
    page.mouse.up()


def test_dragging_the_line_moves_the_weights(visit):
    page = visit(PAGE + "?tab=Logic+gates&gate=AND&w1=1&w2=1&b=0")
    page.get_by_text("1 of 4 corners are right").or_(
        page.get_by_text("2 of 4 corners are right")
    ).wait_for()
    push(page, 0.75)
    page.get_by_text("AND solved!").wait_for()
    settle(page)
    page.wait_for_function("/[?&]b=-1.[3-7]/.test(location.search)")
    assert "w2=1&" in page.url + "&"  # a push turns nothing
    assert "w1=" not in page.url  # still 1, as at first


def test_the_festival_by_keyboard(visit):
    page = visit(PAGE)
    page.get_by_text("You go to the festival.").wait_for()
    field = page.get_by_role("spinbutton", name="Threshold: how much must speak for it as a number")
    field.fill("40")
    field.press("Enter")
    page.get_by_text("You stay at home.").wait_for()
    page.wait_for_function("location.search.includes('threshold=40')")


@pytest.mark.parametrize("tab", TABS)
def test_nothing_sticks_out_on_a_phone(visit, tab):
    page = visit(PAGE + "?tab=" + tab.replace(" ", "+"))
    page.set_viewport_size({"width": 390, "height": 900})
    settle(page)
    assert overflow(page) <= 0
