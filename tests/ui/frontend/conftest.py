"""The page with all components, in a browser."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

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
        query = "&".join(f"{name}={value}" for name, value in settings.items())
        sound_page.goto(f"{components_url}/?part={part}&{query}")
        settle(sound_page)
        return sound_page

    return open_


def count_sent(page: Page) -> list[int]:
    """A list that grows with each message that the browser sends to the server from now on."""
    sent: list[int] = []

    def watch(socket: WebSocket) -> None:
        socket.on("framesent", lambda _: sent.append(1))

    page.on("websocket", watch)
    return sent


def turn_dark(page: Page) -> None:
    """Change the theme, upon which every component is called again with its old data."""
    app = page.locator('[data-testid="stApp"]')
    light = app.evaluate("element => getComputedStyle(element).backgroundColor")
    page.emulate_media(color_scheme="dark")
    expect(app).not_to_have_css("background-color", light)
    page.wait_for_timeout(300)
