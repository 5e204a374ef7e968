"""The plane that points are drawn on, in a real Chromium."""

import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.frontend.conftest import spy, turn_dark, visit
from tests.ui.frontend.digit_pad_driver import touch
from tests.ui.frontend.point_pad_app import OTHER, REACH, TWO

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("point_pad_app.py")
COLOURS = {0: (0, 114, 178), 1: (213, 94, 0), 2: (0, 158, 115), 3: (204, 121, 167)}

Place = tuple[float, float]
Show = Callable[..., Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    return lambda **settings: open_pad(sound_page, app_url, **settings)


def open_pad(page: Page, url: str, **settings: object) -> Locator:
    visit(page, url, **settings)
    pad = page.locator(".point-pad")
    expect(pad.get_by_role("button", name="Clear")).to_be_enabled()
    return pad


def sheet(pad: Locator) -> Locator:
    return pad.get_by_role("application", name="A plane to draw on")


def on_screen(pad: Locator, place: Place) -> Place:
    box = sheet(pad).bounding_box()
    assert box is not None
    side = box["width"] - 2  # without the border
    return (
        box["x"] + 1 + (place[0] / REACH + 1) / 2 * side,
        box["y"] + 1 + (1 - place[1] / REACH) / 2 * side,
    )


def tap(pad: Locator, *places: Place) -> None:
    for place in places:
        pad.page.mouse.click(*on_screen(pad, place))


def drag(pad: Locator, start: Place, end: Place, steps: int = 20) -> None:
    mouse = pad.page.mouse
    mouse.move(*on_screen(pad, start))
    mouse.down()
    mouse.move(*on_screen(pad, end), steps=steps)
    mouse.up()


def take(pad: Locator, name: str) -> Locator:
    button = pad.get_by_role("button", name=name)
    button.click()
    return button


def expect_points(pad: Locator, *points: tuple[float, float, int]) -> None:
    """Python has these points, and each is painted in the colour of its class."""
    expect_count(pad, len(points))
    sheet(pad).blur()  # takes the cross away, which may lie on a point
    for (x, y, label), (wanted_x, wanted_y, wanted) in zip(in_python(pad), points, strict=True):
        assert (x, y) == pytest.approx((wanted_x, wanted_y), abs=0.06)
        assert label == wanted
        assert colour(pad, (x, y)) == COLOURS[wanted]


def expect_count(pad: Locator, count: int) -> None:
    expect(told(pad)).to_have_text(re.compile(rf"^POINTS \[(\[[^\]]*\](, )?){{{count}}}\]$"))


def in_python(pad: Locator) -> list[list[float]]:
    points: list[list[float]] = json.loads(told(pad).inner_text().removeprefix("POINTS "))
    return points


def told(pad: Locator) -> Locator:
    return pad.page.get_by_test_id("stText").filter(has_text="POINTS")


def colour(pad: Locator, place: Place) -> tuple[int, ...]:
    found: list[int] = sheet(pad).evaluate(
        """async (canvas, [x, y]) => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const place = [x, y].map((share) => Math.round(share * (canvas.width - 1)));
          return [...canvas.getContext("2d").getImageData(...place, 1, 1).data];
        }""",
        [(place[0] / REACH + 1) / 2, (1 - place[1] / REACH) / 2],
    )
    return tuple(found[:3])


def test_it_begins_with_its_points_and_names_are_text(show: Show) -> None:
    pad = show()
    expect_points(pad, *TWO)
    names = [button.inner_text() for button in pad.get_by_role("button").all()]
    assert names == [
        "● class 1", "■ <b>class 2</b>", "▲ class 3", "◆ class 4", "Eraser", "Undo", "Clear"
    ]  # fmt: skip
    expect(pad.get_by_role("button", name="class 1")).to_have_attribute("aria-pressed", "true")
    expect(pad.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_tap_sets_a_point_of_the_class_that_was_taken(show: Show) -> None:
    pad = show()
    tap(pad, (1, 2))
    expect_points(pad, *TWO, (1, 2, 0))
    for number in (2, 3, 4):
        button = take(pad, f"class {number}")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(pad.locator('[aria-pressed="true"]')).to_have_count(1)
        tap(pad, (number - 3, -4))
    expect_points(pad, *TWO, (1, 2, 0), (-1, -4, 1), (0, -4, 2), (1, -4, 3))
    expect(pad.locator(".news")).to_have_text("6 points")


def test_every_corner_can_be_reached(show: Show) -> None:
    pad = show()
    corners = [(x, y) for x in (-5.9, 5.9) for y in (-5.9, 5.9)]
    tap(pad, *corners)
    expect_points(pad, *TWO, *((x, y, 0) for x, y in corners))
    drag(pad, (5, 0), (9, 0))  # over the edge
    expect(pad.locator(".news")).not_to_have_text("6 points")
    expect(told(pad)).to_contain_text("[6.0, 0.0, 0]]")


def test_a_drag_sets_many_evenly_and_is_sent_once(show: Show, page: Page) -> None:
    sent = spy(page, "points")
    pad = show()
    before = len(sent)
    drag(pad, (-5, -1), (5, -1), steps=80)
    expect(pad.locator(".news")).to_have_text(re.compile(r"^\d+ points$"))
    side = sheet(pad).evaluate("canvas => canvas.clientWidth")
    length = 10 / (2 * REACH) * side
    count = int(pad.locator(".news").inner_text().split()[0]) - len(TWO)
    assert length / 18 <= count <= length / 14 + 1
    expect_count(pad, count + len(TWO))
    places = sorted(x for x, y, _ in in_python(pad)[2:])
    gaps = [after - at for at, after in itertools.pairwise(places)]
    assert min(gaps) * side / (2 * REACH) >= 13.5
    assert len(sent) == before + 1


def test_moving_without_pressing_and_other_buttons_draw_nothing(show: Show, page: Page) -> None:
    pad = show()
    page.mouse.move(*on_screen(pad, (0, 0)))
    page.mouse.move(*on_screen(pad, (4, 4)), steps=5)
    page.mouse.click(*on_screen(pad, (2, 2)), button="middle")
    tap(pad, (1, 1))
    expect_points(pad, *TWO, (1, 1, 0))


def test_the_eraser_takes_away_what_it_passes(show: Show) -> None:
    pad = show()
    tap(pad, (-2, 3), (0, 0))
    take(pad, "Eraser")
    drag(pad, (-4, 3), (-1, 3))
    expect_points(pad, (3, -3, 1), (0, 0, 0))
    tap(pad, (4, 4))  # nothing there
    tap(pad, (0.1, -0.1))
    expect_points(pad, (3, -3, 1))


def test_undo_goes_back_stroke_by_stroke_and_brings_back_what_was_cleared(show: Show) -> None:
    pad = show()
    undo, clear = (pad.get_by_role("button", name=name) for name in ("Undo", "Clear"))
    tap(pad, (1, 1))
    drag(pad, (-5, -1), (5, -1))
    expect(pad.locator(".news")).not_to_have_text("3 points")
    clear.click()
    expect_points(pad)
    expect(clear).to_be_disabled()
    undo.click()
    expect(told(pad)).to_contain_text(", -1.")
    undo.click()
    expect_points(pad, *TWO, (1, 1, 0))
    undo.click()
    expect_points(pad, *TWO)
    expect(undo).to_be_disabled()


def test_the_keyboard_sets_and_erases(show: Show, page: Page) -> None:
    pad = show()
    sheet(pad).focus()
    page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(pad.locator(".news")).to_have_text("x 0.96, y 0.48")
    page.keyboard.press("Space")
    expect_points(pad, *TWO, (0, 0, 0), (0.96, 0.48, 0))
    sheet(pad).focus()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    expect(pad.locator(".news")).to_have_text("x -6, y 0.48")
    page.keyboard.press("Enter")
    expect_points(pad, *TWO, (0, 0, 0), (0.96, 0.48, 0), (-6, 0.48, 0))
    sheet(pad).focus()
    page.keyboard.press("Shift+Tab")  # Clear
    page.keyboard.press("Shift+Tab")  # Undo
    page.keyboard.press("Shift+Tab")
    expect(pad.get_by_role("button", name="Eraser")).to_be_focused()
    page.keyboard.press("Enter")
    sheet(pad).focus()
    page.keyboard.press("Enter")
    expect_points(pad, *TWO, (0, 0, 0), (0.96, 0.48, 0))


def test_there_is_room_for_two_hundred_and_it_says_so(show: Show) -> None:
    pad = show(count=198)
    drag(pad, (-5, 0), (5, 0), steps=60)
    expect(pad.locator(".news")).to_be_visible()
    expect(pad.locator(".news")).to_contain_text("200 points")
    expect_count(pad, 200)
    tap(pad, (0, -3))
    expect(pad.locator(".news")).to_have_text("There is room for 200 points, no more.")
    expect_count(pad, 200)


def test_other_points_to_begin_with_are_drawn(show: Show, page: Page) -> None:
    pad = show()
    page.get_by_role("button", name="Other").click()
    expect_points(pad, *OTHER)
    assert colour(pad, TWO[0][:2]) != COLOURS[0]
    tap(pad, (2, 2))
    expect_points(pad, *OTHER, (2, 2, 0))


def test_taps_in_a_hurry_and_a_change_of_theme_lose_nothing(show: Show, page: Page) -> None:
    pad = show(names=2)
    places = [(x / 2 - 4, y) for y in (-1, 1, 5) for x in range(16)]
    tap(pad, *places)
    expect_count(pad, 2 + len(places))
    turn_dark(page)
    expect_points(pad, *TWO, *((x, y, 0) for x, y in places))


def test_on_a_phone_one_finger_draws(browser: Browser, app_url: str) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, device_scale_factor=2
    )
    page = phone.new_page()
    pad = open_pad(page, app_url)
    finger = phone.new_cdp_session(page)
    sheet(pad).scroll_into_view_if_needed()
    path = [on_screen(pad, (-4, 4 - at * 0.4)) for at in range(21)]
    second = on_screen(pad, (4, 4))
    touch(finger, "touchStart", path[:1])
    for place in path[1:10]:
        touch(finger, "touchMove", [place])
    touch(finger, "touchStart", [path[9], second])  # a second finger does not draw
    for place in path[10:]:
        touch(finger, "touchMove", [place, (second[0], second[1] + 30)])
    touch(finger, "touchEnd", [])
    expect(pad.locator(".news")).to_have_text(re.compile(r"^1\d points$"))
    expect_count(pad, int(pad.locator(".news").inner_text().split()[0]))
    drawn = in_python(pad)[2:]
    assert all(x == pytest.approx(-4, abs=0.1) for x, _, _ in drawn)
    assert drawn[0][1] == pytest.approx(4, abs=0.1)
    assert drawn[-1][1] < -3
    assert page.evaluate("window.scrollY") == 0
    take(pad, "Undo")  # the whole stroke
    expect_points(pad, *TWO)
    box = sheet(pad).bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(box["height"], abs=1)
    assert box["x"] + box["width"] <= 390 - 15  # the page's own margin stays free
    assert sheet(pad).evaluate("canvas => canvas.width / canvas.clientWidth") == 2
    for button in pad.get_by_role("button").all():
        edges = button.bounding_box()
        assert edges is not None
        assert edges["x"] + edges["width"] <= 390 - 15
        assert edges["height"] >= 36
    phone.close()
