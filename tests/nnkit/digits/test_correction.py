"""Correcting a network: it learns the drawing, forgets visibly or hardly, and leaves no trace."""

import copy
import math

import pytest
import torch

from nnkit.digits import TrainingSettings, models, train
from nnkit.digits.augmentation import augment
from nnkit.digits.correction import CorrectionSettings, correct
from nnkit.errors import SettingsError

FAST = CorrectionSettings(steps=6, batch=8, rehearse=0.5, learning_rate=0.01, seed=2)


@pytest.fixture(scope="module")
def reader(bars):
    settings = TrainingSettings(epochs=12, batch=16, learning_rate=0.01, augmentation=0.0)
    *_, last = train("small", bars.take(slice(0, 60)), bars.take(slice(60, 80)), settings)
    assert last.accuracy == 1
    return last.network


@pytest.fixture
def cross():
    """A drawing that the network has never seen, meant as a 4."""
    picture = torch.zeros(1, 1, 28, 28)
    picture[..., 4:24, 13:16] = 1
    picture[..., 13:16, 4:24] = 1
    return picture, torch.tensor([4])


def weights(network):
    return torch.cat([value.flatten() for value in network.state_dict().values()])


def test_the_drawing_is_learned_and_old_digits_are_forgotten_or_not(reader, bars, cross):
    old, test = bars.take(slice(0, 60)), bars.take(slice(60, 80))
    settings = CorrectionSettings(steps=40, learning_rate=0.01, rehearse=0.75, batch=16)
    *_, alone = correct(reader, *cross, test, settings)
    *_, rehearsed = correct(reader, *cross, test, settings, old)
    for last in (alone, rehearsed):
        assert last.probabilities.argmax(1).item() == 4
        assert last.probabilities[0, 4] > 0.9
        assert last.accuracy_before == 1
    assert alone.accuracy < 0.7  # told of nothing but 4s, it sees 4s in bars
    assert rehearsed.accuracy > 0.9


def test_the_shared_network_is_never_touched(reader, bars, cross):
    shared = copy.deepcopy(reader)
    shared.train()
    wanting = [weight.requires_grad for weight in shared.parameters()]
    before, drawing = weights(shared).clone(), cross[0].clone()

    def intact():
        return (
            torch.equal(weights(shared), before)
            and shared.training
            and [weight.requires_grad for weight in shared.parameters()] == wanting
            and all(weight.grad is None for weight in shared.parameters())
            and torch.equal(cross[0], drawing)
        )

    frames = correct(shared, *cross, bars, FAST, bars)
    for _ in range(4):
        next(frames)
        assert intact()
    frames.close()
    assert intact()


def test_frames(reader, bars, cross):
    settings = CorrectionSettings(steps=7, batch=8, measure=3, learning_rate=0.01)
    frames = list(correct(reader, *cross, bars, settings, bars))
    assert [(frame.step, frame.total) for frame in frames] == [(step, 7) for step in range(8)]
    measured = [frame.step for frame in frames if frame.accuracy is not None]
    assert measured == [0, 3, 6, 7]
    assert math.isnan(frames[0].loss)
    assert all(math.isfinite(frame.loss) for frame in frames[1:])
    assert torch.equal(weights(frames[0].network), weights(reader))
    for frame in frames:  # each is whole by itself, even after the run
        assert torch.allclose(frame.network(cross[0]).softmax(1), frame.probabilities, atol=1e-6)
        assert not frame.network.training
        assert not frame.probabilities.requires_grad
        for weight in frame.network.parameters():
            assert not weight.requires_grad
            assert weight.grad is None
        if frame.accuracy is not None:
            right = frame.network(bars.images()).argmax(1) == bars.labels
            assert frame.accuracy == pytest.approx(right.double().mean().item())


def test_a_step_is_what_torch_would_do(reader, bars, cross):
    settings = CorrectionSettings(steps=1, batch=4, learning_rate=0.003, seed=9)
    *_, last = correct(reader, *cross, bars, settings)
    network = copy.deepcopy(reader).requires_grad_(True)
    generator = torch.Generator().manual_seed(9)
    torch.randperm(1, generator=generator)
    copies = augment(cross[0].repeat(4, 1, 1, 1), generator, 0.5)
    loss = torch.nn.CrossEntropyLoss()(network(copies), cross[1].repeat(4))
    loss.backward()
    assert last.loss == pytest.approx(loss.item(), rel=1e-4)
    # Adam's first step moves each weight by the learning rate, against the sign of its slope.
    for old, new in zip(network.parameters(), last.network.parameters(), strict=True):
        steep = old.grad.abs() > 1e-4
        moved = (new - old.detach())[steep]
        expected = -0.003 * old.grad[steep].sign()
        torch.testing.assert_close(moved, expected, atol=1e-5, rtol=1e-2)


