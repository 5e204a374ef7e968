"""The comparison of two pictures in a real Chromium: its pixels against NumPy."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import settle
from tests.ui.frontend.comparison_app import ALTS, LABELS, digit, photo
from tests.ui.frontend.conftest import spy, turn_dark, visit

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("comparison_app.py")
PHOTO, _, ATTACKED = LABELS

Show = Callable[..., Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    return lambda part, **settings: open_part(sound_page, app_url, part, **settings)


def open_part(page: Page, url: str, part: str, **settings: object) -> Locator:
    visit(page, url, part=part, **settings)
    group = page.locator(".comparison")
    expect(group.locator(".before canvas")).not_to_have_attribute("width", "1")
    return group


def pixels(group: Locator, pane: str) -> np.ndarray:
    """What a pane's canvas holds, [H, W, 3]; nothing in it may be transparent."""
    width, height, values = group.locator(f".{pane} canvas").evaluate(
        """canvas => {
          const { width, height } = canvas;
          const picture = canvas.getContext("2d").getImageData(0, 0, width, height);
          return [width, height, [...picture.data]];
        }"""
    )
    picture = np.array(values, np.int64).reshape(height, width, 4)
    assert (picture[..., 3] == 255).all()
    return picture[..., :3]


def magnified(pair: tuple[np.ndarray, np.ndarray], gain: int) -> np.ndarray:
    before, after = (picture.astype(np.int64) for picture in pair)
    difference = np.clip(128 + gain * (after - before), 0, 255)
    return difference if difference.ndim == 3 else difference[..., None].repeat(3, -1)


def expect_shown(group: Locator, label: str) -> None:
    """The second pane shows the picture of that name: its pixels, caption and description."""
    alt, picture = (ALTS[0], photo(0)[0]) if label == PHOTO else (ALTS[2], photo(0)[1])
    expect(group.locator(".after figcaption span:visible")).to_have_text(label)
    expect(group.locator(".after canvas")).to_have_attribute("aria-label", alt)
    np.testing.assert_array_equal(pixels(group, "after"), picture)


def box(element: Locator) -> dict[str, float]:
    return element.evaluate("element => element.getBoundingClientRect().toJSON()")


def middle(element: Locator) -> tuple[float, float]:
    bounds = box(element)
    return bounds["x"] + bounds["width"] / 2, bounds["y"] + bounds["height"] / 2


def percent_changed(seed: int) -> str:
    before, after = photo(seed)
    return f"{100 * float((before != after).any(-1).mean()):.0f}\u00a0%"


def test_the_pictures_and_their_difference_are_exact_at_every_gain(show: Show, page: Page) -> None:
    sent = spy(page)
    group = show("photo", gain=12)
    before = len(sent)
    slider = page.get_by_label("Magnified")
    expect(slider).to_have_value("12")
    expect(group.locator(".factor")).to_have_text("× 12")
    for pane, picture in zip(("before", "after"), photo(0), strict=True):
        np.testing.assert_array_equal(pixels(group, pane), picture)
    np.testing.assert_array_equal(pixels(group, "difference"), magnified(photo(0), 12))
    slider.focus()
    for key, gain in (("End", 50), ("ArrowLeft", 49), ("Home", 1), ("ArrowRight", 2)):
        page.keyboard.press(key)
        expect(group.locator(".factor")).to_have_text(f"× {gain}")
        expect(slider).to_have_attribute("aria-valuetext", f"× {gain}")
        np.testing.assert_array_equal(pixels(group, "difference"), magnified(photo(0), gain))
    assert len(sent) == before, "nothing is asked of the server"


def test_captions_and_words_are_text_and_every_picture_is_described(show: Show, page: Page) -> None:
    group = show("photo")
    expect(group.locator("figcaption span:visible")).to_have_text(list(LABELS))
    for alt in ALTS:
        expect(page.get_by_role("img", name=alt, exact=True)).to_be_visible()
    expect(group.locator(".before canvas")).to_have_css("image-rendering", "auto")
    expect(group.locator(".facts")).to_have_text(
        f"Largest change: 4 of 255, {percent_changed(0)} of the pixels changed."
    )


