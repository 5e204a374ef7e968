"""What a visitor does on Digit Drawing, with a real browser and a real mouse."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import settle
from tests.journeys.steps import overflow
from ui.digit_examples import example

pytestmark = pytest.mark.journey

PAGE = "/digit_drawing"
SCRIBBLE = [
    [(30 + 12 * step, 40 if step % 2 else 240) for step in range(19)],
    [(240 if step % 2 else 40, 30 + 15 * step) for step in range(15)],
]


def sheet(page):
    paper = page.locator("canvas.paper")
    paper.wait_for()
    return paper


def draw(page, lines):
    """Draw lines of points on the sheet of 280 units with the mouse."""
    box = sheet(page).bounding_box()
    scale = box["width"] / 280

    def go(x, y):
        page.mouse.move(box["x"] + x * scale, box["y"] + y * scale, steps=2)

    for line in lines:
        go(*line[0])
        page.mouse.down()
        for point in line[1:]:
            go(*point)
        page.mouse.up()


def digit(number):
    return [stroke.points for stroke in example(number)]


def answer(page, network):
    return page.locator(f'[role="group"][aria-label="{network}"]')


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_draw_a_three_then_a_seven(visit):
    page = visit(PAGE)
    draw(page, digit(3))
    for network in ("Ten neurons", "Multilayer network", "ConvNet"):
        expect(answer(page, network)).to_have_attribute("data-answer", "3")
    expect(answer(page, "One neuron")).to_have_attribute("data-answer", "not a 6")
    page.get_by_text("This is a 3").wait_for()

    press(page, "Clear")
    page.get_by_text("Draw a digit.").wait_for()
    draw(page, digit(7))
    expect(answer(page, "ConvNet")).to_have_attribute("data-answer", "7")
    page.get_by_text("This is a 7").wait_for()
    page.get_by_text("Cut out").wait_for()


def test_the_bars_move_before_the_pen_is_lifted(visit):
    page = visit(PAGE)
    press(page, "Clear")
    page.get_by_text("Draw a digit.").wait_for()
    box = sheet(page).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 40, steps=30)
    expect(answer(page, "ConvNet")).to_have_attribute("data-answer", "1")
    page.mouse.up()


def test_nothing_drawn_and_undo(visit):
    page = visit(PAGE)
    press(page, "Clear")
    page.get_by_text("Draw a digit.").wait_for()
    expect(page.get_by_text("Cut out")).to_have_count(0)
    draw(page, digit(1))
    expect(answer(page, "ConvNet")).to_have_attribute("data-answer", "1")
    press(page, "Undo")
    press(page, "Undo")
    page.get_by_text("Draw a digit.").wait_for()


def test_a_scribble_is_no_digit(visit):
    page = visit(PAGE)
    draw(page, SCRIBBLE)
    page.get_by_text("I don't think this is a digit").wait_for()


def test_the_drawing_goes_along_to_the_neuron_and_adds_up(visit):
    page = visit(PAGE)
    draw(page, digit(4))
    page.get_by_text("This is a 4").wait_for()
    page.get_by_role("radio", name="One neuron, opened").click()
    settle(page)
    page.get_by_text("all products together").first.wait_for()
    expect(sheet(page)).to_be_visible()
    page.get_by_role("radio", name="The ConvNet, opened").click()
    page.get_by_text("The ConvNet reads a 4").wait_for()


def test_drawing_by_keyboard(visit):
    page = visit(PAGE)
    press(page, "Clear")
    paper = sheet(page)
    paper.focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Space")
    for _ in range(10):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Space")
    expect(answer(page, "ConvNet")).to_have_attribute("data-answer", "1")


def test_teach_ten_neurons_and_stop(visit):
    page = visit(PAGE + "?tab=Teach+it&network=Ten+neurons&epochs=40")
    main = page.get_by_test_id("stMainBlockContainer")
    main.get_by_role("button", name="Teach it").click()
    page.get_by_text("of unseen digits right").wait_for()
    main.get_by_role("button", name="Stop").dispatch_event("click")  # before it is done
    page.get_by_text("stopped at step").or_(page.get_by_text("done, ")).first.wait_for()
    page.get_by_text("of the digits it has never seen").wait_for()
    main.get_by_role("img", name="The weights of the first layer forming").first.wait_for()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "tab",
    ["Draw", "One neuron, opened", "The ConvNet, opened", "Teach it", "Correct it", "Mix-ups"],
)
def test_nothing_sticks_out_sideways(visit, tab, width):
    page = visit()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(page.url + f"digit_drawing?tab={tab.replace(' ', '+').replace(',', '%2C')}")
    settle(page)
    assert overflow(page) <= 1
