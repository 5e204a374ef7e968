"""Networks' answers are painted in the colours of their classes."""

import numpy as np
import pytest

from nnkit import colours, playground
from nnkit.playground.frames import SIDE, plane
from ui import playground_plane
from ui.playground_plane import paint


def map_of(value):
    return bytes([value] * SIDE * SIDE)


def test_one_output_goes_from_blue_to_orange():
    assert (paint(map_of(1)) == colours.NEGATIVE).all()
    assert (paint(map_of(255)) == colours.POSITIVE).all()
    assert (paint(map_of(128)) == colours.ZERO).all()


@pytest.mark.parametrize("classes", [3, 4])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared"])
def test_the_colours_are_those_of_the_networks_answers(classes, loss):
    points = playground.make(playground.DataSettings("gaussians", points=60, classes=classes))
    network = playground.NetworkSettings(hidden=(), activations=())
    training = playground.TrainingSettings(loss, "adam", 0.1, epochs=10, every=10)
    *_, frame = playground.train_many(points, network, training, seeds=2)
    (weights,), (biases,) = frame.parameters.weights, frame.parameters.biases
    for run in range(2):
        sums = plane(network.features) @ weights[run].T + biases[run]
        wanted = playground_plane._CLASSES[sums.argmax(1).reshape(SIDE, SIDE).numpy()]
        painted = paint(frame.maps[run])
        assert (painted == wanted).all(2).mean() > 0.95  # but for borders, where bytes are alike
        assert len(np.unique(painted.reshape(-1, 3), axis=0)) == classes
