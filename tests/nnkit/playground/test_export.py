"""The script runs by itself, in a process that has no nnkit, and ends where the run did."""

import ast
import json
import subprocess
import sys
from dataclasses import replace

import pytest
import torch

from nnkit.playground import (
    DataSettings,
    NetworkSettings,
    TrainingSettings,
    export,
    from_csv,
    make,
    train,
    weights_json,
)

DEEP = NetworkSettings(
    ("x", "y", "x^2", "xy", "sin y"), (6, 6, 6), ("relu", "gelu", "elu"), "he", True, 0.2, 3
)
RUNS = {
    "plain": (DataSettings(points=60), NetworkSettings(), TrainingSettings(epochs=12)),
    "everything": (
        DataSettings("spiral", points=90, classes=3),
        DEEP,
        TrainingSettings("cross_entropy", "adam", 0.01, 32, 1e-3, 1e-2, 8, seed=5),
    ),
    "early stop": (
        DataSettings("plane", points=60),
        NetworkSettings(hidden=(4,), activations=("softplus",)),
        TrainingSettings("squared", "rmsprop", epochs=200, early_stop=2),
    ),
    "hinge": (
        DataSettings("gaussians", points=60, classes=4),
        NetworkSettings(hidden=(), activations=()),
        TrainingSettings("hinge", "nesterov", epochs=8),
    ),
    "squared": (
        DataSettings("xor", points=60),
        NetworkSettings(activations=("silu", "leaky_relu"), hidden=(5, 5)),
        TrainingSettings("squared", "momentum", epochs=8),
    ),
}


BRANCHES = ("momentum", "rmsprop", "adam")
RUN_ALL = """
import contextlib, io, runpy, sys
sys.modules["nnkit"] = None
for path in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        runpy.run_path(path)
    print(said.getvalue().splitlines()[-1])
"""


def branched(optimiser):
    """Data, network and settings of a run that begins at an edited frame, and that frame."""
    data, network, training = RUNS["everything"]
    training = replace(training, optimiser=optimiser)
    frame = list(train(make(data), network, training))[5].with_bias(0, 0, 0.7)
    return data, network, replace(training, learning_rate=0.003, epochs=12), frame


@pytest.fixture(scope="module")
def cases():
    runs = {name: (*settings, None) for name, settings in RUNS.items()}
    return runs | {name: branched(name) for name in BRANCHES}


@pytest.fixture(scope="module")
def results(cases, tmp_path_factory):
    """The last line of each script, all run by a Python that cannot import nnkit."""
    folder = tmp_path_factory.mktemp("scripts")
    paths = []
    for name, (data, network, training, start) in cases.items():
        paths.append(folder / f"{name}.py")
        script = export(make(data), network, training, start)
        paths[-1].write_text(script, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", RUN_ALL, *map(str, paths)],
        capture_output=True, text=True, cwd=folder, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return dict(zip(cases, map(json.loads, run.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", [*RUNS, *BRANCHES])
def test_the_script_reproduces_the_run(name, cases, results):
    data, network, training, start = cases[name]
    *_, last = train(make(data), network, training, start)
    assert results[name]["epoch"] == last.epoch
    assert results[name]["train_loss"] == pytest.approx(last.train_loss, rel=1e-3)
    assert results[name]["test_loss"] == pytest.approx(last.test_loss, rel=1e-3)


def test_names_from_a_file_run_no_code():
    rows = "".join(f"{x * x},{x * x % 7},{'ab'[x % 2]}\n" for x in range(12))
    points = from_csv(f'"a\nraise SystemExit","b\rimport os",c\n{rows}'.encode())
    points = replace(points, input_names=("a\nraise SystemExit", "b\rimport os\x0b"))
    tree = ast.parse(export(points, NetworkSettings(), TrainingSettings()))
    assert not any(isinstance(node, ast.Raise) for node in ast.walk(tree))
    assert sum(isinstance(node, ast.Import) for node in ast.walk(tree)) == 3


def test_weights_as_json():
    data, network, training = RUNS["everything"]
    points = make(data)
    *_, last = train(points, network, training)
    read = json.loads(weights_json(network, last))
    assert read["features"] == list(network.features)
    assert read["epoch"] == 8
    assert [layer["activation"] for layer in read["layers"]] == [
        *network.activations, "identity"]  # fmt: skip
    assert [layer["adds_inputs"] for layer in read["layers"]] == [False, True, True, False]
    for layer, weights, biases in zip(read["layers"], last.weights, last.biases, strict=True):
        assert torch.equal(torch.tensor(layer["weights"]), weights)
        assert torch.equal(torch.tensor(layer["biases"]), biases)


def test_json_knows_no_nan():
    points = make(DataSettings("plane", points=20))
    training = TrainingSettings("squared")
    frame = next(train(points, NetworkSettings(), training))
    frame.parameters.flat.fill_(float("nan"))
    assert json.loads(weights_json(NetworkSettings(), frame))["layers"][2]["biases"] == [None]
