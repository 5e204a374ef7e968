"""The page with all components, in a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.journeys.conftest import settle
from tests.journeys.server import Server

APP = Path(__file__).with_name("components_app.py")

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def components_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Server(tmp_path_factory.mktemp("components") / "server.log", script=str(APP)) as server:
        yield server.url
    assert "Traceback" not in server.log(), server.log()


@pytest.fixture
def open_part(page: Page, components_url: str) -> Iterator[Open]:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_default_timeout(15000)

    def open_(part: str, **settings: object) -> Page:
        query = "&".join(f"{name}={value}" for name, value in settings.items())
        page.goto(f"{components_url}/?part={part}&{query}")
        settle(page)
        return page

    yield open_
    assert errors == []


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
