"""The map of two numbers in a real Chromium: the blended digit against NumPy's."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.frontend.conftest import spy, turn_dark, visit
from tests.ui.frontend.latent_map_app import ACROSS, POINTS, UP, codes, sheet

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("latent_map_app.py")

Show = Callable[..., Locator]
Place = tuple[float, float]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    return lambda **settings: open_map(sound_page, app_url, **settings)


def open_map(page: Page, url: str, **settings: object) -> Locator:
    page.set_default_timeout(60_000)  # the first visit waits for torch
    visit(page, url, wide=1, **settings)
    found = page.locator(".latent")
    expect(found).to_have_attribute("data-drawn", re.compile(r"\d"), timeout=20_000)
    return found


def overlay(latent: Locator) -> Locator:
    return latent.locator(".overlay")


def screen(latent: Locator, shares: Place) -> Place:
    """A place on the map, given in shares from its left and top, in the window's pixels."""
    box = overlay(latent).bounding_box()
    assert box is not None
    return box["x"] + shares[0] * box["width"], box["y"] + shares[1] * box["height"]


def read_point(latent: Locator) -> Place:
    text = latent.locator(".numbers").inner_text().replace("−", "-")
    first, second = (float(number) for number in re.findall(r"= (-?[\d.]+)", text))
    return first, second


def shown(latent: Locator) -> np.ndarray:
    """The digit on the canvas as bytes [28, 28]."""
    data = latent.locator(".digit").evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, 28, 28).data]"
    )
    return np.array(data).reshape(28, 28, 4)[..., 0]


def blended(column: float, row: float) -> np.ndarray:
    """The four digits around a place on the grid, by their weights."""
    cells = sheet().astype(float)
    left, top = min(int(column), POINTS - 2), min(int(row), POINTS - 2)
    x, y = column - left, row - top
    corners = cells[top : top + 2, left : left + 2]
    weights = np.outer([1 - y, y], [1 - x, x])
    return np.einsum("ij,ijkl->kl", weights, corners)


@pytest.mark.parametrize("cell", [(0, 0), (4, 4), (0, 4), (2, 1), (3, 3)])
def test_on_a_grid_point_the_digit_is_the_sheets_own(
    show: Show, page: Page, cell: tuple[int, int]
) -> None:
    latent = show()
    overlay(latent).focus()
    for distance, back, on in ((cell[0] - 2, "ArrowUp", "ArrowDown"),
                               (cell[1] - 2, "ArrowLeft", "ArrowRight")):  # fmt: skip
        for _ in range(abs(distance)):
            page.keyboard.press(on if distance > 0 else back)
    first, second = ACROSS[0] + cell[1], UP[1] - cell[0]
    text = f"Y0 = {first:.2f}, Y1 = {second:.2f}".replace("-", "−")
    expect(latent.locator(".numbers")).to_have_text(text)
    np.testing.assert_array_equal(shown(latent), sheet()[cell])


def test_between_grid_points_the_digit_is_blended_from_four(show: Show, page: Page) -> None:
    latent = show()
    for shares in ((0.1, 0.9), (0.55, 0.3), (0.8, 0.61)):
        drawn = latent.get_attribute("data-drawn") or "0"
        page.mouse.click(*screen(latent, shares))
        expect(latent).not_to_have_attribute("data-drawn", drawn)
        first, second = read_point(latent)
        column = (first - ACROSS[0]) / (ACROSS[1] - ACROSS[0]) * (POINTS - 1)
        row = (UP[1] - second) / (UP[1] - UP[0]) * (POINTS - 1)
        # The two numbers are written with two decimals: a hundredth of a cell off.
        assert np.abs(shown(latent) - blended(column, row)).mean() < 2


def test_while_it_is_dragged_nothing_is_asked_of_the_server(show: Show, page: Page) -> None:
    sent = spy(page)
    latent = show()
    before = len(sent)
    seen = []
    page.mouse.move(*screen(latent, (0.2, 0.2)))
    page.mouse.down()
    for share in (0.4, 0.6, 0.8):
        drawn = int(latent.get_attribute("data-drawn") or 0)
        page.mouse.move(*screen(latent, (share, share)), steps=5)
        expect(latent).not_to_have_attribute("data-drawn", str(drawn))
        seen.append(shown(latent))
    assert len(sent) == before
    assert np.abs(seen[0] - seen[1]).mean() > 5
    assert np.abs(seen[1] - seen[2]).mean() > 5
    page.mouse.up()
    first, second = read_point(latent)
    expect(page.get_by_text(re.compile(r"AT \[1\.[12]"))).to_be_visible()
    assert (first, second) == pytest.approx((1.2, -0.2), abs=0.03)
    assert len(sent) > before


