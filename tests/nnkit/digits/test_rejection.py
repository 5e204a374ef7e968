"""What the shipped gate lets in: digits from any hand, and few of the drawings that are none."""

import numpy as np
import pytest
import torch

from nnkit.digits import EmptyDrawing, dataset, is_digit, load, prepare, recognise
from nnkit.digits.doodles import HELD_OUT, TRAINED, doodles
from nnkit.digits.glyphs import DIGITS, lines
from nnkit.digits.redrawing import redrawn
from nnkit.strokes import Stroke, paint

HELD_OUT_DIGITS, SPLIT_SEED = 5000, 0  # as in nnkit.digits.train


def accepted(pictures):
    """The share of pictures uint8 [N,28,28] that the gate takes for digits."""
    gate = load("gate")
    shares = gate.probabilities(pictures[:, None].float() / 255)[:, 1]
    return (shares >= gate.threshold).double().mean().item()


def written(form, width=18.0):
    """A digit from its hand-made lines, on the sheet."""
    strokes = [(line * (110, 180) + (85, 50)).tolist() for line in lines(form)]
    return paint(Stroke(tuple(map(tuple, points)), width) for points in strokes)


@pytest.fixture(scope="module")
def validation(mnist_folder):
    _, held_out = dataset.split(dataset.mnist(mnist_folder), HELD_OUT_DIGITS, SPLIT_SEED)
    return held_out


def test_under_one_percent_of_real_digits_are_refused(validation):
    assert accepted(validation.pictures) > 0.99


def test_under_two_percent_of_redrawn_digits_are_refused(validation):
    assert accepted(redrawn(validation.pictures[:1000], 10**6)) > 0.98


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_from_hand_made_lines_is_one_in_most_hands(digit):
    form = (prepare(written(DIGITS[digit][0])).image[0, 0] * 255).round().to(torch.uint8)
    assert accepted(redrawn(form.expand(20, 28, 28), 50)) >= 0.9


def test_few_doodles_of_kinds_never_trained_on_pass():
    shares = {family: accepted(doodles(150, 31, [family])) for family in HELD_OUT}
    assert sum(shares.values()) / len(shares) < 0.05, shares
    assert shares["printed letter"] < 0.10
    assert max(shares.values()) < 0.30, shares


def test_few_new_doodles_of_the_trained_kinds_pass():
    assert accepted(doodles(1500, 31)) < 0.06
    assert accepted(doodles(600, 31, ["letter"])) < 0.10
    assert set(TRAINED).isdisjoint(HELD_OUT)


@pytest.mark.parametrize("ink", [0, 255])
def test_a_sheet_of_one_colour_is_empty(ink):
    with pytest.raises(EmptyDrawing):
        recognise(np.full((280, 280), ink, np.uint8))


def test_a_sheet_filled_but_for_its_corners_is_no_digit():
    full = np.full((280, 280), 255, np.uint8)
    full[:12, :12] = full[-12:, -12:] = 0
    assert not recognise(full).is_digit
    framed = np.pad(np.full((260, 260), 255, np.uint8), 10)
    assert not recognise(framed).is_digit


@pytest.mark.parametrize("form", ["08 40 88|25 65", "00 08|80 88|04 84", "80 00 08 88|04 64"])
def test_a_plain_letter_is_no_digit(form):
    sheet = written(form)
    assert not is_digit(prepare(sheet).image)
    assert not recognise(255 - sheet).is_digit


def test_a_scribble_is_no_digit():
    chance = np.random.default_rng(0)
    points = 40 + 200 * chance.random((25, 2))
    sheet = paint([Stroke(tuple(map(tuple, points.tolist())), 14)])
    assert not recognise(sheet).is_digit


def test_a_plain_dot_and_a_lying_dash_are_no_digits():
    assert not recognise(paint([Stroke(((140, 140),), 20)])).is_digit
    assert not recognise(paint([Stroke(((80, 140), (200, 140)), 20)])).is_digit
