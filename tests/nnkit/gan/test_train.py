"""The command writes weights, story and figures, and goes on where it was cut off."""

import importlib

import pytest
import torch

from nnkit import gan, weights
from nnkit.digits import command, dataset
from nnkit.gan import TrainingSettings, directions, recipes, story

function = gan.train
training = importlib.import_module("nnkit.gan.train")
gan.train = function  # a module of the same name would hide it from all other tests
TINY = TrainingSettings(epochs=2, batch=16, moments=3, penalty_every=2)


@pytest.fixture
def run(bars, tmp_path, monkeypatch):
    """The command with 64 bars in the place of MNIST; its weights come to `tmp_path / out`."""
    monkeypatch.setattr(dataset, "mnist", lambda folder, train=True: bars)
    monkeypatch.setattr(training, "HELD_OUT", 16)
    monkeypatch.setattr(training, "RECIPES", {"digits": TINY, "conditional": TINY})
    monkeypatch.setattr(recipes, "_SKETCHED", 16)
    monkeypatch.setattr(story, "_SKETCHED", 16)
    monkeypatch.setattr(directions, "COUNT", 2)
    monkeypatch.setattr(directions, "_DRAWS", 60)
    monkeypatch.setattr(directions, "_MEASURED", 10)
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)

    def go(name, out):
        places = ["--out", str(tmp_path / out), "--checkpoints", str(tmp_path / "kept")]
        monkeypatch.setattr("sys.argv", ["train", name, *places])
        training.main()
        return tmp_path / out

    return go


@pytest.mark.parametrize("name", ["digits", "conditional"])
def test_all_is_written(run, name, tmp_path):
    folder = run(name, "weights")
    entries = weights.manifest(folder)
    assert set(entries) == {f"gan_{name}", f"gan_{name}_story"}
    entry = entries[f"gan_{name}"]
    assert entry.command.endswith("--out weights --epochs 2 --seed 0")
    assert ("obeyed" in entry.metrics) == (name == "conditional")
    assert set(entry.metrics["beside"]) == {"training digits", "training digits, blurred", "noise"}
    assert len(entry.metrics["directions"]) == 2
    assert set(entry.metrics["truncated"]) == {"1.0", "0.85", "0.7", "0.5"}
    tensors = weights.load(f"gan_{name}", folder=folder)
    assert tensors["directions"].shape == (2, 100)
    told = story.unpack(weights.load(f"gan_{name}_story", folder=folder))
    assert [moment.step for moment in told.moments] == [0, 1, 6]
    assert not list((tmp_path / "kept").iterdir())


def test_a_run_that_was_cut_off_writes_the_same(run, monkeypatch, tmp_path):
    whole = run("digits", "whole")
    keep = command.keep

    def keep_and_stop(kept, checkpoint):
        keep(kept, checkpoint)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "keep", keep_and_stop)
    with pytest.raises(KeyboardInterrupt):
        run("digits", "parts")
    assert len(list((tmp_path / "kept").iterdir())) == 1
    monkeypatch.setattr(command, "keep", keep)
    parts = run("digits", "parts")
    for name in ("gan_digits", "gan_digits_story"):
        assert weights.read(name, whole) == weights.read(name, parts)


def test_without_mnist_it_ends_with_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.argv", ["train", "digits", "--data", str(tmp_path)])
    with pytest.raises(SystemExit, match="MNIST is not on this machine"):
        training.main()
