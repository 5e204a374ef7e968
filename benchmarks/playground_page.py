"""Frames a second, and the wait after Play, of the playground's graph and the GAN lab in Chromium.

    python -m benchmarks.playground_page [--rounds 5]

Each round opens the page afresh and presses Play as soon as the button is there. The wait is until
the first canvas is drawn anew; the pace is counted over the frames that follow.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.journeys.conftest import settle
from tests.journeys.server import Server

# A page, the canvas that every frame begins by clearing, and the speed to choose, if any.
CASES = {
    "playground, 24/s": ("/network_playground", "large", None),
    "playground, 60/s": ("/network_playground", "large", "60"),
    "GAN lab": ("/gan_sampler?tab=GAN+lab", "plane", None),
}
SECONDS = 2.5
WATCH = """
(wanted) => {
  window.drawn = [];
  const prototype = CanvasRenderingContext2D.prototype, clear = prototype.clearRect;
  prototype.clearRect = function (...box) {
    if (this.canvas.classList.contains(wanted)) window.drawn.push(performance.now());
    return clear.apply(this, box);
  };
}
"""


def measure(browser: Browser, url: str, canvas: str, speed: str | None) -> tuple[float, float]:
    """Return the wait in ms until the first frame, and the frames a second after it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(url)
    play = page.get_by_role("button", name="Play").first
    play.wait_for(timeout=120_000)
    if speed is not None:
        page.get_by_label("Speed, frames a second").select_option(speed)
    page.evaluate(WATCH, canvas)
    pressed = page.evaluate("performance.now()")
    play.click()
    page.wait_for_timeout(SECONDS * 1000)
    drawn = page.evaluate("drawn")
    settle(page)
    context.close()
    return drawn[0] - pressed, 1000 * (len(drawn) - 1) / (drawn[-1] - drawn[0])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print(f"{'':<20}{'first, ms':>11}{'slowest':>9}{'frames/s':>10}{'fewest':>8}")
    with tempfile.TemporaryDirectory() as log, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        with Server(Path(log) / "server.log") as server:
            warm = browser.new_page()
            warm.goto(server.url + "/network_playground")
            warm.get_by_role("button", name="Play").first.wait_for(timeout=120_000)
            warm.close()
            for title, (path, canvas, speed) in CASES.items():
                found = [measure(browser, server.url + path, canvas, speed) for _ in range(rounds)]
                waits, paces = zip(*found, strict=True)
                print(f"{title:<20}{statistics.median(waits):>11.0f}{max(waits):>9.0f}"
                      f"{statistics.median(paces):>10.1f}{min(paces):>8.1f}")  # fmt: skip
        browser.close()
    print("\naims: the first frame within 500 ms, 20 frames a second or more")


if __name__ == "__main__":
    main()
