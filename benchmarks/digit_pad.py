"""From the pen on the drawing pad to the bars that answer it, in Chromium on this machine.

    python -m benchmarks.digit_pad [--strokes 12]

The real mouse draws digits, a second a stroke, while four networks read. Each message that the
pad sends has a number, which comes back with the bars: the time runs in the page, from the newest
movement that a message holds to the second animation frame after its bars changed (the bars then
glide for 90 ms to their new length). "oldest movement" counts from the first movement that the
message before did not hold: so far the bars are behind at most. The empty fragment shows a number
when a slider is moved by a key. Target: a median under 150 ms.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from benchmarks.page_latency import TEXT, measure
from nnkit.strokes import SHEET, Stroke
from tests.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.journeys.server import Server
from ui.digit_examples import example

APP = Path(__file__).with_name("digit_pad_app.py")
TARGET_MS = 150
MOVES_A_SECOND = 60
PRESSES = 40

# Attributes are watched inside the components' shadow roots; events pass through the window.
PROBE = """
() => {
  const probe = (window.probe = { sent: {}, answers: [], newest: 0, oldest: 0, kind: "" });
  const find = (name) => {
    const hosts = [...document.querySelectorAll("*")].filter((each) => each.shadowRoot);
    return hosts.map((host) => host.shadowRoot.querySelector(name)).find(Boolean);
  };
  for (const kind of ["pointerdown", "pointermove", "pointerup"]) {
    window.addEventListener(kind, ({ timeStamp }) => {
      probe.kind = kind;
      probe.newest = timeStamp;
      probe.oldest ||= timeStamp;
    }, { capture: true });
  }
  const watch = (element, name, act) =>
    new MutationObserver(() => act(element.dataset[name])).observe(element, {
      attributeFilter: [`data-${name}`],
    });
  probe.pad = find(".pad");
  watch(probe.pad, "seq", (number) => {
    if (probe.sent[number]) return;
    probe.sent[number] = { kind: probe.kind, newest: probe.newest, oldest: probe.oldest };
    probe.oldest = 0;
  });
  watch(find(".bars"), "mark", (number) => {
    const sent = probe.sent[number];
    const note = () => {
      const now = performance.now();
      probe.answers.push({ number, kind: sent.kind, newest: now - sent.newest,
                           oldest: now - sent.oldest });
    };
    if (sent) requestAnimationFrame(() => requestAnimationFrame(note));
  });
}
"""
ANSWERED = "() => probe.answers.at(-1)?.number === probe.pad.dataset.seq"


class Traffic:
    """Counts the bytes of the drawings that the page sends and of all that it receives."""

    def __init__(self, page: Page) -> None:
        self.sent: list[int] = []
        self.received: list[int] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._note_sent)
        socket.on("framereceived", lambda frame: self.received.append(len(frame)))

    def _note_sent(self, frame: str | bytes) -> None:
        if "isFinal" in (frame if isinstance(frame, str) else frame.decode("latin1")):
            self.sent.append(len(frame))


def digits() -> Iterator[tuple[Stroke, ...]]:
    """Hand-drawn digits without end."""
    while True:
        for digit in range(10):
            yield example(digit)


def along(stroke: Stroke, moves: int) -> list[tuple[float, float]]:
    """Places on a stroke, evenly many of its points apart."""
    points, last = stroke.points, len(stroke.points) - 1
    places = []
    for move in range(moves + 1):
        at = move / moves * last
        (x, y), (to_x, to_y) = points[int(at)], points[min(int(at) + 1, last)]
        share = at - int(at)
        places.append((x + share * (to_x - x), y + share * (to_y - y)))
    return places


def draw(page: Page, stroke: Stroke) -> float:
    """Draw with the mouse for about a second; return the seconds for which the pen was down."""
    box = page.locator(".paper").bounding_box()
    assert box is not None
    scale = box["width"] / SHEET
    places = [(box["x"] + x * scale, box["y"] + y * scale) for x, y in along(stroke, 60)]
    page.mouse.move(*places[0])
    page.mouse.down()
    began = time.perf_counter()
    for number, place in enumerate(places[1:], 1):
        time.sleep(max(0, began + number / MOVES_A_SECOND - time.perf_counter()))
        page.mouse.move(*place)
    page.mouse.up()
    return time.perf_counter() - began


def follow(browser: Browser, url: str, strokes: int) -> None:
    """Draw so many strokes and print what was measured."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    traffic = Traffic(page)
    page.goto(url)
    page.wait_for_selector(".bars [data-answer]", timeout=120_000)
    page.wait_for_timeout(2000)
    page.evaluate(PROBE)
    left, seconds, messages = strokes, 0.0, 0
    for digit in digits():
        page.get_by_role("button", name="Clear").click()
        page.wait_for_function(ANSWERED)
        traffic.received.clear()
        for stroke in digit[:left]:
            before = len(traffic.sent)
            seconds += draw(page, stroke)
            messages += len(traffic.sent) - before
            page.wait_for_function(ANSWERED)
        left -= len(digit[:left])
        if left == 0:
            break
    answers: list[dict[str, Any]] = page.evaluate("probe.answers")
    moved = [each for each in answers if each["kind"] == "pointermove"]
    row("pen to bars, newest movement", [each["newest"] for each in moved])
    row("pen to bars, oldest movement", [each["oldest"] for each in moved])
    lifted = [each["newest"] for each in answers if each["kind"] == "pointerup"]
    row("pen up to the final bars", lifted[-strokes:])
    print(f"{messages / seconds:.1f} messages a second while drawing")
    size("a drawing sent", traffic.sent)
    size("a frame received", traffic.received)
    median = statistics.median(each["newest"] for each in moved)
    print(f"median {median:.0f} ms: target {TARGET_MS} {'met' if median < TARGET_MS else 'MISSED'}")
    page.context.close()


def row(name: str, samples: Sequence[float]) -> None:
    """One line of the table."""
    ninth = sorted(samples)[int(0.9 * len(samples))]
    figures = (statistics.median(samples), ninth, max(samples), len(samples))
    print(f"{name:<36}" + "".join(f"{figure:>8.0f}" for figure in figures))


def size(name: str, lengths: Sequence[int]) -> None:
    """Median and maximum of messages' sizes."""
    print(f"{name}: median {statistics.median(lengths):.0f} bytes, at most {max(lengths)}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strokes", type=int, default=12)
    strokes = parser.parse_args().strokes
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'milliseconds':<36}{'median':>8}{'p90':>8}{'max':>8}{'count':>8}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        with Server(Path(name) / "server.log", str(APP)) as server:
            page = browser.new_page()
            page.goto(f"{server.url}/?empty")
            page.wait_for_selector("[data-testid=stText]", timeout=120_000)
            page.wait_for_timeout(2000)
            row("empty fragment", measure(page, page.get_by_role("slider"), TEXT, PRESSES))
            page.close()
            print("pad, networks and bars alone")
            follow(browser, server.url, strokes)
        with Server(Path(name) / "app.log") as server:
            print("Digit Drawing, the whole page")
            follow(browser, f"{server.url}/digit_drawing", strokes)
        browser.close()


if __name__ == "__main__":
    main()
