"""The plane with the line to drag in a real Chromium; nnkit.neuron says where it must end up."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nnkit.activations import ACTIVATIONS
from nnkit.neuron import (
    GATES,
    POINT_SETS,
    Neuron,
    Point,
    from_line,
    line,
    separation,
    solves,
    through,
)
from tests.journeys.conftest import settle
from tests.ui.frontend.conftest import spy, turn_dark, visit
from tests.ui.frontend.decision_plane_app import ONE_BY_ONE, PICKED, box_of

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("decision_plane_app.py")
MARGINS = {"left": 46, "right": 10, "top": 10, "bottom": 42}  # CSS pixels around the plane
INSET = 0.12  # of the line lies beyond either handle
START = Neuron((0.8, -1.2), 0.35)
ANSWERED = """() => {
  const hosts = [...document.querySelectorAll("*")].filter((each) => each.shadowRoot);
  const planes = hosts.map((host) => host.shadowRoot.querySelector(".plane")).filter(Boolean);
  return planes.length === 1 && planes[0].dataset.seq === planes[0].dataset.ack;
}"""

Show = Callable[..., Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    return lambda **settings: open_plane(sound_page, app_url, **settings)


def open_plane(page: Page, url: str, **settings: object) -> Locator:
    visit(page, url, **settings)
    plane = page.locator(".plane")
    expect(plane).to_have_attribute("data-w1", re.compile(r"\d"))
    return plane


def on_screen(plane: Locator, place: Point, kind: str = "strays") -> Point:
    area, box = plane.locator(".picture").bounding_box(), box_of(kind)
    assert area is not None
    width = area["width"] - MARGINS["left"] - MARGINS["right"]
    height = area["height"] - MARGINS["top"] - MARGINS["bottom"]
    return (
        area["x"] + MARGINS["left"] + (place[0] - box.left) / (box.right - box.left) * width,
        area["y"] + MARGINS["top"] + (box.top - place[1]) / (box.top - box.bottom) * height,
    )


def handles(neuron: Neuron, kind: str = "strays") -> tuple[Point, Point, Point]:
    """Where both ends and the middle are taken hold of."""
    ends = line(neuron, box_of(kind))
    assert ends is not None
    (x, y), (to_x, to_y) = ends
    first, last, middle = (
        (x + share * (to_x - x), y + share * (to_y - y)) for share in (INSET, 1 - INSET, 0.5)
    )
    return first, last, middle


def drag(page: Page, plane: Locator, *places: Point, lift: bool = True) -> None:
    page.mouse.move(*on_screen(plane, places[0]))
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*on_screen(plane, place), steps=8)
    if lift:
        page.mouse.up()


def in_python(page: Page) -> list[float]:
    """Weights and bias as the page's session has them, once every message is answered."""
    page.wait_for_function(ANSWERED)
    settle(page)
    text = page.get_by_test_id("stText").filter(has_text=re.compile("^W ")).inner_text()
    numbers: list[float] = json.loads(text.removeprefix("W "))
    return numbers


def in_browser(plane: Locator) -> list[float]:
    return [float(plane.get_attribute(f"data-{name}") or "nan") for name in ("w1", "w2", "b")]


def numbers(neuron: Neuron, tolerance: float = 0.01) -> object:
    return pytest.approx([*neuron.weights, neuron.bias], abs=tolerance)


def readings(plane: Locator) -> list[str]:
    return plane.locator(".chip b").all_text_contents()


def text(value: float) -> str:
    return f"{value:.2f}".replace("-", "−" if abs(value) >= 0.005 else "")


@pytest.mark.parametrize("end", [0, 1])
def test_an_end_turns_the_line_around_the_other(show: Show, page: Page, end: int) -> None:
    plane = show()
    ends = list(handles(START)[:2])
    grabbed, target = ends[end], (-1.0, 4.0)
    drag(page, plane, grabbed, (2.0, 3.0), target)
    ends[end] = target
    expected = from_line(START, *ends)
    assert in_python(page) == numbers(expected)
    assert in_browser(plane) == in_python(page)
    w1, w2, _ = in_python(page)
    assert w1**2 + w2**2 == pytest.approx(0.8**2 + 1.2**2, rel=1e-12)  # as steep as before


