"""Backpropagation, Going downhill, Vanishing gradients: in every state, with nnkit's numbers."""

import dataclasses

import pytest
import torch
from streamlit.testing.v1 import AppTest

from nnkit import playground
from nnkit.descent import SURFACES
from tests.pages.test_pages import assert_calm, words
from ui import playground_recipe
from ui.written import written

NETWORK = playground.NetworkSettings(hidden=(3, 2))
TRAINING = playground.TrainingSettings(optimiser="adam", epochs=3)
DATA = playground.DataSettings("circle", points=60)
TABS = ("backpropagation", "downhill", "vanishing")
NONSENSE = {
    "example": "1e9", "chain_layer": "Layer 9", "chain_to_0": "<b>", "chain_from_0": "z",
    "hill": "Everest", "runners_line": "Snail", "pace": "warp", "pace_power": "nan",
    "set_out_x_line": "-99", "set_out_y_line": "inf", "reach": "0", "directions": "-1",
    "depth": "100",
}  # fmt: skip


def script(tab, data, network, training):
    import importlib

    import streamlit as st

    from nnkit import playground
    from ui import playground_recipe, playground_run

    usual = (data, network, training)
    playground_recipe.choose = lambda: (None, *st.session_state.get("chosen", usual))
    if "begun" not in st.session_state:
        st.session_state["begun"] = True
        run = playground_run.begin(playground.make(data), network, training, data)
        run.more(60)
    importlib.import_module(f"pages.playground.{tab}").show()


@pytest.fixture(autouse=True)
def whole_recipe_row(monkeypatch):
    """The script chooses without the row of controls; this puts the row back."""
    monkeypatch.setattr(playground_recipe, "choose", playground_recipe.choose)


def open_tab(tab, query=None, data=DATA, network=NETWORK, training=TRAINING):
    test = AppTest.from_function(script, args=(tab, data, network, training), default_timeout=60)
    for key, value in (query or {}).items():
        test.query_params[key] = value
    test.run()
    assert_calm(test)
    return test


def explained(example=None, **changes):
    points = playground.make(DATA)
    *_, frame = playground.train(points, NETWORK, TRAINING)
    if example is None:
        example = int(points.is_train.nonzero()[0, 0])
    settings = dataclasses.replace(TRAINING, **changes)
    return points, frame, playground.explain(points, NETWORK, settings, frame, example)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("query", [{}, NONSENSE], ids=("plain", "nonsense"))
def test_every_tab_opens_with_sense_and_nonsense(tab, query):
    test = open_tab(tab, query)
    assert not test.warning
    assert any("from nnkit import" in code.value for code in test.code)


@pytest.mark.parametrize("code", range(2))
def test_the_code_of_backpropagation_and_landscape_runs(code, capsys):
    test = open_tab(("backpropagation", "downhill")[code])
    exec(test.code[-1].value, {})
    printed = capsys.readouterr().out
    _, _, told = explained()
    if code == 0:
        assert printed.startswith(f"{told.loss} {told.new_loss} ")
    else:
        assert printed.startswith("tensor(")


def test_the_way_of_the_training_is_drawn_and_its_code_runs(capsys):
    test = open_tab("downhill", {"slice": "its own way", "reach": "1.5"})
    run = test.session_state["_playground_run"]
    land = playground.landscape(
        run.points, run.network, run.training, run.shown, reach=1.5, side=41, path=run.frames
    )
    assert "The line is the way that Adam took here" in words(test)
    assert f"these two hold **{land.kept:.0%}** of it" in words(test)
    names = {}
    exec(test.code[-1].value, names)
    assert torch.equal(names["land"].losses, land.losses)
    assert torch.equal(names["land"].way, land.way)
    assert "The line is the way" not in words(open_tab("downhill"))


def test_three_slopes_of_the_chosen_weight_stand_side_by_side():
    query = {"chain_layer": "Layer 2", "chain_to_1": "layer 2, neuron 2",
             "chain_from_1": "layer 1, neuron 3"}  # fmt: skip
    text = words(open_tab("backpropagation", query))
    _, _, told = explained()
    steps = told.layers[1]
    for way in (steps.chain, steps.autograd, steps.measured):
        assert f"| {written(way.weights[1, 2].item(), 10)} |" in text
    assert f"differ by at most **{written(told.disagreement, 1)}**" in text
    assert f"**{written(steps.weights[1, 2].item(), 5)}** to" in text
    assert f"**{written(steps.new_weights[1, 2].item(), 5)}**. All" in text