def test_a_drag_draws_once_per_frame_however_often_the_pointer_moves(
    show: Show, page: Page
) -> None:
    latent = show()
    page.mouse.move(*screen(latent, (0.2, 0.2)))
    page.mouse.down()
    frames, moves = 20, 10
    drawn = overlay(latent).evaluate(
        """async (pane, [frames, moves]) => {
          const box = pane.getBoundingClientRect();
          const root = pane.closest(".latent");
          const frame = () => new Promise(requestAnimationFrame);
          await frame();
          const before = Number(root.dataset.drawn);
          for (let at = 0; at < frames * moves; at++) {
            const share = 0.2 + (0.6 * at) / (frames * moves);
            pane.dispatchEvent(new PointerEvent("pointermove", {
              pointerId: 1, buttons: 1, bubbles: true,
              clientX: box.left + share * box.width, clientY: box.top + share * box.height,
            }));
            if (at % moves === moves - 1) await frame();
          }
          return Number(root.dataset.drawn) - before;
        }""",
        [frames, moves],
    )
    page.mouse.up()
    assert frames - 2 <= drawn <= frames + 2


@pytest.mark.parametrize("corner", [(0.0, 0.0), (1.0, 1.0)])
def test_the_point_in_a_corner_keeps_its_ring(show: Show, page: Page, corner: Place) -> None:
    latent = show()
    overlay(latent).focus()
    for key in ("ArrowLeft", "ArrowUp") if corner == (0.0, 0.0) else ("ArrowRight", "ArrowDown"):
        for _ in range(2):
            page.keyboard.press(f"Shift+{key}")
    first, second = (ACROSS[0], UP[1]) if corner == (0.0, 0.0) else (ACROSS[1], UP[0])
    expect(latent.locator(".numbers")).to_have_text(
        f"Y0 = {first:.2f}, Y1 = {second:.2f}".replace("-", "−")
    )
    # A ring that is cut off touches the edge of its canvas with ink.
    touching = overlay(latent).evaluate(
        """canvas => {
          const [wide, high] = [canvas.width, canvas.height];
          const context = canvas.getContext("2d");
          const edges = [[0, 0, wide, 1], [0, 0, 1, high],
            [0, high - 1, wide, 1], [wide - 1, 0, 1, high]];
          return edges.some((edge) =>
            context.getImageData(...edge).data.some((value, at) => at % 4 === 3 && value > 128));
        }"""
    )
    assert not touching


def test_arrow_keys_move_by_a_cell_and_are_told_and_read_out(show: Show, page: Page) -> None:
    latent = show()
    assert read_point(latent) == (0.0, 1.0)
    overlay(latent).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(latent.locator(".numbers")).to_have_text("Y0 = 1.00, Y1 = 2.00")
    np.testing.assert_array_equal(shown(latent), sheet()[1, 3])
    expect(page.get_by_text("AT [1.0, 2.0]")).to_be_visible()
    expect(latent.locator(".news")).to_contain_text("Y0 = 1.00, Y1 = 2.00. The nearest test digit")
    page.keyboard.press("Shift+ArrowLeft")
    expect(latent.locator(".numbers")).to_have_text("Y0 = −2.00, Y1 = 2.00")


def test_the_nearest_test_digit_is_named(show: Show, page: Page) -> None:
    latent = show()
    points, labels = codes()
    for shares in ((0.15, 0.15), (0.5, 0.8), (0.9, 0.4)):
        page.mouse.click(*screen(latent, shares))
        at = (ACROSS[0] + 4 * shares[0], UP[1] - 4 * shares[1])
        nearest = labels[np.hypot(*(points - at).T).argmin()]
        expect(latent.locator(".nearest")).to_have_text(f"The nearest test digit is a {nearest}.")


