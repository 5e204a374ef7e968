"""The Python under every result, run in a fresh process, makes the same pixels."""

import subprocess
import sys

import numpy as np
import pytest

from nnkit import images, samples
from tests.pages.test_pages import CONVOLUTION, open_page, press

CASES = {
    "filter": ({}, ["filter"]),
    "filter, all settings": (
        {
            "kernel": "My own numbers", "kernel_cells": "0,-1,0;-1,5.5,-1;0,-1,0", "stride": "2",
            "dilation": "3", "padding": "reflect", "bias": "0.1", "activation": "relu",
            "flip": "true", "grey": "true", "show": "stretched", "picture": "Coffee",
        },
        ["filter"],
    ),
    "pattern": ({"tab": "Find the pattern", "smudge": "0.2", "patch_row": "30"}, ["match"]),
    "neuron": (
        {"tab": "Convolutional neuron", "layers": "3", "b1": "0.1", "learned": "Filter 7"},
        ["stack", "learned_result"],
    ),
    "waves": ({"tab": "Frequencies"}, ["response"]),
}  # fmt: skip


def run_fresh(code, folder, threads=1):
    """Run the snippet as a visitor would and return its result as pixels."""
    ending = "\nimport numpy\nfrom nnkit import images\n"
    ending += 'numpy.save("pixels.npy", images.to_uint8(result))\n'
    (folder / "snippet.py").write_text(code + ending)
    run = subprocess.run(
        [sys.executable, "snippet.py"], cwd=folder, capture_output=True, text=True, check=False,
        # As many threads as the app: sums in another order differ in their last bits, and an
        # attack steps by the sign of such sums.
        env={"PYTHONPATH": ":".join(path for path in sys.path if path) or ".",
             "OMP_NUM_THREADS": str(threads)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return np.load(folder / "pixels.npy")


def results(test):
    return test.session_state["_results"]


@pytest.mark.parametrize("case", CASES)
def test_every_snippet_makes_its_picture(case, tmp_path):
    query, keys = CASES[case]
    test = open_page(CONVOLUTION, **query)
    for key in keys:
        result = results(test)[key]
        assert any(code.value == result.code for code in test.code)
        assert 3 <= len(result.code.splitlines()) <= 16
        pixels = run_fresh(result.code, tmp_path)
        assert np.array_equal(pixels, images.to_uint8(result.picture)), key


def test_the_learned_kernel_too(tmp_path):
    test = open_page(CONVOLUTION, tab="Learn the kernel", steps="40", seed="3")
    press(test, "learn_kernel-start")
    result = results(test)["learned_kernel"]
    pixels = run_fresh(result.code, tmp_path)
    difference = pixels.astype(int) - images.to_uint8(result.picture)
    assert np.abs(difference).max() <= 1  # training on another number of threads may round


def test_an_own_photo_is_loaded_from_the_trays_download(tmp_path):
    test = open_page(CONVOLUTION)
    photo = images.to_jpeg(samples.load("coffee", max_side=1024), quality=90)
    test.file_uploader[0].upload("mine.jpg", photo, "image/jpeg").run()
    mine = test.session_state["_tray"].own[0]
    (tmp_path / mine.file_name).write_bytes(mine.png())
    result = results(test)["filter"]
    assert np.array_equal(run_fresh(result.code, tmp_path), images.to_uint8(result.picture))


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ({"example": "3"}, "digit"),
        ({"tab": "One neuron, opened", "neuron": "The neuron for 4", "example": "9"}, "products"),
        ({"tab": "The ConvNet, opened", "view": "Which ink mattered"}, "erasing"),
    ],
    ids=("digit", "products", "erasing"),
)
def test_what_is_made_of_a_drawing_too(query, key, tmp_path):
    result = results(open_page("pages/digit_drawing.py", **query))[key]
    assert np.array_equal(run_fresh(result.code, tmp_path), images.to_uint8(result.picture))
