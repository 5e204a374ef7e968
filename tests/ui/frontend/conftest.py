"""The page with all components, in a browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import settle
from tests.journeys.server import Server

APP = Path(__file__).with_name("components_app.py")

Open = Callable[..., Page]


@contextmanager
def served(script: Path, folder: Path) -> Iterator[str]:
    """The address of a little app of its own, whose log must stay free of tracebacks."""
    with Server(folder / "server.log", script=str(script)) as server:
        yield server.url
    assert "Traceback" not in server.log(), server.log()


@pytest.fixture(scope="module")
def app_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the app that a test file names as its APP."""
    with served(request.module.APP, tmp_path_factory.mktemp("app")) as url:
        yield url


@pytest.fixture(scope="session")
def components_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(APP, tmp_path_factory.mktemp("components")) as url:
        yield url


@pytest.fixture
def sound_page(page: Page) -> Iterator[Page]:
    """A page on which no script may fail."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(15000)
    yield page
    assert errors == []


@pytest.fixture
def open_part(sound_page: Page, components_url: str) -> Open:
    def open_(part: str, **settings: object) -> Page:
        visit(sound_page, components_url, part=part, **settings)
        return sound_page

    return open_


def visit(page: Page, url: str, **settings: object) -> None:
    """Open an app with these settings in its address, and wait until it has run."""
    page.goto(f"{url}/?" + "&".join(f"{name}={value}" for name, value in settings.items()))
    settle(page)


def spy(page: Page, word: str = "") -> list[str]:
    """A list that grows with each message with this word that the browser sends from now on."""
    sent: list[str] = []

    def note(payload: str | bytes) -> None:
        text = payload if isinstance(payload, str) else payload.decode("latin1")
        if word in text:
            sent.append(text)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    return sent


def turn_dark(page: Page) -> None:
    """Change the theme, upon which every component is called again with its old data."""
    app = page.locator('[data-testid="stApp"]')
    light = app.evaluate("element => getComputedStyle(element).backgroundColor")
    page.emulate_media(color_scheme="dark")
    expect(app).not_to_have_css("background-color", light)
    page.wait_for_timeout(300)