def test_python_can_set_the_point(show: Show, page: Page) -> None:
    latent = show()
    page.get_by_role("button", name="Set").click()
    expect(latent.locator(".numbers")).to_have_text("Y0 = −1.00, Y1 = 2.00")


def test_an_answer_that_is_late_does_not_pull_the_point_back(show: Show, page: Page) -> None:
    latent = show(delay=1)
    page.mouse.click(*screen(latent, (0.25, 0.25)))
    page.mouse.click(*screen(latent, (0.75, 0.75)))
    told = page.get_by_text(re.compile(r"AT \[(0\.9|1\.0)"))
    expect(told).to_be_visible(timeout=20_000)
    assert read_point(latent) == pytest.approx((1.0, 0.0), abs=0.03)


def test_the_legend_names_ten_digits_in_ten_colours_and_singles_one_out(show: Show) -> None:
    latent = show()
    chips = latent.locator(".legend button")
    assert chips.all_inner_texts() == [str(digit) for digit in range(10)]
    colours = {
        chips.nth(digit).evaluate("chip => getComputedStyle(chip).color") for digit in range(10)
    }
    assert len(colours) == 10
    inked = """canvas => {
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        found += Math.max(...data.slice(at, at + 3)) - Math.min(...data.slice(at, at + 3)) > 70;
      }
      return found;
    }"""
    everything = latent.locator(".picture").evaluate(inked)
    chips.nth(3).click()
    expect(chips.nth(3)).to_have_attribute("aria-pressed", "true")
    assert latent.locator(".picture").evaluate(inked) < 0.5 * everything
    chips.nth(3).click()
    expect(chips.nth(3)).to_have_attribute("aria-pressed", "false")
    assert latent.locator(".picture").evaluate(inked) == everything


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_stands_out_on_its_paper(show: Show, page: Page, scheme: str) -> None:
    latent = show()
    if scheme == "dark":
        turn_dark(page)

    def luminance(colour: str) -> float:
        channels = np.array([int(part) for part in re.findall(r"\d+", colour)[:3]]) / 255
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        return float(linear @ [0.2126, 0.7152, 0.0722])

    app = page.locator('[data-testid="stApp"]')
    paper = luminance(app.evaluate("element => getComputedStyle(element).backgroundColor"))
    for chip in latent.locator(".legend button").all():
        ink = luminance(chip.evaluate("chip => getComputedStyle(chip).color"))
        low, high = sorted((ink, paper))
        assert (high + 0.05) / (low + 0.05) >= 3


def test_the_sheet_can_lie_beneath(show: Show) -> None:
    latent = show(beneath="sheet")
    expect(latent.locator(".legend")).to_be_hidden()
    # The middle of the map is the middle of the middle digit.
    pixel = latent.locator(".picture").evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2 + 2,"
        " canvas.height / 2 + 2, 1, 1).data]"
    )
    nearby = sheet()[2, 2][13:16, 13:16].astype(int)
    assert nearby.min() - 3 <= pixel[0] <= nearby.max() + 3


def test_the_own_digit_is_marked(show: Show, page: Page) -> None:
    plain = show()
    area = "canvas => { const side = canvas.width; return [...canvas.getContext('2d').getImageData("
    area += "0.875 * side - 12, 0.875 * side - 12, 24, 24).data].some((value) => value > 0); }"
    assert not overlay(plain).evaluate(area)
    assert overlay(show(own=1)).evaluate(area)


def test_on_a_phone_nothing_sticks_out_and_a_finger_drags(browser: Browser, app_url: str) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, device_scale_factor=2
    )
    try:
        page = phone.new_page()
        latent = open_map(page, app_url)
        assert latent.evaluate("element => element.scrollWidth - element.clientWidth") <= 0
        devtools = phone.new_cdp_session(page)
        for kind, shares in (("touchStart", (0.2, 0.2)), ("touchMove", (0.5, 0.5)),
                             ("touchMove", (0.75, 0.25)), ("touchEnd", None)):  # fmt: skip
            points = []
            if shares is not None:
                x, y = screen(latent, shares)
                points = [{"x": x, "y": y}]
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        expect(latent.locator(".numbers")).to_have_text(re.compile(r"Y0 = (0\.9\d|1\.0\d)"))
        assert page.evaluate("window.scrollY") == 0
    finally:
        phone.close()
