import math
from dataclasses import replace

import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    make,
    train,
    train_many,
)
from nnkit.playground.frames import SIDE
from nnkit.playground.objectives import LOSSES
from nnkit.playground.optimisers import OPTIMISERS

POINTS = make(DataSettings("moons", points=60))
NETWORK = NetworkSettings()
TRAINING = TrainingSettings(epochs=6, learning_rate=0.05)


def run(points=POINTS, network=NETWORK, training=TRAINING, start=None):
    return list(train(points, network, training, start))


def figures(frame):
    return (
        frame.epoch,
        frame.train_loss,
        frame.test_loss,
        frame.train_accuracy,
        frame.test_accuracy,
        frame.gradient_sizes,
        frame.idle,
        frame.dropped,
        frame.maps,
        frame.scales,
        frame.parameters.flat.tolist(),
    )


def test_frames_come_one_an_epoch_the_untrained_network_first():
    frames = run()
    assert [frame.epoch for frame in frames] == list(range(7))
    assert {frame.total for frame in frames} == {6}
    assert frames[0].update_sizes == (0, 0, 0)
    assert min(frames[3].update_sizes) > 0
    assert frames[-1].train_loss < frames[0].train_loss
    assert not frames[-1].note
    assert [tuple(weights.shape) for weights in frames[0].weights] == [(4, 2), (2, 4), (1, 2)]
    assert [tuple(biases.shape) for biases in frames[0].biases] == [(4,), (2,), (1,)]


def test_every_few_epochs_and_the_last():
    frames = run(training=replace(TRAINING, every=4))
    assert [frame.epoch for frame in frames] == [0, 4, 6]
    assert figures(frames[1]) == figures(run()[4])


def test_the_same_run_always_and_frames_do_not_change_later():
    first = train(POINTS, NETWORK, TRAINING)
    kept = [(frame, figures(frame)) for frame in first]
    torch.manual_seed(5)
    torch.rand(3)
    for (frame, then), again in zip(kept, run(), strict=True):
        assert figures(frame) == then == figures(again)


def test_two_runs_at_once_do_not_disturb_each_other():
    pairs = zip(train(POINTS, NETWORK, TRAINING), train(POINTS, NETWORK, TRAINING), strict=True)
    for (one, other), alone in zip(pairs, run(), strict=True):
        assert figures(one) == figures(other) == figures(alone)


def test_the_global_generator_is_left_alone():
    before = torch.random.get_rng_state()
    run(network=replace(NETWORK, dropout=0.5))
    assert torch.equal(before, torch.random.get_rng_state())


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_the_time_machine_goes_on_exactly(optimiser, dropout):
    training = replace(TRAINING, optimiser=optimiser, learning_rate=0.01, early_stop=50)
    network = replace(NETWORK, dropout=dropout)
    whole = run(network=network, training=training)
    resumed = run(network=network, training=training, start=whole[3])
    assert [frame.epoch for frame in resumed] == [3, 4, 5, 6]
    for then, again in zip(whole[3:], resumed, strict=True):
        assert figures(then) == figures(again)
        assert then.best == again.best


def test_a_branch_begins_where_it_branched_and_goes_its_own_way():
    whole = run()
    branch = run(training=replace(TRAINING, learning_rate=0.5), start=whole[3])
    assert figures(branch[0]) == figures(whole[3])
    assert branch[1].train_loss != whole[4].train_loss
    assert branch[1].parameters.flat.ne(whole[3].parameters.flat).any()


def test_branches_with_another_optimiser_or_activation():
    whole = run()
    adam = run(training=replace(TRAINING, optimiser="adam"), start=whole[3])
    assert adam[-1].memory.steps == 3 * math.ceil(int(POINTS.is_train.sum()) / 10)
    relu = run(network=replace(NETWORK, activations=("relu", "relu")), start=whole[3])
    assert relu[0].train_loss != whole[3].train_loss


def test_a_frame_of_another_shape_or_of_a_later_epoch_is_refused():
    whole = run()
    with pytest.raises(SettingsError, match="shape"):
        train(POINTS, replace(NETWORK, hidden=(5, 2)), TRAINING, whole[3])
    with pytest.raises(SettingsError, match="epoch 6"):
        train(POINTS, NETWORK, replace(TRAINING, epochs=5), whole[6])
    assert len(run(start=whole[6])) == 1


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("classes", [2, 3])
def test_every_loss_learns(loss, classes):
    points = make(DataSettings("gaussians", points=100, noise=0.0, classes=classes))
    network = NetworkSettings(hidden=(6,), activations=("tanh",))
    training = TrainingSettings(loss, "adam", epochs=15)
    frames = run(points, network, training)
    assert frames[-1].test_accuracy > 0.9