def test_a_bias_is_a_weight_of_an_input_that_is_always_1():
    query = {"chain_from_0": "its bias (input 1)"}
    text = words(open_tab("backpropagation", query))
    _, _, told = explained()
    assert "which for a bias is always 1" in text
    assert f"| {written(told.layers[0].chain.biases[0].item(), 10)} |" in text


def test_another_point_is_another_example():
    points, _, _ = explained()
    fifth = int(points.is_train.nonzero()[4, 0])
    test = open_tab("backpropagation", {"example": "5"})
    _, _, told = explained(fifth)
    assert f"Loss L = **{written(told.loss)}**" in words(test)
    assert f"example={fifth})" in test.code[-1].value


@pytest.mark.parametrize(
    ("data", "network", "training"),
    [
        (playground.DataSettings("spiral", points=60, classes=3), NETWORK, {}),
        (playground.DataSettings("plane", points=60), NETWORK, {"loss": "squared"}),
        (DATA, playground.NetworkSettings(hidden=(), activations=()), {"loss": "hinge"}),
        (playground.DataSettings("cats_and_dogs", points=60), NETWORK, {"loss": "squared"}),
        (DATA, playground.NetworkSettings(hidden=(3, 3), residual=True, dropout=0.5), {}),
        (DATA, playground.NetworkSettings(hidden=(2, 2), initialisation="zero"), {"epochs": 0}),
    ],
    ids=("classes", "numbers", "line", "animals", "residual", "zero"),
)
@pytest.mark.parametrize("tab", TABS)
def test_every_kind_of_run_can_be_asked(tab, data, network, training):
    test = open_tab(tab, {}, data, network, dataclasses.replace(TRAINING, **training))
    assert not test.warning


def test_a_smaller_network_forgets_the_weight_that_it_has_not():
    test = open_tab("backpropagation", {"example": "40", "chain_layer": "Layer 2"})
    small = playground.DataSettings("circle", points=12)
    from nnkit.playground import make, train
    from ui.playground_run import Run

    points, network = make(small), playground.NetworkSettings(hidden=(2,), activations=("relu",))
    frames = list(train(points, network, TRAINING))
    test.session_state["chosen"] = (small, network, TRAINING)
    run = Run("run 9", points, network, TRAINING, frames, origin=small)
    test.session_state["_playground_run"] = run
    test.run()
    assert_calm(test)
    assert "“class" in words(test)


@pytest.mark.parametrize("tab", TABS)
def test_a_diverged_network_is_told_in_words(tab):
    training = playground.TrainingSettings("squared", learning_rate=10, epochs=40)
    data = playground.DataSettings("plane", points=60)
    network = playground.NetworkSettings(hidden=(4,), activations=("relu",))
    test = open_tab(tab, {}, data, network, training)
    if tab != "vanishing":
        assert "diverged" in words(test)


@pytest.mark.parametrize("title", [surface.title for surface in SURFACES.values()])
@pytest.mark.parametrize("pace", ["too small", "right", "too large", "my own"])
def test_every_hill_can_be_run_at_every_pace(title, pace):
    test = open_tab("downhill", {"hill": title, "pace": pace})
    text = words(test)
    (line,) = [row for row in text.split("\n") if row.startswith("| **Gradient descent** |")]
    if pace != "my own":
        assert ("diverged" in line) == (pace == "too large")
    assert ("With a smaller learning rate" in text) == ("**diverged**" in text)


def test_without_runners_there_is_no_race():
    test = open_tab("downhill")
    test.pills(key="runners_line").set_value([]).run()
    assert_calm(test)
    assert "Choose at least one runner" in words(test)


def test_a_runner_without_examples_is_not_offered():
    assert "Mini-batch SGD" in open_tab("downhill").pills(key="runners_line").options
    hill = open_tab("downhill", {"hill": "A ravine"})
    assert "Mini-batch SGD" not in hill.pills(key="runners_ravine").options


@pytest.mark.parametrize("depth", [2, 20])
def test_what_shrinks_is_said_in_numbers(depth):
    text = words(open_tab("vanishing", {"depth": str(depth)}))
    sizes = playground.gradient_sizes(depth)["sigmoid"]
    assert f"**{written(sizes[-1] / sizes[0], 2)} times smaller**" in text
    assert f"| {depth} | {written(sizes[-1])} |" in text
