"""Network Playground opens in every state; recipes, changes, branches and the doctor work."""

import pytest

from nnkit.playground import PRESETS
from tests.pages.test_pages import assert_calm, open_page

PAGE = "pages/network_playground.py"
NONSENSE = {
    "recipe": "<b>", "points": "Stars", "classes": "9", "noise": "2", "learned": "x", "seed": "-1",
    "inputs": "z", "layers": "7", "neurons_0": "13", "activation_0": "Step", "start": "abc",
    "residual": "maybe", "dropout": "1", "rate": "1e9", "optimiser": "Tea", "loss": "none",
    "batch": "0", "l1": "-1", "early": "soon", "epochs": "5",
}  # fmt: skip


def run_of(test):
    return test.session_state["_playground_run"]


@pytest.mark.parametrize("query", [{}, NONSENSE])
def test_it_opens_with_sense_and_nonsense(query):
    test = open_page(PAGE, **query)
    assert_calm(test)
    assert not test.warning
    assert run_of(test).frames[0].epoch == 0
    assert any("playground.train(points, network, training)" in code.value for code in test.code)


@pytest.mark.parametrize(
    "tab", ["Was it luck?", "Backpropagation", "Going downhill", "Vanishing gradients"]
)
def test_every_tab_opens(tab):
    test = open_page(PAGE, tab=tab)
    assert_calm(test)
    assert not test.warning


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_recipe_is_taken_over_whole(preset):
    test = open_page(PAGE, recipe=preset.title)
    assert_calm(test)
    run = run_of(test)
    assert run.origin == preset.data
    assert run.network == preset.network
    assert run.training == preset.training


def test_another_recipe_replaces_every_control():
    test = open_page(PAGE, layers="1", neurons_0="3", rate="0.001")
    assert run_of(test).network.hidden == (3,)
    test.selectbox(key="recipe").set_value("Spiral").run()
    assert_calm(test)
    assert run_of(test).network == next(p for p in PRESETS if p.title == "Spiral").network


def test_another_learning_rate_keeps_the_run_and_offers_to_train_anew():
    test = open_page(PAGE)
    before = run_of(test)
    test.selectbox(key="rate").set_value("0.3").run()
    assert_calm(test)
    assert run_of(test) is before
    next(b for b in test.button if b.label == "train anew with them").click().run()
    assert run_of(test).training.learning_rate == 0.3


def test_the_graph_asks_for_more_and_branches():
    test = open_page(PAGE, recipe="Spiral")
    run = run_of(test)
    have = len(run.frames)
    ask = {"run": run.name, "epoch": run.shown.epoch, "number": 1}
    test.session_state["network_graph"] = {"wish": ask | {"kind": "more", "have": have}}
    test.run()
    assert_calm(test)
    assert len(run_of(test).frames) > have

    test.selectbox(key="rate").set_value("0.001").run()
    event = {"run": run.name, "kind": "branch", "epoch": 2, "number": 1}
    test.session_state["network_graph"] = {"event": event}
    test.run()
    assert_calm(test)
    branched = run_of(test)
    assert branched.name != run.name
    assert branched.training.learning_rate == 0.001
    assert [frame.epoch for frame in branched.frames[:3]] == [0, 1, 2]
    assert branched.frames[2].train_loss == run.frames[2].train_loss


def test_an_edited_weight_is_trained_on_from():
    test = open_page(PAGE)
    run = run_of(test)
    event = {"run": run.name, "kind": "edit_weight", "epoch": 0, "layer": 0, "to": 1, "source": 0,
             "value": 3.5, "number": 1}  # fmt: skip
    test.session_state["network_graph"] = {"event": event}
    test.run()
    assert_calm(test)
    assert run_of(test).frames[0].weights[0][1, 0] == 3.5


def test_the_doctor_sees_a_rate_too_large_and_mends_it():
    test = open_page(PAGE, recipe="Plane", rate="10")
    assert any("training doctor" in warning.value for warning in test.warning), run_of(test).frames
    next(b for b in test.button if b.label.startswith("Mend it: learning rate")).click().run()
    assert_calm(test)
    assert test.selectbox(key="rate").value == "1"


def test_sixteen_seeds():
    test = open_page(PAGE, tab="Was it luck?")
    test.button(key="luck-start").click().run()
    assert_calm(test)
    assert any("the luckiest run gets" in text.value for text in test.markdown)