def test_numbers_are_learned():
    points = make(DataSettings("plane", points=100))
    network = NetworkSettings(hidden=(), activations=())
    frames = run(points, network, TrainingSettings("squared", learning_rate=0.01, epochs=10))
    assert frames[-1].test_accuracy > 0.95
    assert frames[-1].idle == ()


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_penalties_shrink_weights_but_not_biases(penalty):
    start = run()[3].with_bias(0, 0, 3.0)
    training = replace(TRAINING, epochs=4, learning_rate=0.01, batch=100)
    plain = run(training=training, start=start)[-1]
    shrunk = run(training=replace(training, **{penalty: 0.5}), start=start)[-1]
    for layer in range(3):
        before = start.weights[layer]
        pull = before.sign() if penalty == "l1" else before
        torch.testing.assert_close(shrunk.weights[layer], plain.weights[layer] - 0.01 * 0.5 * pull)
        torch.testing.assert_close(shrunk.biases[layer], plain.biases[layer])


def test_dropout_switches_neurons_off_and_keeps_the_mean():
    frames = run(network=NetworkSettings(hidden=(12, 12), dropout=0.5))
    assert frames[0].dropped == ()
    off = [neuron for frame in frames[1:] for layer in frame.dropped for neuron in layer]
    assert 0.3 < sum(off) / len(off) < 0.7
    assert frames[1].dropped != frames[2].dropped


def test_divergence_ends_the_run_with_a_sentence():
    points = make(DataSettings("multi_gaussian", points=60))
    network = NetworkSettings(activations=("relu", "relu"))
    frames = run(points, network, TrainingSettings("squared", learning_rate=10.0, epochs=50))
    last = frames[-1]
    assert last.has_diverged
    assert last.epoch < 50
    assert "learning rate 10 is too large" in last.note
    assert len(last.maps) == 7 * SIDE * SIDE
    assert not any(frame.has_diverged or frame.note for frame in frames[:-1])


def test_early_stop_says_why():
    points = make(DataSettings("moons", points=40, noise=0.5))
    network = NetworkSettings(hidden=(12, 12))
    training = TrainingSettings(optimiser="adam", epochs=500, early_stop=5, every=3)
    frames = run(points, network, training)
    last = frames[-1]
    assert last.epoch < 500
    assert last.epoch - last.best[1] == 5
    assert f"since epoch {last.best[1]}" in last.note
    assert min(frame.test_loss for frame in frames) >= last.best[0]


def test_sixteen_seeds_are_sixteen_runs():
    training = replace(TRAINING, optimiser="adam", learning_rate=0.01, batch=7)
    network = replace(NETWORK, dropout=0.2)
    many = list(train_many(POINTS, network, training, seeds=4))
    assert [frame.epoch for frame in many] == list(range(7))
    for run_number in range(4):
        alone = run(
            network=replace(network, seed=run_number), training=replace(training, seed=run_number)
        )
        for frame, own in zip(many, alone, strict=True):
            assert frame.train_losses[run_number] == pytest.approx(own.train_loss, rel=1e-4)
            assert frame.test_losses[run_number] == pytest.approx(own.test_loss, rel=1e-4)
            drawn = torch.tensor(list(frame.maps[run_number]))
            assert (drawn - torch.tensor(list(own.map_of(2, 0)))).abs().max() <= 1
            torch.testing.assert_close(
                frame.parameters.of_run(run_number).flat, own.parameters.flat, rtol=1e-3, atol=1e-5
            )


def test_of_many_runs_one_may_diverge_alone():
    points = make(DataSettings("multi_gaussian", points=60))
    network = NetworkSettings(activations=("relu", "relu"))
    for rate in (0.5, 1.0, 2.0, 4.0):
        training = TrainingSettings("squared", learning_rate=rate, epochs=20)
        *_, last = train_many(points, network, training)
        for loss, has_diverged in zip(last.train_losses, last.diverged, strict=True):
            assert has_diverged or math.isfinite(loss)
        if any(last.diverged) and not all(last.diverged):
            return
    pytest.fail("No rate made only some of the runs diverge.")


@pytest.mark.parametrize(
    "wrong",
    [
        {"loss": "absolute"},
        {"optimiser": "lbfgs"},
        {"learning_rate": -0.1},
        {"learning_rate": float("nan")},
        {"learning_rate": 11},
        {"batch": 0},
        {"l1": -1},
        {"l2": 11},
        {"epochs": 100_001},
        {"early_stop": 0},
        {"every": 0},
        {"seed": -1},
    ],
    ids=str,
)
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        TrainingSettings(**wrong)


@pytest.mark.parametrize("seeds", [0, 65, 1.5])
def test_too_many_seeds_are_refused(seeds):
    with pytest.raises(SettingsError):
        train_many(POINTS, NETWORK, TRAINING, seeds)
