"""How often a second the latent map draws while its point is dragged, in Chromium on this machine.

``python -m benchmarks.latent_map [--seconds 5] [--rounds 3]`` moves the pointer once before each
refresh of the screen, as a browser reports it, and counts what was drawn. Target: 60 a second, as
often as the screen is refreshed; the refreshes that Chromium managed stand beside it.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.journeys.server import Server

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
MAPS = ("ae2", "vae2")
# The pointer walks a long way over the map, never twice the same: each move is a new digit.
DRAG = """
async (map, milliseconds) => {
  const pane = map.querySelector(".overlay"), { x, y, width } = pane.getBoundingClientRect();
  const first = Number(map.dataset.drawn), began = performance.now();
  let refreshes = 0;
  while (performance.now() - began < milliseconds) {
    refreshes += 1;
    const [clientX, clientY] = [
      x + width * (0.5 + 0.45 * Math.sin(refreshes / 17)),
      y + width * (0.5 + 0.45 * Math.cos(refreshes / 29)),
    ];
    pane.dispatchEvent(new PointerEvent("pointermove",
      { bubbles: true, buttons: 1, pointerId: 1, clientX, clientY }));
    await new Promise(requestAnimationFrame);
  }
  const seconds = (performance.now() - began) / 1000;
  return [(Number(map.dataset.drawn) - first) / seconds, refreshes / seconds];
}
"""


def measure(page, milliseconds, rounds):
    """Drawn frames and refreshes a second, the slowest round."""
    shown = page.locator(".latent")
    box = shown.locator(".overlay").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    drag = f"(map) => ({DRAG})(map, {milliseconds})"
    found = [shown.evaluate(drag) for _ in range(rounds)]
    page.mouse.up()
    return min(found)


def open_map(browser, url, size):
    page = browser.new_context(
        viewport=dict(zip(("width", "height"), size, strict=True))
    ).new_page()
    page.goto(url)
    page.wait_for_selector("[data-drawn]", state="attached")
    page.locator(".latent .overlay").scroll_into_view_if_needed()
    page.wait_for_timeout(6000)  # the warm-up ends and freezes
    return page


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    print(f"{'slowest of the rounds, a second':<36}{'drawn':>9}{'refreshes':>11}")
    with (
        tempfile.TemporaryDirectory() as name,
        sync_playwright() as playwright,
        Server(Path(name) / "app.log") as server,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        for screen, size in SIZES.items():
            for plane in MAPS:
                page = open_map(
                    browser, f"{server.url}/autoencoder?tab=Latent+map&map={plane}", size
                )
                drawn, refreshes = measure(page, 1000 * options.seconds, options.rounds)
                print(f"{screen + ', ' + plane:<36}{drawn:>9.1f}{refreshes:>11.1f}", flush=True)
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
