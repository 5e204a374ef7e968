"""``pip install .`` brings the package and its weights, away from the checkout."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import nnkit, torch
assert nnkit.__file__.startswith(sys.argv[1]), nnkit.__file__
assert str(nnkit.weights.directory()).startswith(sys.argv[1])
network = nnkit.vision.load(device="cpu")
layer = nnkit.vision.load_first_layer()
guess = network.classify(nnkit.samples.load("coffee"))[0]
print(tuple(layer.kernels.shape), guess.label)
"""


def test_installed_package_loads_its_networks(tmp_path):
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
    install += ["--no-build-isolation", "--target", str(tmp_path / "site"), str(ROOT)]
    subprocess.run(install, check=True, cwd=tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "site")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == ["(32,", "3,", "3,", "3)", "espresso"]
    assert not (ROOT / "build").exists(), "installing must leave no trace in the checkout"