def test_a_small_picture_is_enlarged_as_squares(show: Show) -> None:
    group = show("digit", gain=1)
    np.testing.assert_array_equal(pixels(group, "difference"), magnified(digit(0), 1))
    expect(group.locator(".facts")).to_have_text(
        "Largest change: 255 of 255, 1 of 784 pixels changed."
    )
    for canvas in group.locator("canvas").all():
        expect(canvas).to_have_css("image-rendering", "pixelated")
        widths = canvas.evaluate("canvas => [canvas.offsetWidth, canvas.parentNode.offsetWidth]")
        assert widths[0] == widths[1] > 200


def test_a_held_key_shows_the_original(show: Show, page: Page) -> None:
    group = show("photo")
    button = page.get_by_role("button", name="Hold to see the original")
    button.focus()
    for key in ("Space", "Enter"):
        page.keyboard.down(key)
        page.keyboard.down(key)  # as a held key repeats
        expect_shown(group, PHOTO)
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(group.locator(".news")).to_have_text(f"Now shown: {PHOTO}")
        page.keyboard.up(key)
        expect_shown(group, ATTACKED)
        expect(button).to_have_attribute("aria-pressed", "false")
    page.keyboard.down("Space")
    expect_shown(group, PHOTO)
    page.keyboard.press("Tab")  # the key goes up elsewhere
    expect_shown(group, ATTACKED)


def test_a_click_without_pointer_or_key_toggles(show: Show) -> None:
    group = show("photo")
    for shown in (PHOTO, ATTACKED):
        group.locator(".hold").evaluate("button => button.click()")
        expect_shown(group, shown)


def test_holding_the_button_or_the_picture_shows_the_original(show: Show, page: Page) -> None:
    group = show("photo")
    for place in (".hold", ".after canvas"):
        page.mouse.move(*middle(group.locator(place)))
        page.mouse.down(button="right")
        expect_shown(group, ATTACKED)
        page.mouse.up(button="right")
        page.mouse.down()
        expect_shown(group, PHOTO)
        page.mouse.move(5, 5)  # let go of outside
        expect_shown(group, PHOTO)
        page.mouse.up()
        expect_shown(group, ATTACKED)


