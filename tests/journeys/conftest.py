"""The running app and a page in a real Chromium."""

import pytest

from tests.journeys.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("server") / "server.log") as running:
        yield running
    assert "Traceback" not in running.log(), running.log()[-3000:]


@pytest.fixture
def visit(context, server):
    """Open a path of the app in a browser of one's own; fail on any error in the page."""
    visits = []

    def open_(path="/"):
        page = context.new_page()
        page.set_default_timeout(30_000)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        visits.append((page, errors))
        page.goto(server.url + path)
        settle(page)
        return page

    yield open_
    for page, errors in visits:
        assert not errors, errors
        assert page.locator('[data-testid="stException"]').count() == 0
        assert page.get_by_text("BidiComponent Error").count() == 0


def settle(page):
    """Wait until no script runs."""
    page.wait_for_selector(
        '[data-testid="stApp"][data-test-script-state="notRunning"]', state="attached"
    )
