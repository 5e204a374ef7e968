import pytest
import torch

from nnkit.errors import SettingsError
from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    landscape,
    make,
    train,
)
from nnkit.playground.layers import Parameters

POINTS = make(DataSettings("moons", points=80))
NETWORK = NetworkSettings(hidden=(5, 3))
TRAINING = TrainingSettings(epochs=5)
*_, FRAME = train(POINTS, NETWORK, TRAINING)


def test_the_network_stands_in_the_middle():
    made = landscape(POINTS, NETWORK, TRAINING, FRAME, side=7)
    assert made.losses.shape == (7, 7)
    assert made.losses[3, 3].item() == pytest.approx(FRAME.train_loss, rel=1e-5)
    assert made.ticks[3] == 0


def test_each_place_is_that_network():
    made = landscape(POINTS, NETWORK, TRAINING, FRAME, side=5, reach=2.0)
    flat = FRAME.parameters.flat + made.ticks[4] * made.first + made.ticks[1] * made.second
    there = FRAME.with_bias(0, 0, 0.0)
    there.parameters.flat.copy_(flat)
    measured = next(train(POINTS, NETWORK, TRAINING, there))
    assert made.losses[1, 4].item() == pytest.approx(measured.train_loss, rel=1e-4)


def test_directions_are_filter_normalised_and_leave_biases_alone():
    made = landscape(POINTS, NETWORK, TRAINING, FRAME, side=3)
    for flat in (made.first, made.second):
        direction = Parameters(FRAME.parameters.architecture, 1, flat)
        for weights, own in zip(direction.weights, FRAME.weights, strict=True):
            torch.testing.assert_close(weights[0].norm(dim=1), own.norm(dim=1))
        assert not any(biases.any() for biases in direction.biases)
    assert not torch.equal(made.first, made.second)


def test_the_seed_decides():
    def made(seed):
        return landscape(POINTS, NETWORK, TRAINING, FRAME, side=3, seed=seed).losses

    assert torch.equal(made(1), made(1))
    assert not torch.equal(made(1), made(2))


@pytest.mark.parametrize(
    "wrong", [{"reach": 0}, {"side": 2}, {"side": 102}, {"seed": -1}, {"side": 4}], ids=str
)
def test_wishes_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        landscape(POINTS, NETWORK, TRAINING, FRAME, **wrong)


def test_along_the_way_every_frame_stands_where_its_shadow_is():
    path = list(train(POINTS, NETWORK, TRAINING))
    made = landscape(POINTS, NETWORK, TRAINING, FRAME, side=5, path=path)
    assert made.way.shape == (6, 2)
    assert made.way.abs().max().item() == pytest.approx(0.8, abs=1e-5)
    torch.testing.assert_close(made.way[-1], torch.zeros(2), atol=1e-5, rtol=0)
    plane = torch.stack([made.first, made.second], 1)  # [P, 2]
    steps = torch.stack([frame.parameters.flat for frame in path]) - FRAME.parameters.flat
    nearest = torch.linalg.lstsq(plane, steps.T).solution.T
    torch.testing.assert_close(made.way, nearest, atol=1e-4, rtol=0)
    lost = (steps - made.way @ plane.T).square().sum() / steps.square().sum()
    assert made.kept == pytest.approx(1 - lost.item(), abs=1e-4)
    # Of all planes this one holds the most: random ones hold less.
    other = landscape(POINTS, NETWORK, TRAINING, FRAME, side=3)
    plane = torch.stack([other.first, other.second], 1)
    shadows = plane @ torch.linalg.lstsq(plane, steps.T).solution
    assert shadows.square().sum() / steps.square().sum() < made.kept


def test_a_straight_way_lies_in_the_picture_whole():
    start, end = FRAME.with_bias(0, 0, 1.5), FRAME
    made = landscape(POINTS, NETWORK, TRAINING, end, side=5, path=[start, end])
    assert made.kept == pytest.approx(1)
    measured = next(train(POINTS, NETWORK, TRAINING, start))
    place = [round(2 * x / 0.8) + 2 for x in made.way[0].tolist()]
    assert place[1] == 2
    exact = landscape(POINTS, NETWORK, TRAINING, end, side=3, reach=0.8, path=[start, end])
    assert exact.losses[1, place[0] // 2].item() == pytest.approx(measured.train_loss, rel=1e-4)


def test_a_way_that_is_none_is_refused():
    other = next(train(POINTS, NetworkSettings(hidden=(2,), activations=("tanh",)), TRAINING))
    lost = FRAME.with_bias(0, 0, 0.0)
    lost.parameters.flat.fill_(float("nan"))
    for path in ([FRAME], [FRAME, FRAME], [other, FRAME], [lost, FRAME]):
        with pytest.raises(SettingsError):
            landscape(POINTS, NETWORK, TRAINING, FRAME, path=path)
