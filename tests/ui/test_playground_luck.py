"""Sixteen runs: what is painted, and what is said when some of them fly apart."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from nnkit import colours, playground
from ui.playground_luck import GAP, SEEDS, SIDE, ZOOM, Painter, Shot, sentence

NAN = float("nan")


def tiles(shot):
    pixels = np.asarray(Image.open(io.BytesIO(shot.picture)))[::ZOOM, ::ZOOM]
    step = SIDE + GAP
    places = [(place // 8 * step, place % 8 * step) for place in range(SEEDS)]
    return [pixels[top : top + SIDE, left : left + SIDE] for top, left in places]


def shots(data, training):
    points = playground.make(data)
    network = playground.NetworkSettings(hidden=(4,), activations=("relu",))
    painter = Painter(points)
    return [painter.encode(f) for f in playground.train_many(points, network, training, SEEDS)]


def test_three_classes_are_painted_in_three_colours():
    data = playground.DataSettings("gaussians", points=60, classes=3)
    *_, last = shots(
        data, playground.TrainingSettings(optimiser="adam", learning_rate=0.03, epochs=30)
    )
    found = {tuple(colour) for colour in np.concatenate([t.reshape(-1, 3) for t in tiles(last)])}
    assert len(found) == 3
    assert {colours.NEGATIVE, colours.POSITIVE} <= found


def test_runs_that_flew_apart_are_counted_and_left_out():
    data = playground.DataSettings("plane", points=60)
    training = playground.TrainingSettings("squared", learning_rate=0.1, epochs=40, every=40)
    *_, last = shots(data, training)
    lost = sum(last.diverged)
    assert 0 < lost < SEEDS
    for tile, is_lost in zip(tiles(last), last.diverged, strict=True):
        assert (tile == 128).all() == is_lost
    told = sentence(last)
    assert f"**{lost} of 16 runs flew apart**" in told
    assert f"of the other {SEEDS - lost}. After 40 epochs" in told
    whole = [loss for loss, is_lost in zip(last.losses, last.diverged, strict=True) if not is_lost]
    assert f"between **{min(whole):.4g}** and **{max(whole):.4g}**" in told


@pytest.mark.parametrize("is_regression", [True, False])
def test_no_figure_is_of_a_lost_run(is_regression):
    shot = Shot(9, b"", (NAN, 0.5, 0.25), (NAN, 0.5, 0.75), (True, False, False), is_regression)
    assert "nan" not in sentence(shot)
    assert ("**0.25** and **0.5**" if is_regression else "**75.0%**") in sentence(shot)
    whole = replace(
        shot, diverged=(False,) * 3, losses=(1.0, 0.5, 0.25), accuracies=(0.2, 0.5, 0.9)
    )
    assert "flew apart" not in sentence(whole)
    assert "All 3 runs flew apart" in sentence(replace(shot, diverged=(True,) * 3))
