"""The network graph in a real Chromium: what it shows against the frames, and what it sends."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from nnkit.playground.frames import PlaygroundFrame
from tests.ui.frontend.conftest import spy, turn_dark, visit
from tests.ui.frontend.network_graph_app import first_run

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("network_graph_app.py")
POSITIVE, NEGATIVE = (213, 94, 0), (0, 114, 178)
LIGHT, DARK = (250, 249, 246), (38, 44, 54)

Show = Callable[..., Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    def open_(part: str = "small", **settings: object) -> Locator:
        visit(sound_page, app_url, part=part, wide=1, **settings)
        network = sound_page.locator(".network")
        expect(network).to_have_attribute("data-drawn", re.compile(r"\d"))
        return network

    return open_


def neuron(network: Locator, column: int, row: int) -> Locator:
    return network.locator(f'.neuron[data-column="{column}"][data-row="{row}"]')


def sentence(frame: PlaygroundFrame) -> str:
    return (
        f"epoch {frame.epoch}, training loss {frame.train_loss:.3f}, "
        f"test loss {frame.test_loss:.3f}, "
    )


def expect_frame(network: Locator, at: int) -> None:
    expect(network).to_have_attribute("data-frame", str(at))


def painted(byte: int, neutral: tuple[int, ...]) -> list[int]:
    """The colour of a map's byte: three quarters of the way to the sign's colour at the ends."""
    share = max(-1.0, (byte - 128) / 127)
    end = POSITIVE if share >= 0 else NEGATIVE
    return [
        round(low + 0.74 * abs(share) * (high - low))
        for low, high in zip(neutral, end, strict=True)
    ]


def colour_at(canvas: Locator, x: float, y: float) -> list[int]:
    """The colour at a share of a canvas's width and height."""
    return canvas.evaluate(
        """(canvas, [x, y]) => [...canvas.getContext("2d").getImageData(
            Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1).data].slice(0, 3)""",
        [x, y],
    )


def on_edge(network: Locator, column: int, source: int, to: int) -> tuple[float, float]:
    """A place on an edge, in the window's pixels.

    A quarter of the way across (1.5 t (1 - t) + t^3 = 0.25 at t = 0.2017) it has risen by a tenth
    of its height (3 t^2 - 2 t^3 = 0.1056). In the middle it would cross others.
    """
    start = neuron(network, column - 1, source).bounding_box()
    end = neuron(network, column, to).bounding_box()
    assert start is not None
    assert end is not None
    left = start["x"] + start["width"]
    x = left + (end["x"] - left) / 4
    return x, start["y"] + 0.1056 * (end["y"] - start["y"]) + start["height"] / 2


def test_it_steps_scrubs_and_plays_without_the_server(show: Show, page: Page) -> None:
    sent = spy(page)
    network = show()
    frames = first_run("small", 12)
    expect_frame(network, 0)
    before = len(sent)
    network.get_by_role("button", name="One frame on").click()
    expect(network.locator(".status")).to_contain_text(sentence(frames[1]))
    network.get_by_label("Epoch").press("End")
    expect(network.locator(".status")).to_contain_text(sentence(frames[12]))
    expect(network.locator(".status")).to_contain_text("% of test points right")
    network.get_by_role("button", name="Back to start").click()
    expect_frame(network, 0)
    network.get_by_role("button", name="Play").click()
    expect(network.get_by_role("button", name="Pause")).to_be_visible()
    expect_frame(network, 12)
    expect(network.get_by_role("button", name="Play")).to_be_visible()  # stops at the end

    chart = network.locator(".curve").first
    box = chart.bounding_box()
    assert box is not None
    plot = box["width"] - 44 - 10
    chart.click(position={"x": 44 + plot * 5 / 12, "y": 60})
    expect_frame(network, 5)
    chart.hover(position={"x": 44 + plot * 9 / 12, "y": 60})
    expect(network.locator(".reading").first).to_have_text(
        f"epoch 9training {frames[9].train_loss:.3f}test {frames[9].test_loss:.3f}"
    )
    expect_frame(network, 5)
    assert len(sent) == before


@pytest.mark.parametrize("neutral", [LIGHT, DARK])
def test_a_pixel_has_the_colour_of_its_byte(
    show: Show, page: Page, neutral: tuple[int, ...]
) -> None:
    network = show()
    network.get_by_label("Epoch").fill("7")
    expect_frame(network, 7)
    if neutral == DARK:
        turn_dark(page)
    frame = first_run("small", 12)[7]
    for column, row, x, y in ((1, 0, 3, 4), (1, 3, 30, 17), (2, 1, 16, 9), (3, 0, 0, 31)):
        byte = frame.map_of(column - 1, row)[y * 32 + x]
        canvas = neuron(network, column, row).locator("canvas")
        found = colour_at(canvas, (x + 0.5) / 32, (y + 0.5) / 32)
        assert found == pytest.approx(painted(byte, neutral), abs=1)


