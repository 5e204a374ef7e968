"""The judges of the playground's challenges: solved runs, runs that fall short, other tasks."""

from dataclasses import replace

import pytest
import torch

from nnkit.playground import (
    CHALLENGES,
    PRESETS,
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    drawn,
    make,
    train,
)
from nnkit.playground.challenges import KNOWN_SPIRAL

SPIRAL, RATE, XOR = CHALLENGES


def begun(challenge, **settings):
    """The first frames of the run that a challenge begins with."""
    begin = challenge.begin
    return list(train(make(begin.data), begin.network, replace(begin.training, **settings)))


SPIRAL_FRAMES = begun(SPIRAL, epochs=1)
XOR_FRAMES = begun(XOR, epochs=1)


def scored(frames, *accuracies):
    """The frames as if these shares of the test points had been right."""
    return [replace(frames[0], test_accuracy=accuracy) for accuracy in accuracies]


def judged(challenge, frames, origin=None, network=None, training=None):
    begin = challenge.begin
    return challenge.check(
        origin or begin.data, network or begin.network, training or begin.training, frames
    )


def trained(challenge, data, network, training):
    frames = list(train(make(data), network, training))
    return judged(challenge, frames, data, network, training)


def test_each_has_a_name_of_its_own_and_begins_unsolved():
    begins = [*PRESETS, *(challenge.begin for challenge in CHALLENGES)]
    assert len({begin.key for begin in begins}) == len({begin.title for begin in begins})
    assert len({begin.key for begin in begins}) == len(begins)
    for challenge, frames in ((SPIRAL, SPIRAL_FRAMES), (XOR, XOR_FRAMES)):
        assert not judged(challenge, frames).solved


@pytest.mark.parametrize("verdict", [
    judged(SPIRAL, scored(SPIRAL_FRAMES, 0.5)),
    judged(SPIRAL, scored(SPIRAL_FRAMES, 0.99)),
    judged(XOR, scored(XOR_FRAMES, 0.5)),
    judged(XOR, scored(XOR_FRAMES, 0.99)),
    judged(RATE, SPIRAL_FRAMES),
])  # fmt: skip
def test_a_verdict_is_words_and_finite_figures(verdict):
    assert verdict.sentence.endswith((".", "?", "!"))
    assert all(isinstance(value, float) for value in verdict.figures.values())


# The spiral.


