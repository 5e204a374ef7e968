"""What the playground's tabs say in words, from numbers made to be said."""

import dataclasses

import numpy as np
import pytest
import torch

from nnkit import playground
from nnkit.descent import StepError
from nnkit.playground import Landscape, TrainingSettings
from ui import (
    playground_depth,
    playground_landscape,
    playground_numbers,
    playground_point,
    playground_trying,
)
from ui.playground_numbers import Chain, Names
from ui.playground_run import Run
from ui.playground_snippet import lines

POINTS = playground.make(playground.DataSettings("spiral", points=40, classes=3))
NETWORK = playground.NetworkSettings(("x", "x^2"), hidden=(2, 2), residual=True)
TRAINING = TrainingSettings(epochs=1)
FRAMES = list(playground.train(POINTS, NETWORK, TRAINING))
TOLD = playground.explain(POINTS, NETWORK, TRAINING, FRAMES[-1], 3)
NAMES = Names.of(NETWORK, POINTS)


def test_names_are_those_of_the_drawing():
    assert NAMES.columns[0] == ("x", "x²")
    assert NAMES.columns[2] == ("layer 2, neuron 1", "layer 2, neuron 2")
    assert NAMES.columns[3][0] == "output “class 1”"
    assert NAMES.layers == ("Layer 1", "Layer 2", "Output")
    two = playground.make(playground.DataSettings(points=20))
    assert Names.of(NETWORK, two).columns[-1] == ("output",)


def test_forward_has_a_line_a_layer_and_names_the_skip():
    rows = playground_numbers.forward(TOLD, NAMES).split("\n")[2:]
    assert len(rows) == 4
    assert "skip" not in rows[1]
    assert "**Layer 2** (Tanh + skip)" in rows[2]
    assert all(row.count("|") == 4 for row in rows)


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_tables_hold_every_weight_once(layer):
    sources, to = NAMES.columns[layer], NAMES.columns[layer + 1]
    rows = playground_numbers.weights_table(TOLD.layers[layer], sources, to)
    assert len(rows) == len(to) * (len(sources) + 1)
    row = rows[(rows["from"] == sources[1]) & (rows["to"] == to[1])].iloc[0]
    steps = TOLD.layers[layer]
    assert row["value"] == steps.weights[1, 1].item()
    assert row["chain rule"] == steps.chain.weights[1, 1].item()
    assert row["its input"] == steps.inputs[1].item()
    neurons = playground_numbers.neurons_table(steps, to)
    assert (neurons["dL/da"] * neurons["da/ds"] - neurons["dL/ds"]).abs().max() < 1e-12
    assert row["chain rule"] == pytest.approx(neurons["dL/ds"][1] * row["its input"], abs=1e-12)


def test_a_kink_is_told():
    apart = dataclasses.replace(TOLD, disagreement=0.03)
    assert "**kink**" in playground_numbers.agreement(apart)
    assert "Over all 21 weights" in playground_numbers.agreement(TOLD)


@pytest.mark.parametrize(("slope", "way"), [(0.5, "should go down"), (-0.5, "should go up"),
                                            (0.0, "nothing to learn")])  # fmt: skip
def test_a_step_goes_against_the_slope(slope, way):
    first = TOLD.layers[0]
    chain = dataclasses.replace(first.chain, biases=torch.full_like(first.biases, slope))
    told = dataclasses.replace(
        TOLD, layers=(dataclasses.replace(first, chain=chain), *TOLD.layers[1:])
    )
    assert way in playground_numbers.step(told, Chain(0, 0, None), "Adam", 0.1)


def test_errors_are_told_and_a_silent_weight_too():
    curve = (StepError(1.0, 0.2), StepError(1e-5, 1e-11), StepError(1e-13, 1e-3))
    text = playground_trying.in_words(curve)
    assert "**0.2**" in text
    assert "1 × 10⁻⁵: off by 1.0 × 10⁻¹¹" in text
    silent = tuple(StepError(step, 0.0) for step, _ in curve)
    assert "does not touch" in playground_trying.in_words(silent)


def test_real_units_and_awkward_names_are_written_safely():
    animals = playground.make(playground.DataSettings("cats_and_dogs", points=20))
    x, y = animals.inputs[4].tolist()
    height, weight = animals.scale.real(x, y)
    place = playground_point.place(animals, 4)
    assert place.startswith(f"height in cm {height:.3g}, weight in kg {weight:.3g}; on the plane")
    nasty = dataclasses.replace(animals, target_names=("![](http://x.invalid)", "*b*"))
    answers = {playground_point.answer(nasty, row) for row in range(20)}
    assert answers == {r"“\!\[\](http://x.invalid)”", r"“\*b\*”"}


def landscape(losses):
    side = len(losses)
    ticks = tuple(torch.linspace(-1, 1, side).tolist())
    return Landscape(torch.tensor(losses), ticks, torch.zeros(1), torch.zeros(1))


def test_the_bottom_and_the_way_down_are_told():
    bottom = landscape([[3.0, 2.0, 3.0], [2.0, 1.0, 2.0], [3.0, 2.0, 3.0]])
    assert "No place on this map is lower" in playground_landscape.in_words(bottom)
    slope = landscape([[3.0, 2.0, 3.0], [2.0, 1.0, 2.0], [0.5, 2.0, 3.0]])
    assert "at −1 across and 1 up, has **0.5**" in playground_landscape.in_words(slope)


def test_the_way_is_drawn_where_it_went(monkeypatch):
    shown = {}
    monkeypatch.setattr(playground_landscape.st, "image", lambda url, **more: shown.update(more))
    monkeypatch.setattr(playground_landscape.encoding, "png", lambda it: shown.update(it=it) or b"")
    land = landscape([[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]])
    playground_landscape.show(land)
    before = np.asarray(shown["it"]).copy()
    assert "line" not in shown["alt"]
    way = torch.tensor([[0.5, 0.5], [0.0, 0.0]])
    playground_landscape.show(dataclasses.replace(land, way=way, kept=0.9))
    changed = (np.asarray(shown["it"]) != before).any(2)
    assert "a line the way of its training" in shown["alt"]
    assert changed[125:240, 245:360].any()  # up and to the right of the middle
    assert not changed[260:].any()
    assert not changed[:110].any()


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ((0.001, 0.01, 0.1), "**100 times smaller**; each layer lets 10% through"),
        ((0.4, 0.2, 0.1), "4 times *larger*; each layer adds 100%"),
        ((0.1, 0.3, 0.11), "about the same all the way"),
    ],
)
def test_what_a_gradient_does_on_its_way(layers, said):
    assert said in playground_depth.sentence("tanh", layers)


def test_the_snippet_leads_to_the_frame_that_is_shown():
    data = playground.DataSettings("spiral", points=40, classes=3)
    run = Run("run", POINTS, NETWORK, dataclasses.replace(TRAINING, epochs=50), FRAMES, origin=data)
    names = {"playground": playground}
    exec("\n".join(lines(run)), names)
    assert names["frame"].epoch == 1
    assert torch.equal(names["frame"].parameters.flat, FRAMES[-1].parameters.flat)
    assert "...  # your own points" in lines(dataclasses.replace(run, origin="drawn"))[0]
