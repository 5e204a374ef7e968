"""The tab GAN lab: every control, links, on-the-fly settings, four games, and the code shown."""

import pytest
from streamlit.testing.v1 import AppTest

from nnkit.gan import lab
from tests.pages.test_pages import assert_calm, words
from tests.ui.payload import unpack
from ui import gan_lab_cloud, point_pad

SMALL = {"lab_forger_neurons": "3", "lab_critic_neurons": "3", "lab_rounds": "200"}
NONSENSE = {
    "lab_view": "Cats", "lab_begin": "<b>", "lab_points": "Moon", "lab_seed": "-3",
    "lab_noise": "loud", "lab_numbers": "9", "lab_forger_layers": "77", "lab_critic_rate": "fast",
    "lab_penalty": "nan", "lab_loss": "win", "lab_rounds": "1e9", "lab_drawn": "%%%",
}  # fmt: skip


def script():
    from pages.gan import lab

    lab.show()


def open_tab(**query):
    test = AppTest.from_function(script, default_timeout=120)
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    assert_calm(test)
    return test


def told(test):
    """What the lab's component was given: the last one on the page."""
    return unpack(test.get("bidi_component")[-1].proto.bytes)


def ask(test, kind, **changes):
    header = told(test)
    event = {"kind": kind, "run": header["run"], "have": header["count"], "step": 0,
             "number": header["heard"] + 1, **changes}  # fmt: skip
    test.session_state["gan_lab"] = {"event": event}
    test.run()
    assert_calm(test)
    return told(test)


@pytest.mark.parametrize("query", [{}, NONSENSE], ids=("plain", "nonsense"))
def test_it_opens_with_sense_and_nonsense(query):
    test = open_tab(**query)
    assert not test.warning
    header = told(test)
    assert (header["title"], header["start"], header["isPending"]) == ("Eight clumps", 0, False)
    assert header["count"] > 1


@pytest.mark.parametrize("preset", lab.PRESETS, ids=lambda preset: preset.key)
def test_a_preset_sets_every_control(preset):
    test = open_tab()
    test.selectbox(key="lab_begin").set_value(preset.title).run()
    assert_calm(test)
    header, code = told(test), test.code[-1].value
    assert preset.sentence in words(test)
    assert header["title"] == lab.KINDS[preset.cloud.kind].title
    scope = {"lab": lab}
    exec("\n".join(line for line in code.split("\n") if line.startswith("settings =")), scope)
    from dataclasses import replace

    assert replace(scope["settings"], every=preset.settings.every) == preset.settings


def test_a_link_brings_every_setting_back():
    test = open_tab(
        lab_points="Nine clumps", lab_seed="7", lab_noise="even (uniform)", lab_numbers="1",
        lab_forger_layers="3", lab_forger_neurons="5", lab_forger_optimiser="SGD",
        lab_forger_rate="0.1", lab_forger_steps="4", lab_critic_layers="0", lab_critic_rate="0.03",
        lab_critic_steps="2", lab_penalty="2.5", lab_loss="Wasserstein", lab_activation="Tanh",
        lab_batch="40", lab_rounds="300",
    )  # fmt: skip
    expected = lab.LabSettings(
        (5, 5, 5), (), "tanh", "uniform", 1, "wasserstein", 2.5, "sgd", "adam", 0.1, 0.03, 4, 2,
        40, 300, 1, 7,
    )  # fmt: skip
    code = test.code[-1].value
    assert f"settings = lab.{expected!r}" in code
    assert "CloudSettings(kind='grid', points=2000, seed=7)" in code


def test_large_networks_have_fewer_frames():
    small, large = ({f"lab_{who}_{what}": number for who in ("forger", "critic")
                     for what, number in (("layers", "5"), ("neurons", neurons))}
                    for neurons in ("2", "100"))  # fmt: skip
    pace = [open_tab(**query, lab_rounds="3000").code[-1].value.split("every=")[1].split(",")[0]
            for query in (small, large)]  # fmt: skip
    assert int(pace[0]) == 10
    assert int(pace[1]) > 40


def test_settings_changed_on_the_fly_wait_for_the_frame_that_is_shown():
    test = open_tab(**SMALL)
    test.selectbox(key="lab_loss").set_value("Minimax").run()
    assert_calm(test)
    header = told(test)
    assert header["isPending"] is True
    run = header["run"]
    header = ask(test, "go_on", step=1)
    assert header["isPending"] is False
    assert (header["was"], header["kept"]) == (run, 2)
    assert header["said"] == "From round 1 on, the new settings count."


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [("lab_forger_layers", 1, "Another shape"), ("lab_seed", 4, "Another seed")],
)
def test_what_cannot_go_on_begins_anew(key, value, why):
    test = open_tab(**SMALL)
    test.slider(key=key).set_value(value).run()
    assert_calm(test)
    header = told(test)
    assert header["said"].startswith(why)
    assert (header["was"], header["start"], header["isPending"]) == ("", 0, False)


def test_steps_and_slow_motion():
    test = open_tab(**SMALL)
    header = ask(test, "critic", step=1)
    assert (header["count"], header["kept"]) == (3, 2)
    header = ask(test, "slow", step=2)
    assert [stage["kind"] for stage in header["stages"]] == list(lab.STAGES)
    assert ask(test, "more", step=3)["count"] > 4
    assert ask(test, "reset")["said"] == "Back to the first weights."


def test_points_of_ones_own_are_learned():
    test = open_tab(lab_points=gan_lab_cloud.DRAWN, **SMALL)
    assert told(test)["title"] == "Your own points"
    assert lab.PRESETS[0].sentence not in words(test)
    assert "lab.drawn([(-0.3, 0.4), " in test.code[-1].value
    link = point_pad.written(((0.5, 0.5, 0), (-0.5, -0.5, 0)), 1.0)
    test = open_tab(lab_points=gan_lab_cloud.DRAWN, lab_drawn=link, **SMALL)
    assert "cloud = lab.drawn([(0.5, 0.5), (-0.5, -0.5)], seed=0)" in test.code[-1].value
    run = told(test)["run"]
    test.session_state["lab_pad"] = {"points": [[0.1, 0.2, 0]]}  # one is too few
    test.run()
    assert "2..5000 points" in test.warning[0].value
    assert told(test)["run"] == run


def test_four_games_are_played_side_by_side(capsys):
    test = open_tab(lab_view="Losses side by side", **SMALL)
    test.button(key="gan_lab_games-start").click().run()
    assert_calm(test)
    assert "After 200 rounds **" in words(test)
    captions = [picture.captions[0] for picture in test.image]
    assert [text.split(",")[0] for text in captions] == [
        f"**{loss.title}**" for loss in lab.LOSSES.values()
    ]
    assert all("round 200: " in text for text in captions)
    exec(test.code[-1].value.replace("rounds=200", "rounds=2"), {})
    printed = capsys.readouterr().out.strip().split("\n")
    assert [line.split()[0] for line in printed] == list(lab.LOSSES)


def test_the_code_runs(capsys):
    test = open_tab(**SMALL)
    exec(test.code[-1].value.replace("rounds=200", "rounds=2"), {})
    assert capsys.readouterr().out.startswith("0 ")
