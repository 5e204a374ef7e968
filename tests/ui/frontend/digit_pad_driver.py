"""What test_digit_pad_in_browser.py does on its page and reads from it."""

import itertools
import json
import re
from collections.abc import Sequence

from playwright.sync_api import CDPSession, Locator, Page, expect

SHEET = 280  # units a side

Place = tuple[float, float]


def on_screen(pad: Locator, place: Place) -> Place:
    """Where a place of the sheet, in its units, lies on the screen."""
    box = pad.locator(".paper").bounding_box()
    assert box is not None
    return (
        box["x"] + place[0] / SHEET * box["width"],
        box["y"] + place[1] / SHEET * box["height"],
    )


def draw(page: Page, pad: Locator, *places: Place, lift: bool = True) -> None:
    """A line with the mouse, in steps of about five units."""
    page.mouse.move(*on_screen(pad, places[0]))
    page.mouse.down()
    for (x, y), (to_x, to_y) in itertools.pairwise(places):
        steps = max(1, int(max(abs(to_x - x), abs(to_y - y)) // 5))
        page.mouse.move(*on_screen(pad, (to_x, to_y)), steps=steps)
    if lift:
        page.mouse.up()


def expect_answered(pad: Locator, strokes: int) -> None:
    """The pad has that many strokes and Python knows the newest state."""
    expect(pad).to_have_attribute("data-strokes", str(strokes))
    page = pad.page
    page.wait_for_function(
        """() => {
          const hosts = [...document.querySelectorAll("*")].filter((each) => each.shadowRoot);
          const pads = hosts.map((host) => host.shadowRoot.querySelector(".pad")).filter(Boolean);
          return pads.length === 1 && pads[0].dataset.seq === pads[0].dataset.ack;
        }"""
    )
    number = pad.get_attribute("data-seq")
    expect(said(page, rf"STROKES {strokes} .* FINAL True MESSAGE {number} ")).to_be_visible()


def said(page: Page, pattern: str) -> Locator:
    return page.get_by_test_id("stText").filter(has_text=re.compile(pattern))


def ends(page: Page) -> list[list[list[float]]]:
    """The first and the last point of each stroke, as Python has them."""
    text = said(page, "ENDS").inner_text().split(" ENDS ")[1]
    found: list[list[list[float]]] = json.loads(text.replace("(", "[").replace(")", "]"))
    return found


def ink(pad: Locator, place: Place) -> int:
    """The red part of the sheet's colour there: 255 on ink, 0 where nothing is painted."""
    value = pad.locator(".paper").evaluate(
        """async (paper, [x, y]) => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const scale = paper.width / 280;
          return paper.getContext("2d").getImageData(x * scale, y * scale, 1, 1).data[0];
        }""",
        place,
    )
    return int(value)


def touch(session: CDPSession, kind: str, places: Sequence[Place]) -> None:
    points = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(places)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
