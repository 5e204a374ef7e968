"""The bars of a weighted sum in a real Chromium; nnkit.neuron says how long they must be."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nnkit.neuron import Neuron
from tests.ui.frontend.conftest import turn_dark, visit
from tests.ui.frontend.sum_bar_app import FESTIVALS, NAMES

pytestmark = pytest.mark.journey

APP = Path(__file__).with_name("sum_bar_app.py")
ANSWERS = ("stay at home", "off to the festival")

Show = Callable[[str], Locator]


@pytest.fixture
def show(sound_page: Page, app_url: str) -> Show:
    # Without motion: what is measured has arrived.
    sound_page.emulate_media(reduced_motion="reduce")
    return lambda festival: open_sum(sound_page, app_url, festival)


def open_sum(page: Page, url: str, festival: str) -> Locator:
    visit(page, url, festival=festival)
    chart = page.locator(".sum")
    expect(chart.locator("tbody tr")).to_have_count(6)
    return chart


def terms(festival: str) -> tuple[tuple[float, ...], float]:
    """What each part adds, the bias last; and the sum."""
    pairs, bias = FESTIVALS[festival]
    neuron = Neuron(tuple(float(weight) for weight, _ in pairs), bias)
    inputs = [value for _, value in pairs]
    return neuron.terms(inputs), neuron.weighted_sum(inputs)


def extent(part: Locator) -> tuple[float, float]:
    box = part.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


def scale(chart: Locator) -> Callable[[float], float]:
    """Where a number stands on the screen, by the first and the last number on the axis."""
    marks = chart.locator(".axis span")
    ends = [
        (number(mark.inner_text()), sum(extent(mark)) / 2) for mark in (marks.first, marks.last)
    ]
    (low, left), (high, right) = ends
    return lambda value: left + (value - low) / (high - low) * (right - left)


def number(text: str) -> float:
    return float(text.replace("−", "-"))


def expect_sum(chart: Locator, festival: str) -> None:
    adds, total = terms(festival)
    values = chart.locator("tbody td:last-child")
    assert [number(each) for each in values.all_text_contents()] == pytest.approx(
        [*adds, total], rel=1e-3, abs=1e-9
    )
    place = scale(chart)
    expect_stack(chart.locator(".for .part"), [each for each in adds if each >= 0], place, 0.0)
    expect_stack(
        chart.locator(".against .part"),
        [each for each in adds if each < 0],
        place,
        sum(each for each in adds if each > 0),
    )
    assert sum(extent(chart.locator(".mark"))) / 2 == pytest.approx(place(total), abs=2.5)
    assert sum(extent(chart.locator(".zero"))) / 2 == pytest.approx(place(0), abs=2.5)
    answer = chart.locator(".answer")
    expect(answer).to_contain_text(f"the threshold 0: {ANSWERS[total > 0]}.")


def expect_stack(
    parts: Locator, adds: list[float], place: Callable[[float], float], start: float
) -> None:
    """The parts of one lane, each from where the one before has ended."""
    # A part that has changed sides stands last in its lane, wherever it lies.
    found = sorted(extent(part) for part in parts.all())
    expected = []
    for each in adds:
        expected.append(tuple(sorted((place(start), place(start + each)))))
        start += each
    assert len(found) == len(expected)
    for (left, right), (low, high) in zip(found, sorted(expected), strict=True):
        assert left == pytest.approx(low, abs=1.5)
        assert right == pytest.approx(high, abs=1.5)


@pytest.mark.parametrize("festival", list(FESTIVALS))
def test_parts_stack_to_the_right_and_lead_back_to_the_sum(show: Show, festival: str) -> None:
    expect_sum(show(festival), festival)


def test_every_part_is_named_with_its_numbers(show: Show) -> None:
    chart = show("go")
    rows = [" ".join(row.split()) for row in chart.locator("tbody tr").all_inner_texts()]
    assert rows == [
        "weather 0.8 × 3 = 2.4",
        "<i>music</i> 2 × 1 = 2",
        "company of good old friends 1.5 × 1 = 1.5",
        "price −1.2 × 2 = −2.4",
        "bias −3",
        "sum 0.5",
    ]
    expect(chart.locator(".answer")).to_have_text(
        "0.5 is above the threshold 0: off to the festival."
    )
    expect(chart.get_by_role("img")).to_have_attribute(
        "aria-label",
        "A stacked bar: weather 2.4, <i>music</i> 2, company of good old friends 1.5, "
        "price −2.4, bias −3. Sum 0.5, threshold 0.",
    )
    expect(chart.get_by_role("row")).to_have_count(7)
    expect(chart.get_by_role("rowheader", name="weather")).to_be_visible()


def test_a_sum_of_nothing_is_not_above_the_threshold(show: Show) -> None:
    expect(show("edge").locator(".answer")).to_have_text(
        "0 is not above the threshold 0: stay at home."
    )


def test_the_same_parts_move_when_the_numbers_change(show: Show, page: Page) -> None:
    chart = show("go")
    first = chart.locator(".for .part").first
    first.evaluate("part => { part.mine = true; }")
    for festival in list(FESTIVALS)[1:]:
        page.get_by_role("button", name="Next").click()
        adds, _ = terms(festival)
        text = f"{adds[0]:g}".replace("-", "−")
        expect(chart.locator("tbody tr").first.locator("td").last).to_have_text(text)
        expect_sum(chart, festival)
    mine = chart.locator(".part").evaluate_all("parts => parts.filter((each) => each.mine).length")
    assert mine == 1


@pytest.mark.parametrize(("motion", "expected"), [("no-preference", "0.3s"), ("reduce", "0s")])
def test_parts_glide_unless_the_visitor_wants_no_motion(
    show: Show, page: Page, motion: str, expected: str
) -> None:
    chart = show("go")
    page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
    duration = "part => getComputedStyle(part).transitionDuration.split(', ')[0]"
    assert chart.locator(".part").first.evaluate(duration) == expected


def test_words_stand_in_their_part_or_not_at_all(show: Show, page: Page) -> None:
    chart = show("for")
    overflow = "parts => parts.map((part) => part.scrollWidth - part.clientWidth)"
    assert max(chart.locator(".part").evaluate_all(overflow)) <= 0
    labels = chart.locator(".part").all_inner_texts()
    assert [label.split("\n")[0] for label in labels] == ["weather", NAMES[1], "", "price", "bias"]
    page.set_viewport_size({"width": 390, "height": 844})
    expect(chart.locator(".part").nth(1)).to_have_text(re.compile(r"^(<i>music</i>)?2$"))
    assert max(chart.locator(".part").evaluate_all(overflow)) <= 0


def test_numbers_are_legible_in_the_dark(show: Show, page: Page) -> None:
    chart = show("stay")
    label = chart.locator(".mark b")
    ground = "element => getComputedStyle(element).backgroundColor"
    light = label.evaluate(ground)
    turn_dark(page)
    assert label.evaluate(ground) != light
    expect_sum(chart, "stay")


@pytest.mark.parametrize("festival", ["go", "against", "large"])
def test_it_fits_a_phone(browser: Browser, app_url: str, festival: str) -> None:
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce"
    )
    page = phone.new_page()
    chart = open_sum(page, app_url, festival)
    expect_sum(chart, festival)
    ends = chart.evaluate(
        "sum => [...sum.querySelectorAll('*')].map((one) => one.getBoundingClientRect().right)"
    )
    assert max(ends) <= 390 - 8
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.close()
