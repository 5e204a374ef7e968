"""The training command: it writes all it should, and goes on where it was cut off."""

import dataclasses
import json
import subprocess
import sys

import pytest
import torch

from nnkit import SettingsError, autoencoder, weights
from nnkit.autoencoder import coder, making, recipes, sheets
from nnkit.digits import command, dataset


@pytest.fixture
def make(tmp_path, bars, monkeypatch):
    """What the command calls, with toy digits for MNIST and recipes of an epoch."""
    digits = dataset.DigitSet(bars.pictures.repeat(7, 1, 1), torch.arange(560) % 10)
    monkeypatch.setattr(dataset, "mnist", lambda folder, train=True: digits)
    monkeypatch.setattr(making, "HELD_OUT", 40)
    tiny = {
        name: dataclasses.replace(recipe, epochs=1, frames=3)
        for name, recipe in recipes.RECIPES.items()
    }
    monkeypatch.setattr(making, "RECIPES", tiny)
    monkeypatch.setattr(recipes, "COMPARED", 4)
    monkeypatch.setattr(recipes, "strangers", lambda: {"letters": torch.rand(5, 1, 28, 28)})

    def call(name):
        making.make(name, tmp_path, tmp_path / "weights", tmp_path / "checkpoints", seed=2)

    return call


def tensors(folder, name):
    return weights.load(f"autoencoder_{name}", folder=folder)


def test_a_network_with_its_plane(make, tmp_path):
    make("ae2")
    folder = tmp_path / "weights"
    entries = weights.manifest(folder)
    assert set(entries) == {f"autoencoder_ae2{part}" for part in ("", "_codes", "_sheet", "_story")}
    about = entries["autoencoder_ae2"]
    assert about.command.endswith("train ae2 --data DIR --out weights --epochs 1 --seed 2")
    model = coder.from_weights("ae2", tensors(folder, "ae2"))
    pictures = dataset.mnist(None).images()
    error = (model.reconstruct(pictures) - pictures).square().mean().item()
    assert about.metrics["mse"] == pytest.approx(error, abs=1e-6)
    assert all(part.dtype == torch.half for part in tensors(folder, "ae2").values())
    figures = about.metrics["story"]
    codes = tensors(folder, "ae2_codes")
    assert len(figures["steps"]) == len(codes["story"]) == 3
    rows = sheets.decode(weights.read("autoencoder_ae2_story", folder))
    assert rows.shape == (3, 10, 28, 28)
    assert not list((tmp_path / "checkpoints").iterdir())


@pytest.mark.parametrize("name", ["vae2", "denoiser"])
def test_a_run_that_was_cut_off_ends_as_it_would_have(name, make, tmp_path, monkeypatch):
    make(name)
    whole = (tmp_path / "weights" / "manifest.json").read_text()
    real, calls = command.keep, []

    def cut_off(state, checkpoint):
        real(state, checkpoint)
        calls.append(state["state"]["step"])
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(command, "keep", cut_off)
    with pytest.raises(KeyboardInterrupt):
        make(name)
    make(name)
    assert calls[2:] == []  # the last moment is no longer kept: it went on, not from the beginning
    again = (tmp_path / "weights" / "manifest.json").read_text()
    assert json.loads(again) == json.loads(whole)


def test_pca_and_anomaly(make, tmp_path):
    folder = tmp_path / "weights"
    make("pca")
    assert tensors(folder, "pca")["components"].shape == (32, 784)
    figures = weights.manifest(folder)["autoencoder_pca"].metrics
    assert figures["pca2"]["mse"] >= figures["pca8"]["mse"] >= figures["pca32"]["mse"]
    make("ae8")
    make("anomaly")
    assert tensors(folder, "anomaly")["codes"].shape[1] == 8
    assert 0 <= weights.manifest(folder)["autoencoder_anomaly"].metrics["auroc_letters"] <= 1


def test_unknown_names_are_refused(make):
    with pytest.raises(SettingsError, match="choose ae2"):
        make("ae3")


def test_the_command_says_in_a_sentence_what_is_missing(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "nnkit.autoencoder.train", "ae2", "--data", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.startswith("MNIST is not on this machine")
    assert not (tmp_path / "weights").exists()


def test_the_command_does_not_hide_the_function():
    assert callable(autoencoder.train)
