"""The filter bench in a real Chromium, its arithmetic against NumPy."""

import json
import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.ui.frontend.conftest import Open, spy, turn_dark, visit

pytestmark = pytest.mark.journey

SOBEL = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
NUMPY_PADDING = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}
ACTIVATIONS = {
    "identity": lambda x: x,
    "relu": lambda x: max(x, 0.0),
    "relu6": lambda x: min(max(x, 0.0), 6.0),
    "leaky_relu": lambda x: x if x > 0 else 0.01 * x,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "step": lambda x: float(x > 0),
    "abs": abs,
}


def noise() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (36, 48, 3), dtype=np.uint8) / 255


def overlay(page: Page, name: str) -> Locator:
    return page.locator(f".{name} .overlay")


def panel(page: Page) -> Locator:
    locator = page.locator(".arithmetic")
    expect(locator).to_have_attribute("data-sum", re.compile("."))
    return locator


def click_pixel(page: Page, name: str, row: int, column: int, size: tuple[int, int]) -> None:
    box = overlay(page, name).bounding_box()
    assert box is not None
    x, y = (column + 0.5) / size[1] * box["width"], (row + 0.5) / size[0] * box["height"]
    overlay(page, name).click(position={"x": x, "y": y})


def oracle(
    row: int,
    column: int,
    *,
    channel: int | None,
    kernel: np.ndarray = SOBEL,
    padding: str = "zeros",
    stride: int = 1,
    dilation: int = 1,
    flip: bool = False,
) -> tuple[np.ndarray, float]:
    """The window's values and the sum of products, by padding the whole picture and slicing."""
    picture = noise() @ [0.299, 0.587, 0.114] if channel is None else noise()[..., channel]
    span = dilation * (len(kernel) - 1)
    if padding != "valid":
        before = span // 2
        picture = np.pad(picture, (before, span - before), NUMPY_PADDING[padding])
    top, left = row * stride, column * stride
    window = picture[top : top + span + 1 : dilation, left : left + span + 1 : dilation]
    weights = np.rot90(kernel, 2) if flip else kernel
    return window, float((window * weights).sum())


@pytest.mark.parametrize(
    ("settings", "size", "row", "column"),
    [
        ({"padding": "zeros", "activation": "leaky_relu"}, (36, 48), 0, 0),
        ({"padding": "reflect", "dilation": 7, "activation": "relu"}, (36, 48), 35, 1),
        ({"padding": "replicate", "dilation": 5, "flip": 1}, (36, 48), 1, 47),
        ({"padding": "circular", "stride": 5, "dilation": 4, "bias": 0.25}, (8, 10), 7, 0),
        ({"padding": "valid", "dilation": 2, "stride": 2, "activation": "abs"}, (16, 22), 15, 21),
        ({"grey": 1, "activation": "sigmoid", "bias": -1.5}, (36, 48), 10, 20),
        ({"grey": 1, "activation": "tanh", "display": "signed"}, (36, 48), 10, 21),
        ({"activation": "step", "display": "stretch"}, (36, 48), 20, 3),
        ({"activation": "relu6", "bias": 7}, (36, 48), 20, 4),
    ],
)
def test_lens_agrees_with_numpy(
    open_part: Open, settings: dict, size: tuple[int, int], row: int, column: int
) -> None:
    page = open_part("lens", **settings)
    panel(page)
    click_pixel(page, "output", row, column, size)
    expect(panel(page)).to_have_attribute("data-row", str(row))
    expect(panel(page)).to_have_attribute("data-column", str(column))
    geometry = {k: v for k, v in settings.items() if k in ("padding", "stride", "dilation", "flip")}
    for channel in [None] if settings.get("grey") else range(3):
        if channel is not None:
            name = ("red", "green", "blue")[channel]
            page.get_by_text(name.title(), exact=True).click()
            expect(panel(page)).to_have_attribute("data-channel", name)
        values, total = oracle(row, column, channel=channel, **geometry)
        shown = panel(page).evaluate("element => ({...element.dataset})")
        np.testing.assert_allclose(json.loads(shown["values"]), values, atol=1e-12)
        assert float(shown["sum"]) == pytest.approx(total, abs=1e-12)
        output = ACTIVATIONS[settings.get("activation", "identity")](
            total + settings.get("bias", 0)
        )
        assert float(shown["output"]) == pytest.approx(output, abs=1e-12)


def test_lens_starts_at_the_centre_and_follows_pointer_and_keys(open_part: Open) -> None:
    page = open_part("lens", stride=2)
    expect(panel(page)).to_have_attribute("data-row", "9")
    expect(panel(page)).to_have_attribute("data-column", "12")

    box = overlay(page, "input").bounding_box()
    assert box is not None
    # Input pixel (20, 30) is the centre of the window of output pixel (10, 15).
    page.mouse.move(box["x"] + 30.5 / 48 * box["width"], box["y"] + 20.5 / 36 * box["height"])
    expect(panel(page)).to_have_attribute("data-row", "10")
    expect(panel(page)).to_have_attribute("data-column", "15")

    overlay(page, "output").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    expect(panel(page)).to_have_attribute("data-row", "11")
    expect(panel(page)).to_have_attribute("data-column", "5")
    expect(page.locator(".news")).to_contain_text("Row 11, column 5: sum")

    page.mouse.move(box["x"] + 3, box["y"] + 3)
    expect(panel(page)).to_have_attribute("data-row", "11")
    page.get_by_role("button", name="Let go of this pixel").click()
    overlay(page, "input").hover(position={"x": 3, "y": 3})
    expect(panel(page)).to_have_attribute("data-row", "0")


