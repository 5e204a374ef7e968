"""From a key press on a control to the new picture painted, in Chromium on this machine.

``python -m benchmarks.page_latency [--presses 40]`` prints Filter Convolution beside the round
trip of an empty Streamlit page. Target: a median under 120 ms with a 512-px picture.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.journeys.server import Server

EMPTY_PAGE = """
import streamlit as st
value = st.slider("Value", 0, 100, 50)
st.text(f"value is {value}")
"""

# Waits from the key press until the mark differs and two animation frames have passed.
WATCH = """
(mark) => {
  window.nnkitLatency = new Promise((resolve) => {
    window.addEventListener('keydown', () => {
      const began = performance.now(), before = eval(mark);
      const look = () => {
        if (eval(mark) === before) return setTimeout(look, 1);
        const done = () => resolve(performance.now() - began);
        requestAnimationFrame(() => requestAnimationFrame(done));
      };
      look();
    }, { capture: true, once: true });
  });
}
"""
PAINTED = "document.querySelector('[data-painted]')?.dataset.painted"
TEXT = "document.querySelector('[data-testid=stText]')?.textContent"


def measure(page, slider, mark, presses):
    """Milliseconds of each key press."""
    slider.focus()
    samples = []
    for number in range(presses):
        page.evaluate(WATCH, mark)
        page.keyboard.press("ArrowRight" if number % 20 < 10 else "ArrowLeft")
        samples.append(page.evaluate("window.nnkitLatency"))
        time.sleep(0.15)
    return samples[3:]


def open_page(browser, url):
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(url)
    page.wait_for_selector('[data-test-script-state="notRunning"]', state="attached")
    return page


def row(name, samples):
    """One line of the table."""
    cuts = statistics.quantiles(samples, n=10)
    print(f"{name:<42}{statistics.median(samples):>9.0f}{cuts[-1]:>9.0f}{max(samples):>9.0f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--presses", type=int, default=40)
    presses = parser.parse_args().presses
    print(f"{'milliseconds from key press to paint':<42}{'median':>9}{'p90':>9}{'max':>9}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        (folder / "empty.py").write_text(EMPTY_PAGE)
        with Server(folder / "empty.log", "empty.py", folder) as server:
            page = open_page(browser, server.url)
            row("empty Streamlit page", measure(page, page.get_by_role("slider"), TEXT, presses))
        with Server(folder / "app.log") as server:
            url = f"{server.url}/filter_convolution?picture=Astronaut&"
            for title, query in (("3 x 3, colour", ""), ("Gaussian", "kernel=Gaussian+blur"),
                                 ("grey", "grey=true")):  # fmt: skip
                page = open_page(browser, url + query)
                page.wait_for_selector("[data-painted]", state="attached")
                page.wait_for_timeout(6000)  # the warm-up ends and freezes
                slider = page.locator(".st-key-bias").get_by_role("slider")
                row(f"Filter Convolution, {title}, 512 px", measure(page, slider, PAINTED, presses))
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
