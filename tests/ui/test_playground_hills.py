import io

import numpy as np
import pytest
from PIL import Image

from nnkit.descent import RACE, RATES, SURFACES, descend
from ui.playground_film import film
from ui.playground_hills import Race, fate, outcome, warning


def race(key, rates=None, start=None):
    surface = SURFACES[key]
    chosen = rates or {name: rate for name, rate in RACE[key].items() if name != "sgd"}
    return Race(surface, chosen, start or surface.start)


def fate_of(key, optimiser, rate, start=None):
    one = race(key, {optimiser: rate}, start)
    return fate(one.surface, one.run()[optimiser])


@pytest.mark.parametrize("key", SURFACES)
def test_rates_do_what_they_are_called(key):
    rates = RATES[key]
    assert "diverged" in fate_of(key, "gd", rates.too_large)
    assert "of the way down left" in fate_of(key, "gd", rates.too_small)
    right = fate_of(key, "gd", rates.right)
    assert right == "arrived at the bottom" or key == "valleys"


def test_flat_ground_that_is_no_bottom_is_named():
    assert "ground is flat" in fate_of("saddle", "gd", 0.3, (-2.0, 0.0))
    assert "past it and back" in fate_of("line", "sgd", 0.3)


def test_a_path_is_run_as_nnkit_runs_it():
    one = race("ravine", {"adam": 0.2}, (1.0, -1.0))
    frames = one.run()["adam"]
    assert frames == tuple(descend(one.surface, one.settings()["adam"], (1.0, -1.0)))
    assert len(frames) == 61


def test_outcome_and_warning_name_who_is_lost():
    one = race("ravine", {"gd": 0.45, "adam": 0.2})
    runs = one.run()
    table = outcome(one, runs)
    assert f"thrown off the map after {len(runs['gd']) - 1} steps" in table
    assert "| **Adam** | 0.2 |" in table
    assert "Gradient descent?" in warning(runs)
    assert warning({"adam": runs["adam"]}) == ""


def test_the_film_has_a_picture_a_step_and_the_map_its_shape():
    one = race("ravine", {"gd": 0.45})  # is lost before the last step
    runs = one.run()
    bundle = film(one.surface, runs)
    assert len(bundle) == len(runs["gd"]) < 61
    first, last = (Image.open(io.BytesIO(bundle.pictures[at])) for at in (0, -1))
    assert first.size == (bundle.width, bundle.height)
    assert bundle.width == 2 * bundle.height
    changed = np.abs(np.asarray(first, int) - np.asarray(last, int)).max(axis=2) > 60
    assert changed.mean() > 0.01
    assert bundle.captions[0].startswith("step 0: lowest is Gradient descent, loss 10.1")


def test_a_runner_is_where_it_stands():
    one = race("line", {"rmsprop": 0.1})
    bundle = film(one.surface, one.run())
    picture = np.asarray(Image.open(io.BytesIO(bundle.pictures[0])), int)
    box, (x, y) = one.surface.box, one.surface.start
    column = round((x - box.left) / (box.right - box.left) * bundle.width)
    row = round((box.top - y) / (box.top - box.bottom) * bundle.height)
    near = picture[row - 6 : row + 7, column - 6 : column + 7]
    orange = np.abs(near - np.array([0xE6, 0x9F, 0x00])).max(axis=2) < 40
    assert orange.mean() > 0.2