def test_a_neuron_pointed_at_or_focused_is_enlarged(show: Show, page: Page) -> None:
    network = show()
    network.get_by_label("Epoch").fill("12")
    title, large = network.locator(".map-title"), network.locator(".large")
    expect(title).to_have_text("Output")
    frame = first_run("small", 12)[12]
    neuron(network, 1, 2).hover()
    expect(title).to_have_text("Layer 1, neuron 3 · tanh")
    box = large.bounding_box()
    assert box is not None
    size = box["width"] - 50
    for x, y in ((1, 30), (30, 1)):  # far corners, where no point lies
        share = [(42 + (x + 0.5) / 32 * size) / box["width"], (8 + (y + 0.5) / 32 * size)]
        found = colour_at(large, share[0], share[1] / box["height"])
        assert found == pytest.approx(painted(frame.map_of(0, 2)[y * 32 + x], LIGHT), abs=3)
    first, second = frame.weights[0][2].tolist()
    expect(network.locator(".map-reading")).to_contain_text(
        re.compile(f"tanh\\(.?{abs(first):.2f}·x . {abs(second):.2f}·y .*\\)".replace(".?", "−?"))
    )
    large.hover(position={"x": 42 + size / 2, "y": 8 + size / 2})
    expect(title).to_have_text("Output")
    expect(network.locator(".map-reading")).to_contain_text(re.compile("x .*, y .*: −?[01]\\."))

    neuron(network, 0, 0).focus()
    expect(title).to_have_text("X")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(title).to_have_text("Layer 2, neuron 2 · tanh")
    expect(network.locator(".news")).to_contain_text("a₂ = tanh(")


def test_an_edge_tells_its_weight_and_can_be_set(show: Show, page: Page) -> None:
    network = show()
    network.get_by_label("Epoch").fill("4")
    expect_frame(network, 4)
    weight = float(first_run("small", 12)[4].weights[1][1, 2])
    at = on_edge(network, 2, 2, 1)
    page.mouse.move(*at)
    card = network.locator(".card")
    expect(card).to_contain_text("layer 1, neuron 3 → layer 2, neuron 2: weight ")
    told = card.inner_text().split("weight ")[1].replace("−", "-")
    assert float(told) == pytest.approx(weight, rel=0.006)  # three digits
    page.mouse.click(*at)
    field = card.get_by_label("New value")
    expect(field).to_be_focused()
    field.fill("2.5")
    field.press("Enter")
    event = "Event(kind='edit_weight', epoch=4, layer=1, to=1, source=2, value=2.5"
    expect(page.get_by_text(event)).to_be_visible()
    expect(card).to_be_hidden()
    expect(network).to_have_attribute("data-frames", "10")  # four kept, epoch 4 anew, five more
    expect_frame(network, 4)
    neuron(network, 2, 1).hover()
    expect(network.locator(".map-reading")).to_contain_text("2.50·a₃")


def test_a_bias_is_set_by_keyboard(show: Show, page: Page) -> None:
    network = show()
    neuron(network, 1, 0).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    card = network.locator(".card")
    expect(card).to_contain_text("layer 1, neuron 2")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(neuron(network, 1, 1)).to_be_focused()
    page.keyboard.press("Enter")
    card.get_by_label("New value").fill("-1.25")
    page.keyboard.press("Enter")
    expect(page.get_by_text("kind='edit_bias', epoch=0, layer=0, to=1, source=0")).to_be_visible()
    expect(page.get_by_text("value=-1.25")).to_be_visible()

    network.locator(".bias").first.click()
    card.get_by_label("What to set").select_option("weight from y")
    card.get_by_label("New value").fill("3")
    card.get_by_role("button", name="Set").click()
    told = page.get_by_text("kind='edit_weight', epoch=0, layer=0, to=0, source=1, value=3.0")
    expect(told).to_be_visible()


def test_a_branch_begins_at_the_frame_shown(show: Show, page: Page) -> None:
    network = show()
    network.get_by_label("Epoch").fill("6")
    network.get_by_role("button", name="Branch from here").click()
    expect(page.get_by_text("kind='branch', epoch=6")).to_be_visible()
    expect(page.get_by_text("RUN branch 1 FRAMES 12")).to_be_visible()
    expect(network).to_have_attribute("data-frames", "12")
    expect_frame(network, 6)
    network.get_by_label("Epoch").fill("3")
    network.get_by_role("button", name="Branch from here").click()
    expect(page.get_by_text("kind='branch', epoch=3")).to_be_visible()
    expect(network).to_have_attribute("data-frames", "9")


