"""Four inputs through four neurons learn to copy; through two they learn the pattern."""

import math

import pytest
import torch

from nnkit import SettingsError
from nnkit.autoencoder import copying
from nnkit.autoencoder.copying import CopySettings, copy

QUICK = {"steps": 60, "frames": 3}


def last(settings):
    *_, frame = copy(settings)
    return frame


@pytest.fixture(scope="module")
def wide():
    return last(CopySettings())


@pytest.fixture(scope="module")
def narrow():
    return last(CopySettings(middle=2))


def test_without_a_bottleneck_everything_comes_out(wide):
    assert wide.copied["pattern"] > 0.98
    assert wide.copied["anything"] > 0.95
    assert wide.noise_kept > 0.9
    assert wide.distance < 0.15


def test_through_two_numbers_only_the_pattern_comes_out(narrow):
    assert narrow.copied["pattern"] > 0.97
    assert narrow.copied["anything"] < 0.6
    assert narrow.noise_kept < 0.6
    assert narrow.distance > 0.6
    assert torch.linalg.matrix_rank(narrow.matrix, atol=1e-3) == 2


def test_what_has_no_pattern_cannot_go_through_two_numbers():
    frame = last(CopySettings(middle=2, examples="anything"))
    assert frame.copied["anything"] < 0.6  # two of four independent numbers at best


def test_a_linear_network_is_one_matrix():
    frame = last(CopySettings(activation="linear", steps=200))
    product = torch.eye(4)
    for weight in frame.weights:
        product = weight @ product
    assert torch.allclose(frame.matrix, product, atol=1e-6)
    expected = torch.linalg.matrix_norm(product - torch.eye(4)).item() / 2
    assert frame.distance == pytest.approx(expected, abs=1e-6)


def test_a_linear_bottleneck_finds_the_plane_of_the_pattern():
    """Baldi and Hornik 1989: the best linear network projects on the widest directions."""
    frame = last(CopySettings(middle=2, activation="linear", steps=4000, noise=0.1))
    rows = torch.tensor(copying.PATTERN)  # of length 1, square to each other
    assert torch.allclose(frame.matrix, rows.T @ rows, atol=0.05)


def test_a_frame_is_the_network_that_it_shows():
    frame = last(CopySettings(middle=3, **QUICK))
    assert [tuple(weight.shape) for weight in frame.weights] == [(4, 4), (3, 4), (4, 3), (4, 4)]
    values = frame.shown
    for index, (weight, bias) in enumerate(zip(frame.weights, frame.biases, strict=True)):
        values = values @ weight.T + bias
        values = values.tanh() if index < 3 else values
    assert torch.allclose(values, frame.outputs, atol=1e-6)
    assert not any(part.requires_grad for part in (*frame.weights, *frame.biases, frame.matrix))


def test_widths():
    assert CopySettings().widths == (4, 4, 4, 4)
    assert CopySettings(middle=2).widths == (4, 4, 2, 4, 4)


def test_frames_and_determinism():
    torch.manual_seed(0)
    before = torch.get_rng_state()
    frames = list(copy(CopySettings(**QUICK)))
    assert torch.equal(torch.get_rng_state(), before)
    assert [frame.step for frame in frames] == [0, 20, 40, 60]
    again = list(copy(CopySettings(**QUICK)))
    assert all(torch.equal(one.matrix, two.matrix) for one, two in zip(frames, again, strict=True))
    other = list(copy(CopySettings(**QUICK, seed=1)))
    assert not torch.equal(other[-1].matrix, frames[-1].matrix)
    assert not torch.equal(frames[0].weights[0], frames[-1].weights[0])  # each frame its own


def test_the_pattern_is_two_numbers_and_anything_is_not():
    generator = torch.Generator().manual_seed(0)
    made = copying.pattern(200, generator)
    assert torch.linalg.matrix_rank(made, atol=1e-4) == 2
    assert made.abs().max() <= 1
    assert torch.linalg.matrix_rank(copying.anything(200, generator)) == 4


def test_explained():
    inputs = torch.tensor([[0.0], [2.0]])
    assert copying.explained(inputs, inputs) == 1
    assert copying.explained(inputs, torch.ones(2, 1)) == 0
    assert copying.explained(inputs, inputs.flip(0)) == -3


def test_without_noise_none_is_kept():
    assert math.isnan(last(CopySettings(noise=0.0, **QUICK)).noise_kept)


@pytest.mark.parametrize(
    "bad",
    [
        {"middle": 0}, {"middle": 4}, {"middle": 1.5}, {"activation": "relu"}, {"examples": "cats"},
        {"noise": 2.0}, {"steps": 0}, {"learning_rate": math.nan}, {"frames": 0}, {"seed": -1},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        CopySettings(**bad)