def test_a_finger_on_the_button_or_the_picture_shows_the_original(show: Show, page: Page) -> None:
    group = show("photo")
    touch = page.context.new_cdp_session(page)
    for place in (".hold", ".after canvas"):
        x, y = middle(group.locator(place))
        points = [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
        expect_shown(group, PHOTO)
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect_shown(group, ATTACKED)


def test_flicker_swaps_slowly_until_it_is_pressed_again(show: Show, page: Page) -> None:
    page.clock.install()
    group = show("photo")
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    button = page.get_by_role("button", name="Flicker")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.clock.run_for(490)
    for now, then in ((ATTACKED, PHOTO), (PHOTO, ATTACKED), (ATTACKED, PHOTO)):
        expect_shown(group, now)
        page.clock.run_for(20)
        expect_shown(group, then)
        page.clock.run_for(480)
    expect(group.locator(".news")).to_be_empty()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect_shown(group, ATTACKED)
    page.clock.run_for(3000)
    expect_shown(group, ATTACKED)


def test_holding_stills_the_flicker(show: Show, page: Page) -> None:
    page.clock.install()
    group = show("photo")
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    page.get_by_role("button", name="Flicker").click()
    page.mouse.move(*middle(group.locator(".after canvas")))
    page.mouse.down()
    for _ in range(3):
        page.clock.run_for(490)
        expect_shown(group, PHOTO)
    page.mouse.up()
    expect_shown(group, ATTACKED)
    page.clock.run_for(490)
    expect_shown(group, ATTACKED)
    page.clock.run_for(20)
    expect_shown(group, PHOTO)


def test_reduced_motion_is_offered_no_flicker(show: Show, page: Page) -> None:
    group = show("photo")
    page.get_by_role("button", name="Flicker").click()
    page.emulate_media(reduced_motion="reduce")
    expect(group.locator(".flicker")).to_be_hidden()
    expect(group.locator(".flicker")).to_have_attribute("aria-pressed", "false")
    expect_shown(group, ATTACKED)
    expect(page.get_by_role("button", name="Hold to see the original")).to_be_visible()


def test_new_pictures_take_the_old_ones_place_and_the_gain_stays(show: Show, page: Page) -> None:
    group = show("photo")
    page.get_by_label("Magnified").fill("33")
    group.evaluate("element => (element.dataset.mine = 'kept')")
    page.get_by_role("button", name="Next pictures").click()
    settle(page)
    expect(group.locator(".facts")).to_contain_text(percent_changed(1))
    before, after = photo(1)
    np.testing.assert_array_equal(pixels(group, "before"), before)
    np.testing.assert_array_equal(pixels(group, "after"), after)
    np.testing.assert_array_equal(pixels(group, "difference"), magnified(photo(1), 33))
    expect(group).to_have_attribute("data-mine", "kept")
    expect(group.locator(".factor")).to_have_text("× 33")


def test_equal_pictures_are_said_to_be_equal(show: Show) -> None:
    group = show("same")
    expect(group.locator(".facts")).to_have_text("Nothing changed: the two pictures are the same.")
    assert (pixels(group, "difference") == 128).all()


def test_pictures_of_two_sizes_are_not_compared(show: Show, page: Page) -> None:
    group = show("uneven")
    expect(group.locator(".difference .sentence")).to_have_text(
        "Only pictures of the same size can be compared: these are 96 × 72 and 96 × 30 pixels."
    )
    for hidden in (".difference canvas", ".tune", ".switches"):
        expect(group.locator(hidden)).to_be_hidden()
    page.mouse.move(*middle(group.locator(".after canvas")))
    page.mouse.down()
    assert pixels(group, "after").shape == (30, 96, 3)
    page.mouse.up()
    page.get_by_role("button", name="Next pictures").click()
    expect(group.locator(".tune")).to_be_visible()
    np.testing.assert_array_equal(pixels(group, "difference"), magnified(photo(1), 10))


def test_a_damaged_picture_is_named(show: Show) -> None:
    group = show("damaged")
    expect(group.locator(".after .sentence")).to_have_text("This picture could not be read.")
    expect(group.locator(".difference .sentence")).to_have_text("There is no difference to show.")
    np.testing.assert_array_equal(pixels(group, "before"), photo(0)[0])
    expect(group.locator(".switches")).to_be_hidden()


def test_dark_theme_keeps_all_and_can_be_read(show: Show, page: Page) -> None:
    group = show("photo")
    page.get_by_label("Magnified").fill("20")
    turn_dark(page)
    expect(group.locator(".factor")).to_have_text("× 20")
    colours = group.locator("figcaption, .hold, .flicker, .scale").evaluate_all(
        "elements => elements.map((element) => getComputedStyle(element).color)"
    )
    for colour in colours:
        assert min(int(part) for part in re.findall(r"\d+", colour)[:3]) > 150


def test_a_phone_shows_the_pictures_side_by_side_and_no_scrollbar(show: Show, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 1100})
    group = show("photo")
    before, difference, after = (
        box(group.locator(f".{pane}")) for pane in ("before", "difference", "after")
    )
    assert before["y"] == after["y"]
    assert before["x"] + before["width"] < after["x"]
    assert difference["y"] > after["y"] + after["height"]
    assert difference["width"] > 2 * before["width"]
    assert page.get_by_test_id("stMain").evaluate(
        "element => element.scrollWidth <= element.clientWidth"
    )
