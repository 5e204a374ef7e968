"""Grids of numbers in a real Chromium: every number that is read against NumPy."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.ui.frontend.conftest import spy, turn_dark, visit
from tests.ui.frontend.number_grids_app import confusion, ink, neuron

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("number_grids_app.py")

Show = Callable[..., Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    return lambda part, **settings: open_part(sound_page, app_url, part, **settings)


def open_part(page: Page, url: str, part: str, **settings: object) -> Locator:
    visit(page, url, part=part, **settings)
    group = page.locator(".grids")
    expect(group).to_have_attribute("data-painted", re.compile(r"\d"))
    return group


def centre(overlay: Locator, row: int, column: int, shape: tuple[int, int]) -> tuple[float, float]:
    box = overlay.bounding_box()
    assert box is not None
    return (column + 0.5) / shape[1] * box["width"], (row + 0.5) / shape[0] * box["height"]


def point(group: Locator, at: int, row: int, column: int, shape: tuple[int, int]) -> None:
    overlay = group.locator(".overlay").nth(at)
    x, y = centre(overlay, row, column, shape)
    overlay.hover(position={"x": x, "y": y})
    expect(group).to_have_attribute("data-row", str(row))
    expect(group).to_have_attribute("data-column", str(column))


def press(page: Page, group: Locator, key: str, row: int, column: int) -> None:
    page.keyboard.press(key)
    expect(group).to_have_attribute("data-row", str(row))
    expect(group).to_have_attribute("data-column", str(column))


def text(value: float, digits: int = 2) -> str:
    """A number as it should be written: whole ones short, a true minus, no minus zero."""
    short = f"{value:.0f}" if value == round(value) else f"{value:.{digits}f}"
    return short.replace("-", "−" if float(short) else "")


def magnified(group: Locator, at: int) -> list[str]:
    return group.locator(".loupe").nth(at).locator("span").all_text_contents()


def numbers_around(values: np.ndarray, row: int, column: int, rows: int, columns: int) -> list[str]:
    """The `rows` x `columns` numbers around a cell, moved inwards at the grid's edge."""
    top = min(max(row - rows // 2, 0), values.shape[0] - rows)
    left = min(max(column - columns // 2, 0), values.shape[1] - columns)
    return [text(float(value)) for value in values[top : top + rows, left : left + columns].flat]


def painted(group: Locator) -> int:
    return int(group.get_attribute("data-painted") or 0)


def colour_at(group: Locator, at: int, row: int, column: int) -> list[int]:
    return (
        group.locator(".picture")
        .nth(at)
        .evaluate(
            "(canvas, [x, y]) => [...canvas.getContext('2d').getImageData(x, y, 1, 1).data]",
            [column, row],
        )
    )


def test_pointing_reads_a_cell_and_its_neighbourhood(show: Show) -> None:
    group = show("ink", wide=1)
    values = ink(0)
    for row, column in ((7, 12), (0, 0), (27, 27), (13, 20)):
        point(group, 0, row, column, (28, 28))
        expect(group.locator(".reading")).to_have_text(
            f"row {row}, column {column}: ink {text(float(values[row, column]))}"
        )
        assert magnified(group, 0) == numbers_around(values, row, column, 5, 7)
        assert colour_at(group, 0, row, column) == [
            *[round(255 * float(values[row, column]))] * 3,
            255,
        ]


def test_three_linked_grids_show_the_same_cell_and_add_up(show: Show, page: Page) -> None:
    sent = spy(page)
    group = show("neuron")
    before = len(sent)
    bits, weights = neuron(0)
    for at, row, column in ((0, 5, 10), (1, 4, 12), (2, 20, 3)):
        point(group, at, row, column, (24, 24))
        bit, weight = float(bits[row, column]), float(weights[row, column])
        expect(group.locator(".reading")).to_have_text(
            f"row {row}, column {column}: ink {text(bit)} × weight {text(weight)}"
            f" = {text(bit * weight)}"
        )
        for grid, values in enumerate((bits, weights, bits * weights)):
            assert magnified(group, grid) == numbers_around(values, row, column, 5, 5)
    overlay = group.locator(".overlay").first
    overlay.click()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert len(sent) == before

    assert group.locator(".operator.of-grids").all_text_contents() == ["×", "="]
    shown = [value.replace("−", "-") for value in group.locator(".term b").all_text_contents()]
    total, bias, score = (float(value) for value in shown[:3])
    assert total == pytest.approx(float((bits * weights).sum()), abs=0.005)
    assert score == pytest.approx(total + bias, abs=0.011)


def test_keys_move_the_marked_cell_and_rest_is_told(show: Show, page: Page) -> None:
    group = show("neuron")
    page.keyboard.press("Tab")
    group.locator(".overlay").first.focus()
    press(page, group, "ArrowRight", 12, 13)
    press(page, group, "Shift+ArrowUp", 7, 13)
    press(page, group, "Home", 7, 0)
    press(page, group, "ArrowLeft", 7, 0)
    press(page, group, "End", 7, 23)
    press(page, group, "Control+End", 23, 23)
    press(page, group, "Control+Home", 0, 0)
    weight = text(float(neuron(0)[1][0, 0]))
    expect(group.locator(".news")).to_have_text(f"row 0, column 0: ink 0 × weight {weight} = 0")
    assert group.locator(".overlay").evaluate_all("all => all.map((one) => one.tabIndex)") == [
        *(0, -1, -1)
    ]


def test_a_cell_of_the_magnifier_can_be_picked(show: Show) -> None:
    group = show("neuron")
    point(group, 0, 5, 10, (24, 24))
    group.locator(".loupe").nth(1).locator("span").nth(0).click()
    expect(group).to_have_attribute("data-row", "3")
    expect(group).to_have_attribute("data-column", "8")


def test_numbers_stand_out_from_their_cells(show: Show) -> None:
    group = show("neuron")
    colours = group.locator(".loupe span").evaluate_all(
        "all => all.map(getComputedStyle).map((style) => [style.color, style.backgroundColor])"
    )
    assert len(colours) == 75
    for pair in colours:
        light, dark = sorted((luminance(colour) for colour in pair), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    shares = np.array([int(byte) for byte in re.findall(r"\d+", colour)]) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_new_values_are_painted_in_place(show: Show, page: Page) -> None:
    group = show("neuron")
    row, column = np.argwhere(neuron(0)[0] != neuron(1)[0])[0].tolist()
    point(group, 0, row, column, (24, 24))
    group.evaluate("element => { element.querySelector('.picture').mine = element.mine = true; }")
    before = painted(group)
    page.get_by_role("button", name="Next").click()
    expect(group).not_to_have_attribute("data-painted", str(before))
    bits, weights = neuron(1)
    bit = float(bits[row, column])
    expect(group.locator(".reading")).to_contain_text(
        f"row {row}, column {column}: ink {text(bit)} × weight {text(float(weights[row, column]))}"
    )
    assert colour_at(group, 0, row, column) == [*[round(255 * bit)] * 3, 255]
    assert magnified(group, 0) == numbers_around(bits, row, column, 5, 5)
    assert group.evaluate("element => element.mine && element.querySelector('.picture').mine")


def test_the_dark_theme_repaints_and_keeps_the_mark(show: Show, page: Page) -> None:
    group = show("neuron")
    point(group, 1, 4, 12, (24, 24))
    reading = group.locator(".reading").inner_text()
    ground = "element => getComputedStyle(element).backgroundColor"
    light, before = group.locator(".account").evaluate(ground), painted(group)
    turn_dark(page)
    expect(group).not_to_have_attribute("data-painted", str(before))
    assert group.locator(".account").evaluate(ground) != light
    expect(group).to_have_attribute("data-row", "4")
    expect(group.locator(".reading")).to_have_text(reading)


def test_a_chosen_cell_reaches_python_and_pointing_does_not(show: Show, page: Page) -> None:
    sent = spy(page)
    group = show("confusion")
    expect(page.get_by_text("CELL None KEPT None")).to_be_visible()
    before = len(sent)
    counts = confusion()
    point(group, 0, 4, 9, (10, 10))
    expect(group.locator(".reading")).to_have_text(f"true digit 4, read as 9: {counts[4, 9]}")
    point(group, 0, 3, 5, (10, 10))
    page.wait_for_timeout(300)
    assert len(sent) == before

    overlay = group.locator(".overlay")
    x, y = centre(overlay, 3, 5, (10, 10))
    overlay.click(position={"x": x, "y": y})
    expect(page.get_by_text("CELL (3, 5) KEPT (3, 5)")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("CELL (4, 5) KEPT (4, 5)")).to_be_visible()
    page.get_by_role("button", name="Select 7, 1").click()
    expect(page.get_by_text("CELL (4, 5) KEPT (7, 1)")).to_be_visible()
    expect(group.locator(".reading")).to_have_text(f"true digit 7, read as 1: {counts[7, 1]}")


def test_a_drag_is_no_choice_and_neither_is_a_click_where_none_is_asked(
    show: Show, page: Page
) -> None:
    group = show("confusion")
    overlay = group.locator(".overlay")
    point(group, 0, 3, 5, (10, 10))
    page.mouse.down()
    point(group, 0, 6, 6, (10, 10))
    page.mouse.up()
    page.wait_for_timeout(300)
    expect(page.get_by_text("CELL None KEPT None")).to_be_visible()
    show("confusion", choose=0)
    overlay.click()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    expect(page.get_by_text("CELL None KEPT None")).to_be_visible()


def test_the_magnifier_takes_the_place_of_printed_numbers(show: Show) -> None:
    group = show("confusion", numbers=0)
    assert magnified(group, 0) == numbers_around(confusion(), 5, 5, 5, 5)
    expect(group.locator(".reading")).to_have_text(f"true digit 5, read as 5: {confusion()[5, 5]}")


def test_a_matrix_is_labelled_and_printed_as_text(show: Show) -> None:
    group = show("confusion")
    expect(group.locator(".title")).to_have_text("Mistakes <b>of</b> the network")
    for side in ("row", "column"):
        assert group.locator(f".{side}-labels span").all_text_contents() == list("0123456789")
    expect(group.locator(".loupe")).to_be_hidden()
    point(group, 0, 8, 2, (10, 10))
    assert group.locator(".on").all_text_contents() == ["2", "8"]
    frame = group.locator(".frame").bounding_box()
    assert frame is not None
    assert 400 < frame["width"] <= 520


@pytest.mark.parametrize("part", ["ink", "neuron", "confusion"])
def test_on_a_phone_nothing_scrolls_sideways_and_a_tap_reads(
    browser: Browser, app_url: str, part: str
) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = phone.new_page()
    group = open_part(page, app_url, part)
    overlay = group.locator(".overlay").last
    side = {"ink": 28, "neuron": 24, "confusion": 10}[part]
    x, y = centre(overlay, 4, 6, (side, side))
    overlay.tap(position={"x": x, "y": y})
    expect(group).to_have_attribute("data-row", "4")
    expect(group).to_have_attribute("data-column", "6")
    if part == "neuron":
        _, weights = neuron(0)
        assert magnified(group, 1) == numbers_around(weights, 4, 6, 3, 3)
        pictures = [one.bounding_box() for one in group.locator(".frame").all()]
        magnifiers = [one.bounding_box() for one in group.locator(".loupe").all()]
        assert max(box["y"] + box["height"] for box in pictures if box) <= min(
            box["y"] for box in magnifiers if box
        )
    if part == "confusion":
        expect(group.locator(".loupe")).to_be_hidden()
        expect(page.get_by_text("CELL (4, 6) KEPT (4, 6)")).to_be_visible()
    ends = group.evaluate(
        "group => [...group.querySelectorAll('*')].map((one) => one.getBoundingClientRect().right)"
    )
    assert max(ends) <= 390 - 15  # the page's own margin stays free
    phone.close()
