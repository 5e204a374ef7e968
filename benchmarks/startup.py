"""From the start of the server to the first page in Chromium, beside an empty Streamlit app.

``python -m benchmarks.startup [--runs 5]``. Target: the first page within 2 s; torch, which takes
seconds to import, loads in the background and must not delay it.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.journeys.server import Server

EMPTY_PAGE = 'import streamlit as st\nst.title("Empty")\n'


def first_page(browser, log, *arguments):
    """Seconds until the heading stands there, and until Filter Convolution can be used."""
    began = time.perf_counter()
    with Server(log, *arguments) as server:
        page = browser.new_context().new_page()
        page.goto(server.url)
        page.get_by_role("heading").first.wait_for()
        first = time.perf_counter() - began
        ready = float("nan")
        if not arguments:
            page.goto(server.url + "/filter_convolution")
            page.locator("canvas.picture[data-painted]").wait_for(timeout=60_000)
            ready = time.perf_counter() - began
        page.context.close()
    return first, ready


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "empty.py").write_text(EMPTY_PAGE)
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        empty = [first_page(browser, folder / "a", "empty.py", folder)[0] for _ in range(runs)]
        app = [first_page(browser, folder / "b") for _ in range(runs)]
        browser.close()
    print(f"{'seconds from the start of the server':<48}{'median':>8}{'max':>8}")
    rows = {
        "empty Streamlit app: first page": empty,
        "nnkit: home page": [first for first, _ in app],
        "nnkit: Filter Convolution painted, torch loaded": [ready for _, ready in app],
    }
    for title, values in rows.items():
        print(f"{title:<48}{statistics.median(values):>8.2f}{max(values):>8.2f}")


if __name__ == "__main__":
    main()