def test_the_middle_pushes_the_line(show: Show, page: Page) -> None:
    plane = show()
    middle = handles(START)[2]
    drag(page, plane, middle, (2.0, -2.5))
    pushed = through(START, (2.0, -2.5))
    assert in_python(page) == numbers(pushed)
    assert in_python(page)[:2] == [0.8, -1.2]
    # Anywhere on the line, but for its ends, is as good as its middle.
    first, _, middle = handles(pushed)
    between = ((first[0] + middle[0]) / 2, (first[1] + middle[1]) / 2)
    drag(page, plane, between, (between[0] - 2, between[1] + 1))
    again = through(pushed, (between[0] - 2, between[1] + 1))
    assert in_python(page) == numbers(again, 0.02)
    expect(page.get_by_text("PICKED None")).to_be_visible()


def test_numbers_and_score_follow_while_dragging(show: Show, page: Page) -> None:
    plane = show()
    points = POINT_SETS["strays"]
    expect(plane.locator(".score")).to_have_text(
        f"{separation(START, points).right} of 40 points right"
    )
    drag(page, plane, handles(START)[1], (1.0, -1.0), lift=False)
    turned = Neuron(tuple(in_browser(plane)[:2]), in_browser(plane)[2])
    assert [turned.weights, turned.bias] != [START.weights, START.bias]
    assert readings(plane) == [text(value) for value in (*turned.weights, turned.bias)]
    expect(plane.locator(".score")).to_have_text(
        f"{separation(turned, points).right} of 40 points right"
    )
    sign = {False: "+", True: "−"}
    expect(plane.locator(".formula")).to_have_text(
        f"sum = {text(turned.weights[0])} × x {sign[turned.weights[1] < 0]} "
        f"{abs(turned.weights[1]):.2f} × y {sign[turned.bias < 0]} {abs(turned.bias):.2f}"
    )
    assert in_python(page) == in_browser(plane)  # Python knows before the mouse is let go
    page.mouse.up()


def test_at_most_one_message_is_under_way(show: Show, page: Page) -> None:
    sent = spy(page, '"weights"')
    plane = show(delay=0.5)
    drag(page, plane, handles(START)[2], (2, -2), (-2, 2), (2, -2), (-2, 2), lift=False)
    assert len(sent) <= 3
    expected = in_browser(plane)
    page.mouse.up()
    assert in_python(page) == expected == numbers(through(START, (-2, 2)))
    assert in_browser(plane) == expected
    assert len(sent) < 20


def test_python_may_round_what_was_dragged(show: Show, page: Page) -> None:
    plane = show(round=1)
    drag(page, plane, handles(START)[1], (2.0, 3.0), (-1.0, 3.7), lift=False)
    held = in_browser(plane)
    page.wait_for_function(ANSWERED)
    page.wait_for_timeout(300)
    assert in_browser(plane) == held  # the line stays under the hand
    page.mouse.up()
    rounded = [round(value, 1) for value in held]
    assert in_python(page) == rounded
    expect(plane).to_have_attribute("data-b", re.compile(rf"^{rounded[2]:g}$"))
    assert in_browser(plane) == rounded


def test_python_sets_another_line_after_a_drag(show: Show, page: Page) -> None:
    plane = show(points="and")
    page.get_by_role("button", name="Set").click()
    expect(plane).to_have_attribute("data-b", "-1.5")
    solved = Neuron((1.0, 1.0), -1.5)
    assert solves(solved, GATES["and"]).is_solved
    expect(plane.locator(".score")).to_have_text("4 of 4 points right")
    start, end = on_screen(plane, (0.75, 0.75), "and"), on_screen(plane, (0.1, 0.1), "and")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()
    assert in_python(page) == numbers(Neuron((1.0, 1.0), -0.2))
    wrong = 4 - solves(Neuron((1.0, 1.0), -0.2), GATES["and"]).right
    expect(plane.locator(".score")).to_have_text(f"{4 - wrong} of 4 points right")
    page.get_by_role("button", name="Set").click()
    expect(plane).to_have_attribute("data-b", "-1.5")
    turn_dark(page)
    expect(plane).to_have_attribute("data-b", "-1.5")


