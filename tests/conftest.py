"""Fixtures and the word about Chromium that every test run shares."""

import os
import shutil
from pathlib import Path

import pytest

from tests.file_server import FileServer

# Tests run beside one another: threads that wait for each other made some ten times slower.
os.environ.setdefault("OMP_NUM_THREADS", "1")

HOW_TO_GET_CHROMIUM = (
    "The browser journeys need Chromium and were skipped. Get it with "
    "`sudo apt-get install chromium` (Debian, Ubuntu), `brew install --cask chromium` (macOS) or "
    "`.venv/bin/playwright install chromium`, then run the tests again."
)
CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The browser on the path, or the one that Playwright installed."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def pytest_configure(config):
    config.stash[_CHROMIUM] = chromium()


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "journey" in item.keywords:
            # A machine that stalls makes a tap a long press; what is broken fails three times.
            item.add_marker(pytest.mark.flaky(reruns=2))
    if config.stash[_CHROMIUM] is not None:
        return
    if os.environ.get("CI"):
        raise pytest.UsageError(HOW_TO_GET_CHROMIUM)
    for item in items:
        if "journey" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter, config):
    if config.stash[_CHROMIUM] is None:
        terminalreporter.write_sep("=", "Chromium is missing", yellow=True)
        terminalreporter.write_line(HOW_TO_GET_CHROMIUM)


@pytest.fixture(scope="session")
def mnist_folder():
    """The folder with the real MNIST; tests that need it are skipped where it is not."""
    from nnkit.digits import dataset

    shared = Path(__file__).resolve().parents[2] / "shared" / "data"
    for folder in (shared, dataset.default_folder()):
        if dataset.is_on_disk(folder):
            return folder
    pytest.skip(f"MNIST is not on this machine: get it, or set {dataset.FOLDER_VARIABLE}.")


@pytest.fixture
def file_server():
    """A file server on this machine: put bytes into its `files`, ask under its `url`."""
    server = FileServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser_type_launch_args(pytestconfig, browser_type_launch_args):
    """Playwright's settings for a Chromium without screen, sandbox and calls home."""
    return {
        **browser_type_launch_args,
        "executable_path": pytestconfig.stash[_CHROMIUM],
        "args": CHROMIUM_ARGUMENTS,
    }


_CHROMIUM = pytest.StashKey[str | None]()
