"""What a visitor does on Network Playground, with a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import settle
from tests.journeys.steps import overflow

pytestmark = pytest.mark.journey

PAGE = "/network_playground"


def epoch(page):
    words = page.locator("p.status").filter(has_text=re.compile(r"epoch \d", re.IGNORECASE))
    words.wait_for()
    return int(re.search(r"epoch (\d+)", words.inner_text(), re.IGNORECASE)[1])


def play(page, until=""):
    """Play until the words about the frame match, which they begin with "Epoch"."""
    page.get_by_role("button", name="Play").click()
    words = page.locator("p.status")
    expect(words).to_have_text(re.compile(rf"^epoch [1-9]\d*, .*{until}", re.IGNORECASE))


def scrub(page, to):
    page.locator("input.scrub").evaluate(
        "(element, to) => { element.value = to;"
        " element.dispatchEvent(new Event('input', { bubbles: true })); }",
        to,
    )
    page.locator("p.status").filter(has_text=f"Epoch {to},").wait_for()


def test_play_learns_the_spiral_and_trains_on_as_it_goes(visit):
    page = visit(PAGE + "?recipe=Spiral")
    assert epoch(page) == 0
    page.get_by_label("Speed").select_option("60")
    page.get_by_role("button", name="Play").click()
    ended = re.compile(
        r"Epoch\s([4-9]\d|1\d\d|200),.*\s(9[5-9]|100)\s%\sof\stest\spoints", re.IGNORECASE
    )
    page.locator("p.status").filter(has_text=ended).wait_for()


def test_scrub_back_and_branch_with_another_rate(visit):
    page = visit(PAGE)
    page.get_by_role("button", name="Learning").click()
    page.get_by_role("combobox", name="Learning rate").click()
    page.get_by_role("option", name="0.001", exact=True).click()
    page.keyboard.press("Escape")
    page.get_by_text("You changed how it learns").wait_for()
    settle(page)
    scrub(page, 3)
    page.get_by_role("button", name="Branch from here").click()
    page.get_by_text("You changed how it learns").wait_for(state="detached")
    settle(page)
    assert "rate=0.001" in page.url
    assert epoch(page) >= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_sticks_out(visit, width):
    page = visit(PAGE + "?recipe=Spiral")
    page.set_viewport_size({"width": width, "height": 900})
    settle(page)
    assert overflow(page) <= 0


@pytest.mark.parametrize(
    ("query", "start", "told"),
    [
        ("tab=Compare&changed=Learning rate&b_rate=1", "Train both", "(learning rate 1) gets"),
        ("tab=Dropout&off=0.5", "Train with dropout", "thinned networks, each with"),
    ],
)
def test_two_networks_play_on_one_time_line(visit, query, start, told):
    page = visit(f"{PAGE}?{query}")
    page.get_by_role("button", name=start).click()
    page.get_by_text(told).first.wait_for()
    slider = page.get_by_label("Epoch of both networks")
    slider.press("End")
    expect(slider).to_have_value(slider.get_attribute("max"))
    last = re.compile(rf"^{slider.get_attribute('aria-valuetext')},", re.IGNORECASE)
    expect(page.locator("p.status")).to_have_text([last, last])
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(  # the charts take their time
            "() => { const main = document.querySelector('[data-testid=stMain]');"
            " return main.scrollWidth <= main.clientWidth; }"
        )


def test_an_edited_weight_is_where_the_run_goes_on_from(visit):
    page = visit(PAGE + "?recipe=Clouds")
    before = page.locator("p.status").inner_text()
    card = page.locator(".card")
    page.locator(".bias").click()
    card.get_by_label("What to set").select_option("weight from x")
    card.get_by_label("New value").fill("-9.5")
    card.get_by_role("button", name="Set").click()
    expect(page.locator("p.status")).not_to_have_text(before, ignore_case=True)
    assert epoch(page) == 0
    page.locator(".bias").click()
    card.get_by_label("What to set").select_option("weight from x")
    expect(card.get_by_label("New value")).to_have_value("-9.5")
    page.keyboard.press("Escape")
    play(page)


def test_an_uploaded_table_is_learned(visit, tmp_path):
    table = tmp_path / "animals.csv"
    rows = [
        f"{20 + at % 9},{4 + at % 5 / 10},cat\n{50 + at % 7},{25 + at},dog\n" for at in range(20)
    ]
    table.write_text("height,weight,animal\n" + "".join(rows))
    page = visit(PAGE)
    page.get_by_role("button", name="Points").click()
    page.get_by_role("combobox", name="Points").click()
    page.get_by_role("option", name="Your own table (CSV)").click()
    page.keyboard.press("Escape")
    page.get_by_text("The file stays in this server's memory").wait_for()
    uploader = page.locator('.st-key-table input[type="file"]')
    uploader.set_input_files(table)
    page.get_by_text("“animal” is learned from “height” and “weight”.").wait_for()
    settle(page)
    assert "points=Your" in page.url
    play(page, until=r"100\s%\sof test points")
    uploader.set_input_files(
        {"name": "letter.csv", "mimeType": "text/csv", "buffer": b"Dear reader,\nno table, this"}
    )
    page.get_by_text("The table needs three columns").wait_for()
    settle(page)
    expect(page.locator("p.status")).to_be_visible()


def test_drawn_points_are_learned_and_travel_with_the_link(visit):
    page = visit(PAGE + "?points=Draw your own")
    pad = page.locator(".point-pad")
    pad.get_by_role("button", name="Clear").click()
    page.get_by_text("Draw at least four points").wait_for()
    box = pad.get_by_role("application").bounding_box()
    for name, share in (("class 1", 0.2), ("class 2", 0.8)):
        pad.get_by_role("button", name=name).click()
        page.mouse.move(box["x"] + share * box["width"], box["y"] + 20)
        page.mouse.down()
        page.mouse.move(box["x"] + share * box["width"], box["y"] + 280, steps=40)
        page.mouse.up()
    page.get_by_text(re.compile("^Draw (at least|points of)")).wait_for(state="detached")
    settle(page)
    play(page, until=r"100\s%\sof test points")
    count = pad.locator(".news").inner_text()
    expect(pad.locator(".news")).to_have_text(re.compile(r"^(2|3)\d points$"))
    again = visit(PAGE + page.url.partition(PAGE)[2])
    again.locator(".point-pad").get_by_role("button", name="class 2").click()
    again.locator(".point-pad canvas").press("Enter")  # one more, in the middle
    expect(again.locator(".point-pad .news")).to_have_text(f"{int(count.split()[0]) + 1} points")


def test_a_teachers_link_on_a_phone(visit):
    task = "Make it learn! Which *rate* does it?"
    hidden = ("Recipe", "Points", "Network", "Tabs")
    link = "&".join(["recipe=XOR", f"task={task}", *(f"hide={name}" for name in hidden)])
    page = visit(f"{PAGE}?{link}&layers=1&neurons_0=3")
    page.set_viewport_size({"width": 390, "height": 844})
    settle(page)
    expect(page.get_by_text(task, exact=True)).to_be_visible()
    unseen = page.locator("[class*='st-key-unseen_']")
    expect(unseen).to_have_count(len(hidden))
    for box in unseen.all():
        expect(box).to_be_hidden()
    for name in ("Points", "Network", "Compare", "Hidden layers", "Begin with"):
        expect(page.get_by_text(name, exact=True).locator("visible=true")).to_have_count(0)
    expect(page.get_by_role("button", name="Learning")).to_be_visible()
    expect(page.locator('.neuron[data-column="1"]')).to_have_count(3)
    assert overflow(page) <= 0
    play(page)