def test_arrow_keys_turn_and_push(show: Show, page: Page) -> None:
    plane = show()
    end, push = plane.locator(".turn").nth(1), plane.locator(".push")
    expect(end).to_have_attribute("role", "slider")
    plane.locator(".picture").focus()
    for handle in (plane.locator(".turn").nth(0), end, push):
        page.keyboard.press("Tab")
        expect(handle).to_be_focused()
    page.keyboard.press("Shift+ArrowUp")
    x, y = handles(START)[2]
    pushed = through(START, (x, y + 0.5))
    assert in_python(page) == numbers(pushed, 1e-9)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowLeft")
    first, (x, y), _ = handles(pushed)
    turned = from_line(pushed, first, (x - 0.1, y))
    assert in_python(page) == numbers(turned, 1e-9)
    place = [f"{value:.2f}".replace("-", "−") for value in handles(turned)[1]]
    expect(end).to_have_attribute("aria-valuetext", f"at x {place[0]}, y {place[1]}")
    right = separation(turned, POINT_SETS["strays"]).right
    expect(plane.locator(".news")).to_contain_text(f"{right} of 40 points right. sum = ")


def test_a_click_picks_a_place_and_its_sum_is_shown(show: Show, page: Page) -> None:
    plane = show(activation="sigmoid")
    page.mouse.click(*on_screen(plane, (-3.2, 3.7)))
    expect(page.get_by_text(re.compile(r"PICKED \(-3\.\d+, 3\.\d+\)"))).to_be_visible()
    told = page.get_by_text("PICKED").inner_text()
    x, y = (float(number) for number in re.findall(r"-?\d+\.\d+", told))
    assert (x, y) == pytest.approx((-3.2, 3.7), abs=0.02)
    neuron = Neuron(START.weights, START.bias, "sigmoid")
    values = [*neuron.terms((x, y)), neuron.weighted_sum((x, y)), neuron.output((x, y))]
    assert plane.locator(".account .value").all_text_contents() == [text(v) for v in values]
    expect(plane.locator(".account")).to_contain_text("not above 0")
    # The sum follows the line while that is dragged.
    drag(page, plane, handles(START)[2], (-4.0, 4.5), lift=False)
    now = Neuron(tuple(in_browser(plane)[:2]), in_browser(plane)[2])
    shown = plane.locator(".account .value").all_text_contents()
    assert shown[3] == text(now.weighted_sum((x, y)))
    expect(plane.locator(".account .total")).to_contain_text(
        "above 0" if now.fires((x, y)) else "not above 0"
    )
    page.mouse.up()


def test_a_click_near_a_point_picks_that_point(show: Show, page: Page) -> None:
    plane = show(points="and", b=-2)
    x, y = on_screen(plane, (0.0, 1.0), "and")
    page.mouse.click(x + 5, y - 4)
    expect(page.get_by_text("PICKED (0.0, 1.0)")).to_be_visible()
    expect(plane.locator(".account caption")).to_have_text("At x 0, y 1")


def test_arrow_keys_move_the_picked_place(show: Show, page: Page) -> None:
    plane = show()
    plane.locator(".picture").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_text("PICKED (0.1, -0.5)")).to_be_visible()
    expect(plane.locator(".account caption")).to_have_text("At x 0.1, y −0.5")
    total = START.weighted_sum((0.1, -0.5))
    expect(plane.locator(".news")).to_contain_text(f"Picked x 0.1, y −0.5: sum {text(total)}.")


@pytest.fixture
def show_all(sound_page: Page, app_url: str) -> Callable[[], dict[str, Locator]]:
    """A plane for each activation."""

    def open_() -> dict[str, Locator]:
        visit(sound_page, app_url, part="all")
        planes = sound_page.locator(".plane")
        expect(planes.last).to_have_attribute("data-w1", "0.8")
        return {key: planes.nth(at) for at, key in enumerate(ONE_BY_ONE)}

    return open_


def test_the_browser_computes_every_activation(show_all: Callable[[], dict[str, Locator]]) -> None:
    for at, (activation, plane) in enumerate(show_all().items()):
        place = PICKED[at % len(PICKED)]
        output = Neuron(START.weights, START.bias, activation).output(place)
        expect(plane.locator(".account .output .value")).to_have_text(text(output))
        expect(plane.locator(".account .output th")).to_have_text(ACTIVATIONS[activation].title)