def test_playing_goes_on_while_frames_are_added(show: Show, page: Page) -> None:
    network = show(epochs=2, ask=1)
    network.get_by_label("Speed").select_option("60")
    network.get_by_role("button", name="Play").click()
    expect(network).to_have_attribute("data-frames", "83")
    expect_frame(network, 82)
    expect(network.get_by_role("button", name="Play")).to_be_visible()
    page.locator('label:has-text("Mounted")').first.click()  # away and back: all is sent again
    expect(network).to_have_count(0)
    page.locator('label:has-text("Mounted")').first.click()
    expect(network).to_have_attribute("data-frames", "83")
    expect_frame(network, 0)


def test_a_step_beyond_the_last_frame_asks_for_more(show: Show) -> None:
    network = show(epochs=1, ask=1)
    network.get_by_label("Epoch").press("End")
    network.get_by_role("button", name="One frame on").click()
    expect_frame(network, 2)
    expect(network).to_have_attribute("data-frames", "22")


def test_dropped_neurons_are_crossed_out(show: Show) -> None:
    network = show("dropout")
    network.get_by_label("Epoch").fill("5")
    expect_frame(network, 5)
    dropped = first_run("dropout", 12)[5].dropped
    for column, layer in enumerate(dropped, 1):
        for row, is_off in enumerate(layer):
            cell = neuron(network, column, row).locator("..")
            expect(cell).to_have_class(re.compile("dropped") if is_off else "cell")
    count = sum(map(sum, dropped))
    assert count > 0
    expect(network.locator(".status")).to_contain_text(f"{count} of 10 neurons dropped out")


def test_switches_change_the_large_map(show: Show) -> None:
    network = show("classes", epochs=6)
    network.get_by_label("Epoch").press("End")
    large = network.locator(".large")

    def shades() -> int:
        return large.evaluate(
            """canvas => new Set(new Uint32Array(canvas.getContext("2d").getImageData(
                42, 8, canvas.width - 50, canvas.width - 50).data.buffer)).size"""
        )

    soft = shades()
    network.get_by_label("hard edges").check()
    expect(network.get_by_label("hard edges")).to_be_checked()
    network.page.wait_for_timeout(200)
    hard = shades()
    assert hard < soft
    expect(network.get_by_text("hollow: test points")).to_be_hidden()
    network.get_by_label("test points").check()
    expect(network.get_by_text("hollow: test points")).to_be_visible()
    expect(network.locator(".legend")).to_contain_text("class 1class 2class 3class 4")
    network.page.wait_for_timeout(200)
    assert shades() > hard


def test_autoplay_respects_reduced_motion(show: Show, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    network = show(autoplay=1)
    page.wait_for_timeout(400)
    expect_frame(network, 0)
    page.emulate_media(reduced_motion="no-preference")
    expect_frame(show(autoplay=1), 12)


def test_the_frame_stays_when_the_theme_changes(show: Show, page: Page) -> None:
    network = show()
    network.get_by_label("Epoch").fill("7")
    turn_dark(page)
    expect_frame(network, 7)


def test_a_phone_scrolls_the_graph_and_not_the_page(show: Show, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    network = show("deep", epochs=2)
    graph, large = network.locator(".graph"), network.locator(".large")
    wide, shown = graph.evaluate("element => [element.scrollWidth, element.clientWidth]")
    assert wide > shown
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for element in (network, large, network.locator(".curve").first):
        box = element.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    below, above = large.bounding_box(), graph.bounding_box()
    assert below is not None
    assert above is not None
    assert below["y"] >= above["y"] + above["height"]
    neuron(network, 7, 0).scroll_into_view_if_needed()
    neuron(network, 7, 0).click()
    expect(network.locator(".map-title")).to_have_text("Output")
    neuron(network, 6, 3).focus()
    page.keyboard.press("Enter")
    card = network.locator(".card").bounding_box()
    assert card is not None
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= 390


def test_the_frame_rate_is_measured(
    show: Show, record_property: Callable[[str, object], None]
) -> None:
    network = show("spiral", epochs=60)
    network.get_by_role("button", name="Play").click()
    drawn, seconds = network.evaluate(
        """async (network) => {
            const start = performance.now();
            const first = Number(network.dataset.drawn);
            await new Promise((done) => setTimeout(done, 2000));
            return [Number(network.dataset.drawn) - first, (performance.now() - start) / 1000];
        }"""
    )
    record_property("frames_per_second", round(drawn / seconds, 1))
    assert drawn > 0
