"""Player, pointer, gallery and the share button in a real Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.ui.frontend.conftest import Open, spy, turn_dark

pytestmark = pytest.mark.journey


def test_player_steps_scrubs_and_plays_without_the_server(open_part: Open, page: Page) -> None:
    sent = spy(page)
    open_part("player")
    player = page.locator(".player")
    expect(player).to_have_attribute("data-painted", "0")
    before = len(sent)
    page.get_by_role("button", name="One frame on").click()
    expect(page.locator(".status")).to_have_text("Frame 2 of 12 · step 10 · loss not a number")
    player.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".status")).to_contain_text("loss ∞")
    page.keyboard.press("End")
    expect(player).to_have_attribute("data-painted", "11")
    pixel = page.locator(".picture").evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(9, 7, 1, 1).data]"
    )
    assert pixel == [220, 220, 220, 255]
    page.keyboard.press("Home")
    expect(player).to_have_attribute("data-frame", "0")
    page.get_by_label("Speed").select_option("4")
    player.focus()
    page.keyboard.press("Space")
    expect(player).to_have_attribute("data-painted", "11")
    expect(page.get_by_role("button", name="Play")).to_be_visible()

    chart = page.locator(".chart").bounding_box()
    assert chart is not None
    page.mouse.click(chart["x"] + chart["width"] * 0.5, chart["y"] + 20)
    expect(player).to_have_attribute("data-frame", re.compile("^[56]$"))
    assert len(sent) == before


def test_player_keeps_its_frame_when_the_theme_changes(open_part: Open) -> None:
    page = open_part("player")
    page.get_by_label("Frame", exact=True).fill("7")
    turn_dark(page)
    expect(page.locator(".player")).to_have_attribute("data-frame", "7")


def test_autoplay_respects_reduced_motion(open_part: Open, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_part("player", autoplay=1)
    expect(page.locator(".player")).to_have_attribute("data-painted", "0")
    page.wait_for_timeout(300)
    expect(page.locator(".player")).to_have_attribute("data-frame", "0")
    page.emulate_media(reduced_motion="no-preference")
    open_part("player", autoplay=1)
    expect(page.locator(".player")).to_have_attribute("data-frame", "11")


def test_pointer_places_a_square_by_mouse_and_keys(open_part: Open) -> None:
    page = open_part("pointer")
    expect(page.get_by_text("REGION None")).to_be_visible()
    surface = page.locator(".overlay")
    expect(surface).to_have_attribute("aria-label", re.compile("<b>best</b> at row 2"))
    box = surface.bounding_box()
    assert box is not None
    surface.click(position={"x": box["width"] * 30 / 48, "y": box["height"] * 20 / 36})
    page.keyboard.press("ArrowUp")  # the click's echo from Python comes after this key
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("REGION (15, 36)")).to_be_visible()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("REGION (15, 40)")).to_be_visible()


def test_gallery_chooses_by_keyboard_and_shows_labels_as_text(open_part: Open) -> None:
    page = open_part("gallery")
    buttons = page.locator(".gallery button")
    expect(buttons.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(buttons.nth(1)).to_contain_text("<img src=x")
    assert page.locator(".gallery img").count() == 4
    buttons.nth(0).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("CHOSEN 2")).to_be_visible()
    expect(buttons.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(buttons.nth(0)).to_have_attribute("aria-pressed", "false")
    assert page.locator(".gallery img").evaluate_all(
        "images => images.every((image) => image.naturalWidth === 48)"
    )


@pytest.mark.parametrize("clipboard", ["granted", "missing"])
def test_share_copies_the_address(open_part: Open, page: Page, clipboard: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if clipboard == "missing":
        page.add_init_script("navigator.clipboard.writeText = undefined")
    open_part("share", k=3)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".news")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