def test_swatch_of_a_stretched_result_is_read_from_it(open_part: Open) -> None:
    page = open_part("lens", display="stretch")
    expect(page.locator(".swatch-text")).to_have_text("100 70 200")


def test_an_edited_cell_reaches_python_and_the_new_result_is_painted(open_part: Open) -> None:
    page = open_part("lens")
    host = page.locator('.st-key-bench [data-testid="stBidiComponentIsolated"]')
    expect(host).to_have_attribute("data-painted", "1")
    before = float(host.get_attribute("data-painted-at") or "nan")

    cell = page.get_by_label("row 1, column 1")
    cell.fill("1/4")
    expect(page.get_by_text("KERNEL [[0.25, 0.0, 1.0]")).to_be_visible()
    expect(host).not_to_have_attribute("data-painted", "1")
    assert float(host.get_attribute("data-painted-at") or "nan") > before
    pixel = page.locator(".output .picture").evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, 1, 1).data]"
    )
    assert pixel == [25, 70, 200, 255]
    kernel = SOBEL.copy()
    kernel[0, 0] = 0.25
    _, total = oracle(18, 24, channel=0, kernel=kernel)
    expect(panel(page)).to_have_attribute("data-row", "18")
    assert float(panel(page).get_attribute("data-sum") or "nan") == pytest.approx(total)


def test_quick_steps_are_all_kept_and_a_preset_wins(open_part: Open) -> None:
    page = open_part("lens")
    cell = page.get_by_label("row 2, column 2")
    cell.focus()
    for _ in range(12):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    expect(cell).to_have_value("0.2")
    expect(page.get_by_text("[-2.0, 0.2, 2.0]")).to_be_visible()
    page.wait_for_timeout(300)
    expect(cell).to_have_value("0.2")

    page.get_by_role("button", name="Preset").click()
    expect(page.locator(".cells input")).to_have_count(25)
    expect(page.get_by_label("row 5, column 5")).to_have_value("1")


def test_an_answer_to_an_older_edit_does_not_undo_a_newer_one(open_part: Open) -> None:
    page = open_part("lens", delay=3)
    cell = page.get_by_label("row 2, column 2")
    cell.press("ArrowUp")
    turn_dark(page)  # draws again with what Python said before the edit
    assert cell.input_value() == "0.1"
    assert page.get_by_text("KERNEL None").is_visible(), "the answer came too early for this test"
    expect(page.get_by_text("[-2.0, 0.1, 2.0]")).to_be_visible()


def test_text_that_is_no_number_marks_the_cell_and_is_not_sent(open_part: Open) -> None:
    page = open_part("lens")
    sent = spy(page)
    cell = page.get_by_label("row 1, column 2")
    cell.fill("1..2")
    expect(cell).to_have_attribute("aria-invalid", "true")
    cell.blur()
    expect(cell).to_have_value("0")
    expect(cell).not_to_have_attribute("aria-invalid", "true")
    assert sent == []
    expect(page.get_by_text("KERNEL None")).to_be_visible()


def test_edits_still_work_after_the_lens_was_away(open_part: Open) -> None:
    page = open_part("lens")
    page.get_by_label("row 1, column 1").fill("3")
    expect(page.get_by_text("KERNEL [[3.0")).to_be_visible()
    toggle = page.get_by_text("Mounted")
    toggle.click()
    expect(page.locator(".cells")).to_have_count(0)
    toggle.click()
    expect(page.get_by_label("row 1, column 1")).to_have_value("3")
    page.get_by_label("row 1, column 1").fill("4")
    expect(page.get_by_text("KERNEL [[4.0")).to_be_visible()


def test_slow_motion_slides_pauses_and_ends(open_part: Open) -> None:
    page = open_part("lens")
    panel(page)
    page.get_by_role("button", name="Slow motion").click()
    expect(panel(page)).to_have_attribute("data-row", "0")
    expect(panel(page)).to_have_attribute("data-row", "1", timeout=15000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("button", name="Slow motion")).to_be_focused()


def test_a_phone_fits_and_a_finger_moves_the_pixel(
    open_part: Open, page: Page, components_url: str
) -> None:
    assert page.context.browser is not None
    phone = page.context.browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, device_scale_factor=2
    )
    try:
        screen = phone.new_page()
        visit(screen, components_url, part="lens", embed_options="dark_theme")
        panel(screen)
        for name in ("bench", "arithmetic", "tables", "equation", "cells", "controls"):
            wide = screen.locator(f".{name}").evaluate(
                "element => element.scrollWidth - element.clientWidth"
            )
            assert wide <= 0, name
        sharp = overlay(screen, "input").evaluate("canvas => canvas.width / canvas.clientWidth")
        assert sharp == pytest.approx(2, abs=0.02)
        overlay(screen, "input").scroll_into_view_if_needed()
        box = overlay(screen, "input").bounding_box()
        assert box is not None
        screen.touchscreen.tap(box["x"] + 2, box["y"] + 2)
        expect(panel(screen)).to_have_attribute("data-row", "0")

        devtools = phone.new_cdp_session(screen)
        x, y = box["x"], box["y"]
        for kind, points in (
            ("touchStart", [{"x": x + 5, "y": y + 5}]),
            ("touchMove", [{"x": x + 60, "y": y + 60}]),
            ("touchMove", [{"x": x + box["width"] / 2, "y": y + box["height"] - 2}]),
            ("touchEnd", []),
        ):
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        expect(panel(screen)).to_have_attribute("data-row", "35")
        assert screen.evaluate("window.scrollY") == 0
    finally:
        phone.close()