def spiral(neurons, *accuracies):
    hidden = tuple(min(12, neurons - 12 * at) for at in range((neurons + 11) // 12))
    network = NetworkSettings(hidden=hidden, activations=("silu",) * len(hidden))
    return judged(SPIRAL, scored(SPIRAL_FRAMES, *accuracies), network=network)


@pytest.mark.parametrize(
    ("neurons", "words"),
    [
        (24, f"Solved: 24 hidden neurons got 96.0% of the test points right. It has been done with "
             f"{KNOWN_SPIRAL}"),
        (KNOWN_SPIRAL, "the fewest we know of"),
        (KNOWN_SPIRAL - 1, "a record!"),
    ],
)  # fmt: skip
def test_the_spiral_with_as_few_neurons(neurons, words):
    verdict = spiral(neurons, 0.5, 0.96, 0.7)  # the best epoch counts
    assert verdict.solved
    assert words in verdict.sentence
    assert verdict.figures == {"neurons": neurons, "accuracy": 0.96}


def test_the_spiral_not_quite_learned():
    verdict = spiral(10, 0.5, 142 / 150)
    assert not verdict.solved
    assert verdict.sentence == (
        "So far 10 hidden neurons got 94.7% of the test points right; it takes 95%."
    )


def test_exactly_as_many_as_it_takes():
    assert spiral(10, torch.tensor(0.95).item()).solved


OTHER_SPIRALS = {
    "less noise": (replace(SPIRAL.begin.data, noise=0.0), SPIRAL.begin.network),
    "three arms": (replace(SPIRAL.begin.data, classes=3), SPIRAL.begin.network),
    "a circle": (DataSettings("circle"), SPIRAL.begin.network),
    "drawn": (drawn([(0, 0, 0), (1, 0, 0), (0, 1, 1), (1, 1, 1)]), SPIRAL.begin.network),
    "waves": (SPIRAL.begin.data, NetworkSettings(("x", "y", "sin x", "sin y"))),
    "only x": (SPIRAL.begin.data, NetworkSettings(("x",))),
}


@pytest.mark.parametrize("name", OTHER_SPIRALS)
def test_another_spiral_or_other_inputs_do_not_count(name):
    data, network = OTHER_SPIRALS[name]
    verdict = judged(SPIRAL, scored(SPIRAL_FRAMES, 1.0), data, network)
    assert not verdict.solved
    assert "noise 0.05 or more" in verdict.sentence


def test_more_noise_and_another_seed_count():
    data = replace(SPIRAL.begin.data, noise=0.1, seed=9)
    assert judged(SPIRAL, scored(SPIRAL_FRAMES, 0.97), data).solved


def test_the_spiral_can_be_solved_with_ten():
    network = NetworkSettings(hidden=(5, 5), activations=("silu", "silu"))
    training = TrainingSettings(optimiser="adam", learning_rate=0.03, epochs=400, every=20)
    verdict = trained(SPIRAL, SPIRAL.begin.data, network, training)
    assert verdict.solved, verdict


# The rate that diverges.


@pytest.mark.parametrize(("rate", "diverges"), [(0.01, False), (0.1, False), (0.3, True)])
def test_the_rate_that_diverges(rate, diverges):
    begin = RATE.begin
    training = replace(begin.training, learning_rate=rate)
    verdict = trained(RATE, begin.data, begin.network, training)
    assert verdict.solved == diverges
    assert verdict.figures["rate"] == rate
    said = "beyond all numbers" if diverges else "that is learning. Look further."
    assert said in verdict.sentence
    assert f"rate of {rate:g}" in verdict.sentence


@pytest.mark.parametrize(
    "change",
    [
        {"origin": DataSettings("plane", noise=0.1)},
        {"origin": DataSettings("multi_gaussian")},
        {"network": NetworkSettings(hidden=(1,), activations=("relu",))},
        {"network": NetworkSettings(hidden=(), activations=(), initialisation="large")},
        {"training": replace(RATE.begin.training, optimiser="momentum")},
        {"training": replace(RATE.begin.training, batch=1)},
        {"training": replace(RATE.begin.training, l2=10.0)},
        {"training": replace(RATE.begin.training, l1=1.0)},
    ],
    ids=lambda change: str(*change.values())[:60],
)
def test_nothing_but_the_rate_may_change(change):
    frames = [replace(SPIRAL_FRAMES[0], has_diverged=True)]
    verdict = judged(RATE, frames, **change)
    assert not verdict.solved
    assert verdict.sentence == "Change nothing but the learning rate."


def test_a_longer_run_may_diverge_too():
    frames = [SPIRAL_FRAMES[0], replace(SPIRAL_FRAMES[1], has_diverged=True)]
    training = replace(RATE.begin.training, learning_rate=0.2, epochs=500)
    verdict = judged(RATE, frames, training=training)
    assert verdict.solved
    assert verdict.figures == {"rate": 0.2, "epoch": 1.0}


# XOR with two neurons.


def test_xor_can_be_solved_with_two_that_bend_only_once():
    data = replace(XOR.begin.data, seed=1)
    network = NetworkSettings(hidden=(2,), activations=("silu",), seed=1)
    training = replace(XOR.begin.training, epochs=150, every=10, seed=1)
    verdict = trained(XOR, data, network, training)
    assert verdict.solved
    assert verdict.figures == {"neurons": 2.0, "accuracy": 1.0}
    assert verdict.sentence == "Solved: two hidden neurons got 100.0% right."


def test_xor_as_it_begins_falls_short_and_gets_a_hint():
    begin = XOR.begin
    verdict = trained(XOR, begin.data, begin.network, replace(begin.training, epochs=60, every=20))
    assert not verdict.solved
    assert "Which activation bends only once?" in verdict.sentence


@pytest.mark.parametrize(
    ("origin", "network", "words"),
    [
        (None, NetworkSettings(("x", "y", "xy"), (2,), ("tanh",)), "x and y alone"),
        (DataSettings("circle"), None, "about XOR"),
        (object(), None, "about XOR"),
        (None, NetworkSettings(hidden=(2, 1)), "3 hidden neurons are more than two."),
    ],
)
def test_xor_in_other_ways_does_not_count(origin, network, words):
    verdict = judged(XOR, scored(XOR_FRAMES, 1.0), origin, network)
    assert not verdict.solved
    assert words in verdict.sentence


@pytest.mark.parametrize(
    ("hidden", "solved"), [((2,), True), ((1, 1), True), ((1,), True), ((), True), ((3,), False)]
)
def test_xor_counts_the_neurons_of_all_layers(hidden, solved):
    network = NetworkSettings(hidden=hidden, activations=("relu",) * len(hidden))
    verdict = judged(XOR, scored(XOR_FRAMES, 0.95), network=network)
    assert verdict.solved == solved
