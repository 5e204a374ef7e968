"""The shipped networks read drawings, and the manifest's figures are what they reach."""

import numpy as np
import pytest
import torch

from nnkit import weights
from nnkit.digits import (
    NETWORKS,
    EmptyDrawing,
    dataset,
    evaluation,
    load,
    models,
    prepare,
    recognise,
)
from nnkit.digits.training import wanted
from nnkit.errors import SettingsError, WeightsError
from nnkit.strokes import Stroke, paint

SEVEN = paint([Stroke(((80, 60), (200, 60), (120, 240)), 20)])
SIX = paint(
    [Stroke(((178, 46), (126, 84), (92, 152), (102, 214), (148, 238), (190, 208), (182, 160),
             (138, 148), (98, 178)), 20)]
)  # fmt: skip
TARGETS = {"cnn": 0.997, "mlp": 0.986, "ten": 0.915}


@pytest.mark.parametrize("name", ["ten", "mlp", "cnn"])
def test_a_seven_and_a_six_are_read(name):
    for drawing, digit in ((SEVEN, 7), (SIX, 6)):
        seen = recognise(drawing, name)
        assert seen.digit == digit
        assert seen.is_digit
        assert seen.probabilities.shape == (10,)
        assert seen.probabilities.sum().item() == pytest.approx(1, abs=1e-5)
        assert seen.confidence == pytest.approx(seen.probabilities.max().item())
        assert torch.equal(seen.prepared.image, prepare(drawing).image)


def test_one_neuron_knows_a_six_from_the_rest():
    yes, no = recognise(SIX, "six"), recognise(SEVEN, "six")
    assert (yes.digit, no.digit) == (6, None)
    assert yes.probabilities[6].item() == yes.confidence > 0.5
    assert no.probabilities[6].item() == pytest.approx(1 - no.confidence)
    for seen in (yes, no):
        assert seen.probabilities.sum().item() == pytest.approx(1, abs=1e-5)


def test_a_prepared_drawing_is_read_the_same():
    assert torch.equal(
        recognise(prepare(SEVEN), "cnn").probabilities, recognise(SEVEN, "cnn").probabilities
    )


def test_an_empty_sheet_is_said():
    with pytest.raises(EmptyDrawing):
        recognise(np.zeros((280, 280), np.uint8))


@pytest.mark.parametrize("name", ["eleven", "", "small", "../cnn"])
def test_unknown_networks_are_refused(name):
    with pytest.raises(SettingsError, match="choose one of six, ten, mlp, cnn"):
        load(name)


def test_networks_are_shared_and_frozen():
    network = load("cnn")
    assert load("cnn") is network
    assert not network.module.training
    assert not any(weight.requires_grad for weight in network.module.parameters())
    assert not any(isinstance(part, torch.nn.BatchNorm2d) for part in network.module.modules())
    logits = network.logits(prepare(SEVEN).image)
    logits += 1  # a copy: nobody else sees this
    assert not torch.equal(network.logits(prepare(SEVEN).image), logits)


def test_a_damaged_file_is_said(tmp_path, monkeypatch):
    for path in weights.directory().iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "digits_ten.safetensors").write_bytes(b"nonsense")
    monkeypatch.setattr(weights, "directory", lambda: tmp_path)
    load.cache_clear()
    try:
        with pytest.raises(WeightsError, match="damaged"):
            load("ten")
    finally:
        load.cache_clear()


@pytest.mark.parametrize("name", [*NETWORKS, "gate"])
def test_the_manifest_tells_how_it_was_made(name):
    entry = weights.manifest()[f"digits_{name}"]
    assert entry.command.startswith(f"python -m nnkit.digits.train {name} --data DIR --out weights")
    assert entry.date
    figures = entry.metrics
    assert figures["temperature"] == pytest.approx(load(name).temperature, rel=1e-5)
    assert 0 <= figures["expected_calibration_error"] < 0.02
    confusion = np.asarray(figures["confusion"])
    assert np.trace(confusion) / confusion.sum() == pytest.approx(figures["accuracy"], abs=1e-5)
    if name != "gate":
        assert confusion.sum() == 10_000


@pytest.mark.parametrize("name", NETWORKS)
def test_the_targets_are_reached(name):
    figures = weights.manifest()[f"digits_{name}"].metrics
    if name == "six":
        assert figures["f1"] >= 0.93
    else:
        assert figures["accuracy"] >= TARGETS[name]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_manifest_figures_measured_again(name, mnist_folder):
    test = dataset.mnist(mnist_folder, train=False)
    network, figures = load(name), weights.manifest()[f"digits_{name}"].metrics
    logits, labels = evaluation.logits(network.module, test), wanted(name, test.labels)
    answers = evaluation.answers(logits)
    # Another processor may round a digit on the edge to the other side.
    assert evaluation.accuracy(answers, labels) == pytest.approx(figures["accuracy"], abs=2e-4)
    shares = evaluation.probabilities(logits, network.temperature)
    confusion = evaluation.confusion(answers, labels, shares.shape[1])
    assert (confusion - torch.tensor(figures["confusion"])).abs().sum() <= 8
    assert evaluation.expected_calibration_error(shares, labels) == pytest.approx(
        figures["expected_calibration_error"], abs=1e-3
    )


def test_real_digits_are_rarely_refused(mnist_folder):
    gate = load("gate")
    test = dataset.mnist(mnist_folder, train=False)
    logits = evaluation.logits(gate.module, test)
    accepted = evaluation.probabilities(logits, gate.temperature)[:, 1] >= gate.threshold
    assert accepted.double().mean() > 0.99


def test_every_shipped_network_has_its_architecture():
    for name in (*NETWORKS, "gate"):
        assert set(load(name).module.state_dict()) == set(
            models.finished(models.make(name)).state_dict()
        )
