"""Eight browsers run jobs while a ninth moves a slider: what does the ninth feel?

    python -m benchmarks.sessions [--app app.py --job-page /dream --light-page /convolution]

Prints the time from a key press to the new picture on the screen with and without the jobs, when
the jobs finished and how many frames their browsers saw, how fast Stop answers, how soon a closed
tab's job is dropped, and the server's memory. Linux, Chromium and Playwright are needed.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.journeys.server import Server

TARGET_MS = 150
# Runs in every page: times are taken by the browser, so that the benchmark's own process, which
# shares the cores, does not count.
PROBE = """
window.probe = {pressed: 0, frames: 0, source: "", text: "", began: 0, stopped: 0, rested: 0};
const main = () => document.querySelector('[data-testid="stMainBlockContainer"]');
const picture = () => main()?.querySelector("img");
addEventListener("keydown", () => { probe.pressed = performance.now(); }, true);
addEventListener("pointerdown", event => {
  const role = event.target.closest?.('[class*="-start"], [class*="-stop"]')?.className ?? "";
  if (role.includes("-start"))
    Object.assign(probe, {began: performance.now(), rested: 0, frames: 0});
  if (role.includes("-stop")) probe.stopped = performance.now();
}, true);
new MutationObserver(() => {
  const source = picture()?.src ?? "";
  if (source && source !== probe.source) { probe.source = source; probe.frames += 1; }
  const text = main()?.querySelector('[data-testid="stProgress"]')?.textContent ?? "";
  if (text !== probe.text) {
    probe.text = text;
    if (/^(done|stopped|failed)/.test(text)) probe.rested = performance.now();
  }
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
probe.nextPicture = () => {
  const before = picture().src;
  probe.painted = new Promise(resolve => {
    const look = () => {
      const now = picture();
      if (now && now.src !== before && now.complete && now.naturalWidth > 0)
        requestAnimationFrame(() => resolve(performance.now() - probe.pressed));
      else requestAnimationFrame(look);
    };
    look();
  });
};
"""


def open_page(browser: Browser, url: str) -> Page:
    """A new visitor on a page that has come to rest."""
    page = browser.new_context().new_page()
    page.set_default_timeout(120_000)
    page.add_init_script(PROBE)
    page.goto(url)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    return page


def press_key(light: Page, count: int) -> float:
    """Move the slider by one key press; milliseconds until the new picture is painted."""
    slider = light.get_by_test_id("stMainBlockContainer").get_by_role("slider").first
    slider.focus()
    light.evaluate("probe.nextPicture()")
    light.keyboard.press("ArrowRight" if count % 40 < 20 else "ArrowLeft")
    return float(light.evaluate("probe.painted"))


def click(page: Page, role: str) -> None:
    """Press the job's button of this role: start, stop or pause."""
    page.locator(f'[class*="st-key-"][class*="-{role}"] button').click()


def rested(page: Page) -> bool:
    """Whether the page says that its job is over."""
    return bool(page.evaluate("probe.rested > 0"))


def memory_mb(process: int) -> float:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def report(label: str, values: Sequence[float], unit: str) -> None:
    """One row: median, 90th percentile and largest."""
    ordered = sorted(values)
    p90 = ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]
    middle = statistics.median(ordered)
    print(f"{label:44}{middle:8.1f}{p90:8.1f}{ordered[-1]:8.1f} {unit}  (n={len(ordered)})")


def measure_light(light: Page, heavy: list[Page]) -> list[float]:
    """Key presses on the light page until every job is over."""
    times: list[float] = []
    while not all(map(rested, heavy)):
        times.append(press_key(light, len(times)))
        time.sleep(0.1)
    return times


def measure_stops(heavy: list[Page]) -> list[float]:
    """Start every job again, then stop each one that runs; milliseconds until the page says so."""
    for page in heavy:
        click(page, "start")
    times = []
    for page in heavy:
        page.wait_for_function("probe.frames >= 2")
        click(page, "stop")
        page.wait_for_function("probe.rested > 0")
        times.append(float(page.evaluate("probe.rested - probe.stopped")))
    return times


def measure_reaping(page: Page, log: Path) -> float:
    """Close a tab whose job is under way; seconds until the server drops the job."""
    click(page, "start")
    page.wait_for_function("probe.frames >= 2")
    dropped = log.read_text().count("its visitor is gone")
    page.context.close()
    closed = time.monotonic()
    while log.read_text().count("its visitor is gone") == dropped:
        if time.monotonic() - closed > 60:
            return float("inf")
        time.sleep(0.05)
    return time.monotonic() - closed


def main() -> None:
    """Run all phases and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--app", default="benchmarks/sessions_app.py")
    arguments.add_argument("--job-page", default="/")
    arguments.add_argument("--light-page", default="/light")
    arguments.add_argument("--sessions", type=int, default=8)
    options = arguments.parse_args()
    log = Path(tempfile.mkdtemp()) / "server.log"
    with Server(log, options.app) as running, sync_playwright() as playwright:
        url, server = running.url, running.process.pid
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_ARGUMENTS)
        light = open_page(browser, url + options.light_page)
        heavy = [open_page(browser, url + options.job_page) for _ in range(options.sessions)]
        before = memory_mb(server)
        for count in range(5):
            press_key(light, count)
        bare = [press_key(light, count) for count in range(40)]
        for page in heavy:
            click(page, "start")
        loaded = measure_light(light, heavy)
        took = [page.evaluate("(probe.rested - probe.began) / 1000") for page in heavy]
        frames = [page.evaluate("probe.frames") for page in heavy]
        stops = measure_stops(heavy)
        after = memory_mb(server)
        reaped = measure_reaping(heavy[0], log)
        browser.close()

    print(f"{'':44}{'median':>8}{'p90':>8}{'max':>8}")
    report("key press to picture, no jobs", bare, "ms")
    report(f"key press to picture, {options.sessions} jobs", loaded, "ms")
    report("Start to the end of the job", took, "s")
    report("frames that reached a browser", frames, "")
    report("Stop to 'stopped' on the page", stops, "ms")
    print(f"tab closed to job dropped: {reaped:.1f} s")
    print(f"server memory: {before:.0f} MB before, {after:.0f} MB after")
    good = statistics.median(loaded) < TARGET_MS
    print(f"median under {TARGET_MS} ms with jobs: {'yes' if good else 'NO'}")


if __name__ == "__main__":
    main()