def test_only_the_last_layer_learns_when_told_so(reader, bars, cross):
    settings = CorrectionSettings(steps=3, layers="last", learning_rate=0.01)
    *_, last = correct(reader, *cross, bars, settings)
    for name, value in reader.state_dict().items():
        same = torch.equal(value, last.network.state_dict()[name])
        assert same is not name.startswith("reader")


def test_the_seed_decides_and_two_runs_do_not_disturb_each_other(reader, bars, cross):
    torch.manual_seed(1)
    state = torch.get_rng_state()
    alone = list(correct(reader, *cross, bars, FAST, bars))
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(2)
    with torch.no_grad():
        runs = [correct(reader, *cross, bars, FAST, bars) for _ in range(2)]
        both = list(zip(*runs, strict=True))
    for expected, pair in zip(alone, both, strict=True):
        assert all(torch.equal(weights(f.network), weights(expected.network)) for f in pair)
    other = CorrectionSettings(steps=6, batch=8, rehearse=0.5, learning_rate=0.01, seed=3)
    *_, last = correct(reader, *cross, bars, other, bars)
    assert not torch.equal(weights(last.network), weights(alone[-1].network))


@pytest.mark.parametrize("name", ["ten", "mlp", "cnn"])
def test_any_network_of_ten_answers_can_be_corrected(name, bars, cross):
    network = models.finished(models.make(name))
    drawings = torch.cat([cross[0], bars.images(slice(0, 2))])
    labels = torch.tensor([4, 0, 9])
    settings = CorrectionSettings(steps=20, batch=9, learning_rate=0.003, augmentation=0.0)
    first, *_, last = correct(network, drawings, labels, bars, settings)
    assert torch.equal(last.probabilities.argmax(1), labels)
    assert last.loss < 0.3
    assert first.probabilities.shape == (3, 10)


def test_a_known_accuracy_is_believed_and_temperature_softens(reader, bars, cross):
    plain = next(correct(reader, *cross, bars, FAST, accuracy_before=0.25))
    soft = next(correct(reader, *cross, bars, FAST, temperature=4.0, accuracy_before=0.25))
    assert plain.accuracy_before == plain.accuracy == 0.25
    expected = (reader(cross[0]) / 4).softmax(1)
    torch.testing.assert_close(soft.probabilities, expected)
    assert soft.probabilities.max() < plain.probabilities.max()


@pytest.mark.parametrize(
    "bad",
    [
        {"steps": 0}, {"steps": 2.0}, {"steps": 5000}, {"learning_rate": -1.0}, {"batch": 1},
        {"learning_rate": math.nan}, {"rehearse": 0.95}, {"rehearse": -0.1}, {"seed": -1},
        {"augmentation": 9.0}, {"layers": "first"}, {"measure": -1},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError, match=next(iter(bad))):
        CorrectionSettings(**bad)


@pytest.mark.parametrize(
    ("drawings", "labels", "words"),
    [
        (torch.zeros(0, 1, 28, 28), torch.zeros(0, dtype=torch.long), "N > 0"),
        (torch.zeros(2, 28, 28), torch.tensor([1, 2]), "N,1,28,28"),
        (torch.zeros(2, 1, 8, 8), torch.tensor([1, 2]), "N,1,28,28"),
        (torch.full((1, 1, 28, 28), torch.nan), torch.tensor([1]), "fractions"),
        (torch.full((1, 1, 28, 28), 255.0), torch.tensor([1]), "fractions"),
        (torch.zeros(1, 1, 28, 28, dtype=torch.uint8), torch.tensor([1]), "fractions"),
        (torch.zeros(2, 1, 28, 28), torch.tensor([1]), "one label"),
        (torch.zeros(1, 1, 28, 28), torch.tensor([1.0]), "one label"),
        (torch.zeros(1, 1, 28, 28), torch.tensor([10]), "0..9"),
        (torch.zeros(1, 1, 28, 28), torch.tensor([-1]), "0..9"),
    ],
)
def test_bad_drawings_are_refused_before_the_first_frame(reader, bars, drawings, labels, words):
    with pytest.raises(SettingsError, match=words):
        correct(reader, drawings, labels, bars, FAST)


def test_empty_sets_and_lone_neurons_are_refused(reader, bars, cross):
    nothing = bars.take(slice(0, 0))
    with pytest.raises(SettingsError, match="test digit"):
        correct(reader, *cross, nothing, FAST)
    with pytest.raises(SettingsError, match="rehearse"):
        correct(reader, *cross, bars, FAST, nothing)
    with pytest.raises(SettingsError, match="ten answers"):
        correct(models.finished(models.make("six")), *cross, bars, FAST)
