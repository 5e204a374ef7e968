"""The hosted app answers its health check only when everything is loaded."""

import pytest

from tests.journeys.server import Server
from tests.journeys.steps import wait_for_lens

pytestmark = pytest.mark.journey

WATCH = """
new MutationObserver(() => {
  window.sawWakingUp ||= document.body?.textContent.includes("Waking up");
}).observe(document, { subtree: true, childList: true });
"""


def test_health_turns_green_when_all_is_loaded_and_the_first_deep_link_is_whole(context, tmp_path):
    with Server(tmp_path / "hosted.log", "ui/hosted.py") as server:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(server.url + "/filter_convolution?kernel=Emboss")
        wait_for_lens(page)
        assert not page.evaluate("window.sawWakingUp")
        page.get_by_role("link", name="Home").wait_for()
        assert "kernel=Emboss" in page.url
    assert "Traceback" not in server.log()


def test_the_first_deep_link_of_a_plain_server_is_whole_too(context, tmp_path):
    with Server(tmp_path / "plain.log") as server:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(server.url + "/filter_convolution?kernel=Emboss&stride=2")
        wait_for_lens(page)
        page.get_by_role("link", name="Home").wait_for()
        assert page.get_by_role("link", name="app", exact=True).count() == 0
        assert "stride=2" in page.url
