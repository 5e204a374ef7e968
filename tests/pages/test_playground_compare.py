"""The tabs Compare and Dropout: in every state, with nnkit's numbers, and as a link."""

import pytest

from nnkit import playground
from tests.pages.test_pages import assert_calm, open_page
from tests.ui.payload import unpack
from ui.playground_changes import CHANGES
from ui.playground_pairs import READY

PAGE = "pages/network_playground.py"
NONSENSE = {"pair": "Cats", "changed": "Weather", "b_rate": "1e9", "holes": "<b>", "off": "2"}


def open_tab(tab, **query):
    test = open_page(PAGE, tab=tab, **query)
    assert_calm(test)
    return test


def train(test, job):
    test.button(key=f"{job}-start").click().run()
    assert_calm(test)
    return test


def words(test):
    return "\n".join(element.value for element in (*test.markdown, *test.caption))


def played(test):
    """What the component of the tab was given: the last one on the page."""
    return unpack(test.get("bidi_component")[-1].proto.bytes)


@pytest.mark.parametrize("tab", ["Compare", "Dropout"])
def test_nonsense_in_a_link_is_dropped(tab):
    test = open_tab(tab, **NONSENSE)
    assert not test.warning


def test_two_runs_are_trained_and_played_together():
    test = train(open_tab("Compare", changed="Learning rate", b_rate="1", epochs="20"), "compare")
    told = played(test)
    assert [run["title"] for run in told["runs"]] == ["learning rate 0.03", "learning rate 1"]
    assert [run["count"] for run in told["runs"]] == [21, 21]
    assert "exactly the same **40 weights**" in words(test)
    preset = playground.PRESETS[0]
    from dataclasses import replace

    settings = replace(preset.training, epochs=20, learning_rate=1.0)
    *_, last = playground.train(playground.make(preset.data), preset.network, settings)
    assert f"**B** (learning rate 1) gets **{last.test_accuracy:.1%}**" in words(test)
    assert "playground.compare(first, second)" in test.code[-1].value


def test_the_network_of_the_link_is_a():
    test = open_tab("Compare", recipe="Spiral", rate="0.1", changed="Dropout", b_dropout="0.5")
    text = words(test)
    assert "**A**: dropout 0. **B**: dropout 0.5." in text
    assert "same **324 weights**" in text
    assert test.selectbox(key="rate").value == "0.1"


@pytest.mark.parametrize("setting", CHANGES)
def test_every_setting_can_be_chosen(setting):
    change = CHANGES[setting]
    test = open_tab("Compare", changed=change.title, layers="2", neurons_0="4", neurons_1="4")
    assert f"**b**: {change.title.lower()} " in words(test).lower()
    assert test.selectbox(key=f"b_{setting}").options


def test_another_change_drops_the_pair():
    test = train(open_tab("Compare", epochs="10"), "compare")
    test.selectbox(key="b_rate").set_value("0.1").run()
    assert_calm(test)
    assert "gets **" not in words(test)
    assert any("Not run with these settings" in caption.value for caption in test.caption)


@pytest.mark.parametrize("ready", READY, ids=lambda ready: ready.setting)
def test_ready_made_pairs_are_one_click_away(ready):
    test = open_tab("Compare", pair=ready.title)
    assert ready.sentence in words(test)
    assert not [box for box in test.selectbox if box.key in ("changed", "rate", "recipe")]


def test_a_run_that_flies_apart_is_told():
    query = {"recipe": "Plane", "changed": "Learning rate", "b_rate": "10"}
    test = train(open_tab("Compare", **query), "compare")
    assert "**B** (learning rate 10) flew apart at epoch" in words(test)
    counts = [run["count"] for run in played(test)["runs"]]
    assert counts[1] < counts[0] == 31


@pytest.mark.parametrize("whose", ["Sixty noisy points, many neurons", "My network"])
def test_dropout_shows_the_thinned_network_beside_the_whole(whose):
    test = train(open_tab("Dropout", holes=whose, off="0.5", epochs="10"), "dropout")
    told = played(test)
    assert [run["name"] for run in told["runs"]] == ["thinned", "whole"]
    assert any(told["blobs"][5])
    assert not any(told["blobs"][12])
    text = words(test)
    assert "off with a chance of **50%**" in text
    assert "= **2 times** as much" in text
    assert "switched off" in text
    assert "the thinned networks, each with other neurons missing, get" in text


def test_numbers_are_thinned_too():
    test = train(open_tab("Dropout", holes="My network", recipe="Hills and hollows", epochs="10"),
                 "dropout")  # fmt: skip
    assert "reach an R² of" in words(test)


def test_nobody_can_be_off_where_nobody_is():
    test = open_tab("Dropout", holes="My network", recipe="Clouds")
    assert any("no one to switch off" in info.value for info in test.info)


def test_the_code_of_dropout_runs(capsys):
    test = train(open_tab("Dropout", holes="My network", epochs="10"), "dropout")
    exec(test.code[-1].value, {})
    assert capsys.readouterr().out.strip().split("\n")[-1].startswith("10 ((")