def colour(plane: Locator, place: Point) -> list[int]:
    x, y = on_screen(plane, place)
    found: list[int] = plane.locator(".picture").evaluate(
        """async (canvas, [x, y]) => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          const { left, top } = canvas.getBoundingClientRect();
          const ratio = canvas.width / canvas.clientWidth;
          const context = canvas.getContext("2d");
          return [...context.getImageData((x - left) * ratio, (y - top) * ratio, 1, 1).data];
        }""",
        [x, y],
    )
    return found[:3]


def test_planes_are_orange_where_the_output_is_high(
    show_all: Callable[[], dict[str, Locator]],
) -> None:
    planes = show_all()
    inside = [(-4.5, 4.5), (4.5, -4.5), (-4.5, -2.0), (4.5, 2.0)]
    for activation in ("step", "sigmoid", "tanh", "identity"):
        shown = [colour(planes[activation], place) for place in inside]
        for place, (red, _, blue) in zip(inside, shown, strict=True):
            assert (red > blue) == START.fires(place), (activation, place)
        # Far from the line a step is as strong as near it, a sum is not.
        if activation == "step":
            assert shown[1] == pytest.approx(shown[3], abs=2)
        if activation == "identity":
            assert shown[1][2] < shown[3][2] - 40
    silent = [colour(planes["relu"], place) for place in ((-4.5, 4.5), (-2.0, 3.0))]
    assert silent[0] == pytest.approx(silent[1], abs=2)
    red, _, blue = colour(planes["relu"], (4.5, -4.5))
    assert red > blue + 40


@pytest.mark.parametrize(
    ("settings", "words", "expected"),
    [
        ({"b": 20}, "lies outside", Neuron((0.8, -1.2), 0.0)),
        ({"w1": 0, "w2": 0}, "there is no line", Neuron((0.5**0.5, 0.5**0.5), 0.0)),
    ],
)
def test_a_lost_line_can_be_brought_back(
    show: Show, page: Page, settings: dict[str, float], words: str, expected: Neuron
) -> None:
    plane = show(**settings)
    expect(plane.locator(".lost")).to_contain_text(words)
    expect(plane.locator(".push")).to_be_hidden()
    plane.get_by_role("button", name="Bring it back").click()
    expect(plane.locator(".push")).to_be_visible()
    expect(plane.locator(".lost")).to_be_hidden()
    assert in_python(page) == numbers(expected, 1e-9)


def test_names_are_text_and_a_wide_box_is_wide(show: Show) -> None:
    plane = show(points="wide")
    expect(plane.locator(".formula")).to_contain_text("× <b>weather</b> − 1.20 × music")
    box = plane.locator(".field").bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(2, abs=0.02)
    expect(plane.locator(".score")).to_be_hidden()
    expect(plane.locator(".legend")).to_be_hidden()


def test_the_dark_theme_repaints_the_plane(show: Show, page: Page) -> None:
    plane = show(activation="sigmoid")
    light = colour(plane, (-4.5, 4.5))
    turn_dark(page)
    assert sum(colour(plane, (-4.5, 4.5))) < sum(light) - 100
    assert in_browser(plane) == [0.8, -1.2, 0.35]


def test_on_a_phone_a_finger_drags_and_taps(browser: Browser, app_url: str) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = phone.new_page()
    plane = open_plane(page, app_url)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, places: Sequence[Point]) -> None:
        points = [{"x": x, "y": y, "id": 1} for x, y in places]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = handles(START)[2]
    touch("touchStart", [on_screen(plane, (x, y))])
    for step in range(1, 9):
        touch("touchMove", [on_screen(plane, (x, y - 0.4 * step))])
    touch("touchEnd", [])
    assert in_python(page) == numbers(through(START, (x, y - 3.2)), 0.02)
    assert page.evaluate("window.scrollY") == 0

    area = plane.locator(".picture").bounding_box()
    assert area is not None
    x, y = on_screen(plane, (-3.0, 4.0))
    plane.locator(".picture").tap(position={"x": x - area["x"], "y": y - area["y"]})
    expect(page.get_by_text(re.compile(r"PICKED \(-\d\.\d+, [34]\.\d+\)"))).to_be_visible()
    ends = plane.evaluate(
        "plane => [...plane.querySelectorAll('*')].map((one) => one.getBoundingClientRect().right)"
    )
    assert max(ends) <= 390 - 15  # the page's own margin stays free
    sizes = [handle.bounding_box() for handle in plane.locator(".handle").all()]
    assert all(size and min(size["width"], size["height"]) >= 44 for size in sizes)
    phone.close()
