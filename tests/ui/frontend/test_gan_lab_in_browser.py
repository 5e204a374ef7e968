"""The GAN lab in a real Chromium: what it draws against the frames, and what it asks for."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from nnkit.gan import lab
from tests.ui.frontend.conftest import spy, turn_dark, visit
from tests.ui.frontend.gan_lab_app import ORIGIN, SETTINGS

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("gan_lab_app.py")
BLUE, ORANGE, LIGHT = (0, 114, 178), (213, 94, 0), (250, 249, 246)
FRAMES = tuple(lab.train(lab.make(ORIGIN), SETTINGS))

Show = Callable[..., Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    def open_(**settings: object) -> Locator:
        visit(sound_page, app_url, **settings)
        shown = sound_page.locator(".lab")
        expect(shown).to_have_attribute("data-drawn", re.compile(r"\d"))
        return shown

    return open_


def press(shown: Locator, name: str) -> None:
    shown.get_by_role("button", name=name, exact=True).click()


def go_to(shown: Locator, frame: int) -> None:
    shown.get_by_label("Round", exact=True).fill(str(frame))
    expect(shown).to_have_attribute("data-frame", str(frame))


def only(shown: Locator, *layers: str) -> None:
    for name in ("real", "fakes", "map", "pushes", "grid"):
        shown.locator(f"input[name={name}]").set_checked(name in layers)
    shown.page.wait_for_timeout(200)


def colour_at(shown: Locator, x: float, y: float) -> list[int]:
    """The colour at a place of the plane, whose coordinates go from -1 to 1."""
    return shown.locator(".plane").evaluate(
        """(canvas, [x, y]) => [...canvas.getContext("2d").getImageData(
            Math.floor((x + 1) / 2 * canvas.width), Math.floor((1 - y) / 2 * canvas.height), 1, 1
        ).data].slice(0, 3)""",
        [x, y],
    )


def shades(shown: Locator, colour: tuple[int, ...]) -> int:
    """How many pixels of the plane have exactly this colour."""
    return shown.locator(".plane").evaluate(
        """(canvas, [r, g, b]) => {
            const { data } = canvas.getContext("2d").getImageData(
                0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let at = 0; at < data.length; at += 4)
                count += data[at] === r && data[at + 1] === g && data[at + 2] === b;
            return count;
        }""",
        list(colour),
    )


def test_it_plays_and_scrubs_without_the_server(show: Show, page: Page) -> None:
    sent = spy(page)
    shown = show()
    before = len(sent)
    expect(shown).to_have_attribute("data-frame", "0")
    go_to(shown, 5)
    frame = FRAMES[5]
    expect(shown.locator(".status")).to_have_text(
        f"round {frame.step}: the critic gives real points {frame.real_score:.2f} and forgeries "
        f"{frame.fake_score:.2f}, JS {frame.figures.js:.2f} bits"
    )
    count = sum(frame.figures.covered)
    expect(shown.locator(".parts")).to_contain_text(f"{count} of 3 parts of the cloud")
    pips = "".join("●" if is_covered else "○" for is_covered in frame.figures.covered)
    expect(shown.locator(".pips")).to_have_text(pips)
    expect(shown.locator(".reading").first).to_have_text(
        f"critic {frame.critic_loss:.2f}forger {frame.generator_loss:.2f}"
    )
    press(shown, "Back to start")
    expect(shown).to_have_attribute("data-frame", "0")
    press(shown, "Play")
    expect(shown).to_have_attribute("data-frame", "15")
    expect(shown.get_by_role("button", name="Play", exact=True)).to_be_visible()
    assert len(sent) == before


def test_layers_show_what_is_there(show: Show) -> None:
    shown = show()
    go_to(shown, 15)
    frame = FRAMES[15]
    only(shown)
    empty = shades(shown, LIGHT)
    assert shades(shown, BLUE) == shades(shown, ORANGE) == 0
    only(shown, "real")
    assert shades(shown, BLUE) > 100
    only(shown, "fakes")
    assert shades(shown, ORANGE) > 100
    inside = next(point for point in frame.samples.tolist() if max(map(abs, point)) < 0.95)
    assert colour_at(shown, *inside) == list(ORANGE)
    only(shown, "map")
    for row, column in ((3, 5), (20, 33), (38, 20)):
        byte = frame.critic_map[row * 40 + column]
        x, y = (column + 0.5) / 20 - 1, 1 - (row + 0.5) / 20
        share = max(-1.0, (byte - 128) / 127)
        end = BLUE if share > 0 else ORANGE  # taken for real is blue
        wanted = [
            round(low + 0.74 * abs(share) * (high - low))
            for low, high in zip(LIGHT, end, strict=True)
        ]
        assert colour_at(shown, x, y) == pytest.approx(wanted, abs=4)
    only(shown, "grid")
    assert shades(shown, LIGHT) < empty
    assert shades(shown, BLUE) == 0


def test_one_round_is_asked_for_from_the_frame_that_is_shown(show: Show, page: Page) -> None:
    shown = show()
    for name, kind in (("Both", "both"), ("Critic only", "critic"), ("Forger only", "forger")):
        go_to(shown, 2)
        press(shown, name)
        expect(page.get_by_text(f"kind='{kind}', step=8")).to_be_visible()
        expect(page.get_by_text("ROUNDS [0, 4, 8, 9]")).to_be_visible()
        expect(shown).to_have_attribute("data-frame", "3")
        expect(shown).to_have_attribute("data-frames", "4")
    press(shown, "Both")
    expect(page.get_by_text("ROUNDS [0, 4, 8, 9, 10]")).to_be_visible()
    expect(shown.locator(".status")).to_contain_text("round 10:")


def test_playing_asks_for_more_until_the_end(show: Show) -> None:
    shown = show()
    go_to(shown, 2)
    press(shown, "Both")
    expect(shown).to_have_attribute("data-frames", "4")
    press(shown, "Play")
    expect(shown).to_have_attribute("data-frames", "17")  # 0, 4, 8, 9, 12, .., 60
    expect(shown).to_have_attribute("data-frame", "16")
    expect(shown.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_slow_motion_tells_every_stage(show: Show) -> None:
    shown = show()
    go_to(shown, 2)
    watched = watch(shown)
    press(shown, "Slow motion")
    expect(shown.locator(".status")).to_contain_text("round 10, 1 of 5", timeout=60000)
    press(shown, "Slow motion")
    expect(shown.locator(".status")).to_contain_text("the critic gives")
    expect(shown.locator(".flow .on")).to_have_count(0)
    seen = [each for each in watched() if "round 9, " in each["text"]]
    stages = list(lab.slow_motion(lab.make(ORIGIN), SETTINGS, FRAMES[2]))
    assert [each["text"] for each in seen] == [
        f"round 9, {at} of 5: {stage.sentence}" for at, stage in enumerate(stages, 1)
    ]
    assert [each["lit"] for each in seen] == [
        *(["critic", "real"], ["noise", "forger", "forgeries", "critic"], ["critic"]),
        *(["forger", "forgeries", "critic"], ["forger"]),
    ]
    has_real, has_fakes = ([each[name] for each in seen] for name in ("blue", "orange"))
    assert has_real == [True, False, True, False, False]  # the forger never sees a real point
    assert has_fakes == [False, True, True, True, True]


def test_slow_motion_is_held_and_goes_on(show: Show, page: Page) -> None:
    page.clock.install()
    shown = show()
    go_to(shown, 2)
    play, pause = (shown.get_by_role("button", name=name, exact=True) for name in ("Play", "Pause"))
    press(shown, "Slow motion")
    status = shown.locator(".status")
    expect(status).to_contain_text("round 9, 1 of 5")
    pause.click()
    expect(play).to_be_visible()
    stage = status.text_content() or ""  # it may have been the next one by then
    assert re.match(r"round 9, \d of 5: ", stage)
    page.clock.run_for(20_000)
    expect(status).to_have_text(stage)
    expect(shown.locator(".flow .on")).not_to_have_count(0)
    play.click()
    expect(pause).to_be_visible()
    page.clock.run_for(2600)
    expect(status).not_to_have_text(stage)
    expect(status).to_contain_text(" of 5: ")
    press(shown, "Slow motion")
    expect(play).to_be_visible()
    expect(status).to_contain_text("the critic gives")


def watch(shown: Locator) -> Callable[[], list[dict[str, Any]]]:
    """Note, whenever the status changes, what is lit up and which points are drawn."""
    shown.evaluate(
        """(shown) => {
            const status = shown.querySelector(".status");
            const canvas = shown.querySelector(".plane");
            window.watched = [];
            new MutationObserver(() => {
                const { data } = canvas.getContext("2d").getImageData(
                    0, 0, canvas.width, canvas.height);
                const has = (r, g, b) => {
                    for (let at = 0; at < data.length; at += 4)
                        if (data[at] === r && data[at + 1] === g && data[at + 2] === b) return true;
                    return false;
                };
                const lit = [...shown.querySelectorAll(".box.on")].map((box) => box.dataset.part);
                window.watched.push({ text: status.textContent, lit, blue: has(0, 114, 178),
                    orange: has(213, 94, 0) });
            }).observe(status, { childList: true });
        }"""
    )
    return lambda: shown.page.evaluate("window.watched")


def test_new_settings_count_from_the_frame_on(show: Show, page: Page) -> None:
    shown = show()
    go_to(shown, 7)
    page.locator('label:has-text("Faster")').first.click()
    expect(page.get_by_text("kind='go_on', step=28")).to_be_visible()
    expect(shown.locator(".said")).to_have_text("From round 28 on, the new settings count.")
    expect(shown).to_have_attribute("data-frame", re.compile("[78]"))
    press(shown, "Reset")
    expect(shown.locator(".said")).to_have_text("Back to the first weights.")
    expect(shown).to_have_attribute("data-frame", "0")


def test_away_and_back_all_is_sent_again(show: Show, page: Page) -> None:
    shown = show()
    go_to(shown, 2)
    press(shown, "Both")
    expect(shown).to_have_attribute("data-frames", "4")
    page.locator('label:has-text("Mounted")').first.click()
    expect(shown).to_have_count(0)
    page.locator('label:has-text("Mounted")').first.click()
    expect(shown).to_have_attribute("data-frames", "4")
    expect(shown).to_have_attribute("data-frame", "2")  # where she asked for something last


def test_the_alarm_is_heard(show: Show) -> None:
    shown = show(part="collapse")
    shown.get_by_label("Round", exact=True).press("End")
    alarm = shown.locator(".alarm")
    expect(alarm).to_have_text(re.compile("^Collapse: for "))
    expect(alarm).to_have_attribute("role", "alert")
    press(shown, "Back to start")
    expect(alarm).to_have_text("")


def test_noise_unfolds_into_the_grid(show: Show, page: Page) -> None:
    shown = show()
    go_to(shown, 15)
    only(shown)
    empty = shades(shown, LIGHT)
    press(shown, "Unfold the noise")
    page.wait_for_timeout(300)
    assert shades(shown, LIGHT) < empty  # the grid is under way
    page.wait_for_timeout(2500)
    assert shades(shown, LIGHT) == empty  # and gone, as it was not among the layers


def test_keys_play_and_scrub(show: Show, page: Page) -> None:
    shown = show()
    shown.get_by_label("Round", exact=True).press("End")
    expect(shown).to_have_attribute("data-frame", "15")
    shown.get_by_label("Round", exact=True).press("ArrowLeft")
    expect(shown).to_have_attribute("data-frame", "14")
    shown.locator("input[name=grid]").press("Space")
    expect(shown.locator("input[name=grid]")).to_be_checked()
    shown.get_by_role("button", name="Critic only").press("Enter")
    expect(page.get_by_text("kind='critic', step=56")).to_be_visible()


def test_a_phone_shows_all_without_scrolling_sideways(show: Show, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    shown = show()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in (".controls", ".steps", ".flow", ".plane", ".layers", ".curve"):
        box = shown.locator(name).first.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    for part in shown.locator(".flow .box").all():
        assert part.evaluate("box => box.scrollWidth <= box.clientWidth + 1")


def test_the_frame_stays_when_the_theme_changes(show: Show, page: Page) -> None:
    shown = show()
    go_to(shown, 7)
    only(shown)
    turn_dark(page)
    expect(shown).to_have_attribute("data-frame", "7")
    assert colour_at(shown, 0, 0) == [38, 44, 54]


def test_the_frame_rate_is_measured(
    show: Show, record_property: Callable[[str, object], None]
) -> None:
    shown = show(part="collapse")
    shown.locator("input[name=grid]").check()
    drawn, seconds = shown.evaluate(
        """async (shown) => {
            const start = performance.now();
            const scrub = shown.querySelector(".scrub");
            const first = Number(shown.dataset.drawn);
            for (let at = 0; performance.now() - start < 2000; at++) {
                scrub.value = at % 14;
                scrub.dispatchEvent(new Event("input"));
                await new Promise(requestAnimationFrame);
            }
            return [Number(shown.dataset.drawn) - first, (performance.now() - start) / 1000];
        }"""
    )
    record_property("frames_per_second", round(drawn / seconds, 1))
    assert drawn > 0
