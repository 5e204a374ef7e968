"""The drawing pad and the bars in a real Chromium, drawn on by mouse, finger and keys."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.frontend.conftest import spy, turn_dark, visit
from tests.ui.frontend.digit_pad_driver import (
    draw,
    ends,
    expect_answered,
    ink,
    on_screen,
    said,
    touch,
)

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("digit_pad_app.py")

Show = Callable[..., Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    def open_(**settings: object) -> Locator:
        visit(sound_page, app_url, **settings)
        pad = sound_page.locator(".pad")
        expect(pad).to_have_attribute("data-strokes", re.compile(r"\d"))
        return pad

    return open_


def test_the_mouse_draws_and_python_reads_the_same_line(show: Show, page: Page) -> None:
    pad = show()
    expect(pad.locator(".invitation")).to_have_text("Draw a digit")
    draw(page, pad, (40, 60), (240, 60), (120, 250))
    expect_answered(pad, 1)
    (line,) = ends(page)
    assert line[0] == pytest.approx([40, 60], abs=1.5)
    assert line[1] == pytest.approx([120, 250], abs=1.5)
    assert [ink(pad, place) for place in [(140, 60), (140, 75), (40, 60)]] == [255, 0, 255]
    expect(pad.locator(".invitation")).to_have_text("")
    expect(said(page, "RUNS 1")).to_be_visible()  # the fragment alone ran


def test_python_reads_while_the_pen_is_down(show: Show, page: Page) -> None:
    pad = show()
    draw(page, pad, (30, 30), (30, 200), lift=False)
    expect(said(page, "STROKES 1 .* FINAL False")).to_be_visible()
    bars = page.locator(".bars")
    expect(bars.locator("[data-answer=left]")).to_be_visible()
    draw_on = on_screen(pad, (150, 200))
    page.mouse.move(*draw_on, steps=20)
    page.mouse.move(*on_screen(pad, (150, 20)), steps=20)
    expect(bars.locator("[data-answer=middle]")).to_be_visible()
    expect(said(page, "STROKES 1 .* FINAL False")).to_be_visible()
    page.mouse.up()
    expect_answered(pad, 1)


def test_one_message_is_under_way_while_drawing(show: Show, page: Page) -> None:
    sent = spy(page, '"isFinal"')
    pad = show(delay=0.4)
    begin = time.monotonic()
    draw(page, pad, (20, 20), (260, 20), (260, 260), (20, 260))
    expect_answered(pad, 1)
    answers = (time.monotonic() - begin) / 0.4  # there was time for so many, at most
    # Pen down, the newest state with each answer, pen up: not one for each of 144 moves.
    assert 2 <= len(sent) <= 2 + answers
    assert '"isFinal":true' in sent[-1].replace(" ", "")


def test_an_answer_that_comes_too_late_does_not_block(show: Show, page: Page) -> None:
    pad = show(delay=3.2)
    draw(page, pad, (20, 20), (200, 20), lift=False)
    expect(pad).to_have_attribute("data-seq", "1")
    expect(pad).to_have_attribute("data-seq", "2")  # sent anew before any answer
    expect(pad).to_have_attribute("data-ack", "0")
    page.mouse.up()
    expect_answered(pad, 1)
    assert len(ends(page)) == 1


def test_fast_strokes_are_all_kept(show: Show, page: Page) -> None:
    pad = show(delay=0.15)
    places = [(20 + 22 * at, 40.0) for at in range(12)]
    for x, y in places:
        draw(page, pad, (x, y), (x, y + 60))
    expect_answered(pad, 12)
    assert [start[0] for start, _ in ends(page)] == pytest.approx([x for x, _ in places], abs=1.5)


def test_a_tap_leaves_a_dot_and_other_buttons_do_not_draw(show: Show, page: Page) -> None:
    pad = show()
    page.mouse.move(*on_screen(pad, (100, 100)))
    for button in ("right", "middle"):
        page.mouse.down(button=button)  # type: ignore[arg-type]
        page.mouse.move(*on_screen(pad, (150, 150)), steps=5)
        page.mouse.up(button=button)  # type: ignore[arg-type]
    expect(pad).to_have_attribute("data-strokes", "0")
    page.keyboard.press("Escape")
    draw(page, pad, (100, 100))
    expect_answered(pad, 1)
    assert [ink(pad, place) for place in [(100, 100), (106, 100), (112, 100)]] == [255, 255, 0]


def test_a_line_that_leaves_the_sheet_stays_on_its_edge(show: Show, page: Page) -> None:
    pad = show()
    draw(page, pad, (200, 140), (400, 140), lift=True)
    expect_answered(pad, 1)
    assert ends(page)[0][1] == [280, pytest.approx(140, abs=1.5)]


def test_undo_and_clear_by_buttons_and_keys(show: Show, page: Page) -> None:
    pad = show()
    news = pad.locator(".news")
    for x in (50, 100, 150, 200):
        draw(page, pad, (x, 50), (x, 200))
    expect_answered(pad, 4)
    page.get_by_role("button", name="Undo").click()
    expect_answered(pad, 3)
    expect(news).to_have_text("Undone, 3 strokes.")
    assert [ink(pad, place) for place in [(150, 100), (200, 100)]] == [255, 0]
    pad.locator(".paper").focus()
    page.keyboard.press("Control+z")
    expect_answered(pad, 2)
    page.keyboard.press("Backspace")
    expect_answered(pad, 1)
    page.keyboard.press("Delete")
    expect_answered(pad, 0)
    expect(news).to_have_text("The sheet is empty.")
    page.keyboard.press("Backspace")
    expect(news).to_have_text("There is nothing to undo.")
    draw(page, pad, (50, 50), (50, 200))
    page.get_by_role("button", name="Clear").click()
    expect_answered(pad, 0)
    expect(page.locator(".bars .silent")).to_have_count(2)


def test_the_keyboard_draws(show: Show, page: Page) -> None:
    pad = show()
    paper = page.get_by_role("application", name=re.compile("Arrow keys.*Space or Enter"))
    paper.focus()
    news = pad.locator(".news")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(news).to_have_text("44 % from the left, 49 % from the top.")
    expect(pad).to_have_attribute("data-strokes", "0")
    right_of_cursor = (124 + 18 / 2 + 2, 136)
    assert ink(pad, right_of_cursor) > 0
    page.keyboard.press("Space")
    expect(news).to_have_text("Pen down.")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    expect(said(page, "STROKES 1 .* FINAL False")).to_be_visible()
    page.keyboard.press("Enter")
    expect(news).to_have_text("Pen lifted, 1 stroke.")
    expect_answered(pad, 1)
    assert ends(page) == [[[124, 136], [124, 184]]]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # leaving the sheet lifts the pen
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    expect_answered(pad, 2)
    assert ends(page)[1] == [[128, 184], [128, 184]]
    assert ink(pad, right_of_cursor) == 0


def test_the_brush_sets_the_width(show: Show, page: Page) -> None:
    pad = show()
    draw(page, pad, (50, 50), (50, 200))
    page.get_by_label("Brush").fill("36")
    draw(page, pad, (150, 50), (150, 200))
    expect_answered(pad, 2)
    expect(said(page, re.escape("WIDTHS [18.0, 36.0]"))).to_be_visible()
    assert [ink(pad, place) for place in [(62, 120), (164, 120)]] == [0, 255]


def test_the_drawing_is_there_after_a_change_of_tab(show: Show, page: Page) -> None:
    pad = show()
    page.get_by_label("Brush").fill("30")
    draw(page, pad, (50, 50), (50, 200))
    draw(page, pad, (150, 50), (150, 200))
    page.get_by_text("Away", exact=True).click()  # at once: the last stroke is under way
    expect(said(page, "AWAY STROKES 2 .* FINAL True")).to_be_visible()
    expect(pad).to_have_count(0)
    page.get_by_text("Draw", exact=True).click()
    expect(pad).to_have_attribute("data-strokes", "2")
    expect(pad).to_have_attribute("data-seq", "0")
    expect(page.get_by_label("Brush")).to_have_value("30")
    assert [ink(pad, place) for place in [(50, 100), (150, 100), (200, 100)]] == [255, 255, 0]
    draw(page, pad, (220, 50), (220, 200))
    expect_answered(pad, 3)

    page.get_by_text("Again", exact=True).click()
    expect(page.get_by_text("Another tab")).to_be_visible()
    expect(said(page, "STROKES 3 .* FINAL True")).to_be_visible()
    expect(pad).to_have_attribute("data-strokes", "3")
    draw(page, pad, (20, 250), (250, 250))
    expect_answered(pad, 4)
    page.get_by_text("Draw", exact=True).click()
    expect(page.locator(".bars")).to_be_visible()
    expect(pad).to_have_attribute("data-strokes", "4")
    page.get_by_role("button", name="Undo").click()
    expect_answered(pad, 3)


def test_an_example_gives_way_to_a_drawing_and_comes_back_when_chosen(
    show: Show, page: Page
) -> None:
    pad = show(example="seven")
    expect(pad).to_have_class("pad example")
    expect(said(page, "STROKES 2 .* FINAL True")).to_be_visible()
    assert ink(pad, (140, 60)) == 255
    page.get_by_role("button", name="Undo").click()
    expect(pad).to_have_attribute("data-strokes", "2")
    draw(page, pad, (50, 120), (50, 200))
    expect_answered(pad, 1)
    expect(pad).to_have_class("pad")
    assert ink(pad, (140, 60)) == 0

    page.get_by_text("one", exact=True).click()
    expect(said(page, r"STROKES 1 POINTS \[2\]")).to_be_visible()
    expect(pad).to_have_class("pad example")
    assert [ink(pad, place) for place in [(140, 140), (50, 150)]] == [255, 0]
    page.get_by_role("button", name="Clear").click()
    expect_answered(pad, 0)
    page.get_by_text("Away", exact=True).click()
    expect(said(page, "AWAY STROKES 0")).to_be_visible()
    page.get_by_text("Draw", exact=True).click()
    expect(pad).to_have_attribute("data-strokes", "0")
    page.get_by_text("seven", exact=True).click()
    expect(pad).to_have_attribute("data-strokes", "2")
    draw(page, pad, (50, 120), (50, 200))
    expect_answered(pad, 1)


def test_a_hundred_hasty_strokes_fill_the_sheet_and_it_says_so(show: Show, page: Page) -> None:
    pad = show()
    pad.locator(".paper").focus()
    # So fast that answers overtake one another on their way through Streamlit's front end.
    for _ in range(201):
        page.keyboard.press("Space")
    expect_answered(pad, 100)
    expect(pad.locator(".news")).to_contain_text("The sheet is full")
    page.keyboard.press("Backspace")
    expect_answered(pad, 99)


def test_nothing_is_lost_when_the_theme_changes(show: Show, page: Page) -> None:
    pad = show()
    draw(page, pad, (50, 50), (50, 200), lift=False)
    turn_dark(page)
    page.mouse.move(*on_screen(pad, (200, 200)), steps=10)
    page.mouse.up()
    expect_answered(pad, 1)
    assert ends(page)[0][1] == pytest.approx([200, 200], abs=1.5)


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, object], request: pytest.FixtureRequest
) -> dict[str, object]:
    if "phone" not in request.node.name:
        return browser_context_args
    phone = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "device_scale_factor": 2}
    return {**browser_context_args, **phone}


def test_a_phone_draws_with_one_finger_and_does_not_scroll(show: Show, page: Page) -> None:
    pad = show()
    box = pad.locator(".paper").bounding_box()
    assert box is not None
    assert box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sharpness = pad.locator(".paper").evaluate("paper => paper.width / paper.clientWidth")
    assert sharpness == pytest.approx(2, abs=0.02)

    pad.locator(".paper").scroll_into_view_if_needed()
    session = page.context.new_cdp_session(page)
    path = [on_screen(pad, (60, 220 - 8 * at)) for at in range(21)]
    second = on_screen(pad, (220, 60))
    before = pad.locator(".paper").bounding_box()
    touch(session, "touchStart", path[:1])
    for place in path[1:10]:
        touch(session, "touchMove", [place])
    touch(session, "touchStart", [path[9], second])
    for at, place in enumerate(path[10:]):
        touch(session, "touchMove", [place, (second[0] - 2 * at, second[1] + 5)])
    touch(session, "touchEnd", [])
    expect_answered(pad, 1)
    (line,) = ends(page)
    assert line[0] == pytest.approx([60, 220], abs=2)
    assert line[1] == pytest.approx([60, 60], abs=2)
    assert pad.locator(".paper").bounding_box() == before


def test_bars_are_readable_and_move_in_place(show: Show, page: Page) -> None:
    pad = show(example="one")
    bars = page.locator(".bars")
    expect(bars).to_have_attribute("data-mark", "1")
    group = page.get_by_role("group", name="Where the ink is")
    expect(group).to_have_attribute("data-answer", "middle")
    items = group.get_by_role("listitem")
    expect(items).to_have_text([r"left0 %", r"middle100 %", r"right0 %"])
    expect(items.nth(1)).to_have_class("top")
    silent = page.get_by_role("group", name="<b>Silent</b>")
    expect(silent.get_by_text("<i>asleep</i>")).to_be_visible()
    expect(silent.get_by_role("listitem")).to_have_text(["a–", "b–"])
    assert bars.locator("[aria-live]").count() == 0

    items.nth(0).evaluate("element => (element.seen = true)")
    painted = int(bars.get_attribute("data-painted") or 0)
    draw(page, pad, (30, 20), (30, 260))
    draw(page, pad, (250, 20), (250, 100))
    expect_answered(pad, 2)
    expect(bars).to_have_attribute("data-mark", "2")
    assert int(bars.get_attribute("data-painted") or 0) > painted
    expect(group).to_have_attribute("data-answer", "left")
    assert items.nth(0).evaluate("element => element.seen")
    expect(items.nth(0)).to_have_class("top")
    expect(items.nth(1)).to_have_text("middle0 %")
    shares = [int(text) for text in re.findall(r"(\d+) %", group.inner_text())]
    assert sum(shares) == pytest.approx(100, abs=1)
    page.wait_for_timeout(300)  # the bar's way there
    widths = group.locator(".fill").evaluate_all(
        "fills => fills.map((fill) => fill.getBoundingClientRect().width"
        " / fill.parentElement.clientWidth * 100)"
    )
    assert widths == pytest.approx(shares, abs=1)


def test_bars_jump_where_motion_is_not_wanted(show: Show, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    show()
    expect(page.locator(".fill").first).to_have_css("transition-property", "none")
