import cv2
import numpy as np
import pytest
import torch
from scipy import ndimage

from nnkit.digits.dataset import DigitSet
from nnkit.digits.preparation import prepare
from nnkit.digits.redrawing import Hand, any_hand, draw, gate_digits, redraw, redrawn
from nnkit.errors import ImageError, SettingsError
from nnkit.strokes import Stroke, paint


def arc(x, y, wide, high, start=0.0, end=360.0):
    angles = np.radians(np.linspace(start, end, 60))
    return tuple(zip(x + wide * np.cos(angles), y + high * np.sin(angles), strict=True))


def picture(*lines, width=20):
    """A digit as MNIST's are, from lines of a pen: uint8 [28,28]."""
    sheet = paint([Stroke(line, width) for line in lines])
    return (prepare(sheet).image[0, 0].numpy() * 255).round().astype(np.uint8)


ZERO = picture(arc(140, 140, 60, 85))
ONE = picture(((140, 50), (140, 230)))
SEVEN = picture(((80, 60), (190, 60), (120, 230)))
EIGHT = picture(arc(140, 95, 45, 40), arc(140, 185, 55, 50))
NINE = picture(arc(140, 100, 45, 45), ((185, 100), (180, 230)))
HOLES = [(ZERO, 1), (ONE, 0), (SEVEN, 0), (EIGHT, 2), (NINE, 1)]


def holes(sheet):
    return ndimage.label(sheet <= 127)[1] - 1


def extent(sheet):
    rows, columns = np.nonzero(sheet > 127)
    return np.ptp(rows) + 1, np.ptp(columns) + 1


@pytest.mark.parametrize(("digit", "count"), HOLES)
def test_a_digit_drawn_afresh_keeps_its_holes_and_stays_in_one_piece(digit, count):
    for seed in range(25):
        sheet = redraw(digit, seed)
        assert sheet.shape == (280, 280)
        assert sheet.dtype == np.uint8
        assert holes(sheet) == count
        assert ndimage.label(sheet > 127, np.ones((3, 3)))[1] == 1


def test_a_loop_that_a_broad_pen_has_almost_filled_opens_again():
    broad = picture(arc(140, 95, 45, 40), arc(140, 185, 55, 50), width=70)
    assert holes(cv2.resize(broad, None, fx=10, fy=10, interpolation=cv2.INTER_CUBIC)) < 2
    assert holes(draw(broad, Hand(width=12, height=200))) == 2


def test_many_digits_are_redrawn_each_by_its_own_hand():
    made = redrawn(torch.from_numpy(np.stack([EIGHT] * 6)), seed=3)
    assert made.shape == (6, 28, 28)
    assert made.dtype == torch.uint8
    assert len({picture.numpy().tobytes() for picture in made}) == 6
    first = prepare(redraw(EIGHT, 18)).image[0, 0] * 255
    assert torch.equal(made[0], first.round().to(torch.uint8))


def test_the_same_seed_gives_the_same_sheet_and_the_picture_stays():
    before = SEVEN.copy()
    assert (redraw(SEVEN, 3) == redraw(torch.from_numpy(SEVEN), 3)).all()
    assert (redraw(SEVEN, 3) != redraw(SEVEN, 4)).any()
    assert (before == SEVEN).all()


def test_brush_size_place_and_slant_really_vary():
    sheets = [redraw(ONE, seed) for seed in range(60)]
    heights = [extent(sheet)[0] for sheet in sheets]
    widths = [2 * cv2.distanceTransform((sheet > 127).astype(np.uint8), cv2.DIST_L2, 5).max()
              for sheet in sheets]  # fmt: skip
    places = np.array([ndimage.center_of_mass(sheet) for sheet in sheets])
    assert min(heights) < 110
    assert max(heights) > 210
    assert min(widths) < 12
    assert max(widths) > 25
    assert np.ptp(places, 0).min() > 120
    leans = []
    for sheet in sheets:
        rows, columns = np.nonzero(sheet > 127)
        leans.append(-np.polyfit(rows, columns, 1)[0])
    assert min(leans) < -0.25
    assert max(leans) > 0.25


def test_the_hand_is_obeyed():
    sheet = draw(ONE, Hand(width=24, height=180, place=(0, 1)))
    high, wide = extent(sheet)
    assert high == pytest.approx(180, abs=3)
    assert wide == pytest.approx(24, abs=3)
    rows, columns = np.nonzero(sheet)
    assert columns.min() <= 2
    assert rows.max() >= 277


def test_slant_leans_the_top_to_the_right_and_a_turn_goes_clockwise():
    for hand in (Hand(12, 180, slant=0.3), Hand(12, 180, turn=12)):
        sheet = draw(ONE, hand)
        rows, columns = np.nonzero(sheet > 127)
        assert columns[rows < 80].mean() > columns[rows > 200].mean() + 20


@pytest.mark.parametrize("place", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_no_digit_runs_off_the_sheet(place):
    for slant in (-0.35, 0.35):
        sheet = draw(ZERO, Hand(32, 240, slant=slant, turn=12, place=place, wobble=3))
        assert not sheet[[0, -1]].any()
        assert not sheet[:, [0, -1]].any()


def test_dark_ink_is_the_same_drawing_the_other_way_round():
    light, dark = draw(NINE, Hand(16, 150)), draw(NINE, Hand(16, 150, dark=True))
    assert np.abs(light.astype(int) + dark - 255).max() <= 1
    assert all(redraw(NINE, seed)[0, 0] == 0 for seed in range(10))
    assert {int(redraw(NINE, seed, polarity=True)[0, 0]) for seed in range(10)} == {0, 255}


def test_a_plain_hand_draws_what_was_there():
    for digit, _ in HOLES:
        again = prepare(draw(digit, Hand(width=20, height=170))).image[0, 0].numpy() > 0.5
        before = digit > 127
        assert ndimage.distance_transform_edt(~before)[again].max() < 2
        assert ndimage.distance_transform_edt(~again)[before].max() < 2


def test_a_lone_dot_is_drawn_as_a_dot():
    dot = np.zeros((28, 28), np.uint8)
    dot[14, 14] = 255
    high, wide = extent(draw(dot, Hand(20, 100)))
    assert high == pytest.approx(20, abs=8)
    assert wide == pytest.approx(20, abs=8)


def test_any_hand_fits_every_seed():
    hands = [any_hand(np.random.default_rng(seed), polarity=True) for seed in range(300)]
    assert all(8 <= hand.width <= 32 for hand in hands)
    assert all(hand.width <= hand.height / 6 + 0.01 for hand in hands)
    assert {hand.dark for hand in hands} == {True, False}


@pytest.mark.parametrize(
    "bad", [np.zeros((28, 28), np.uint8), np.ones((28, 28)), np.ones((20, 20), np.uint8)]
)
def test_what_is_no_digit_cannot_be_drawn_afresh(bad):
    with pytest.raises(ImageError, match="digit"):
        redraw(bad)


@pytest.mark.parametrize(("width", "height"), [(0, 100), (20, 10), (20, 270), (float("nan"), 100)])
def test_a_bad_hand_is_one_sentence(width, height):
    with pytest.raises(SettingsError, match="brush"):
        Hand(width, height)


def test_a_bad_seed_is_one_sentence():
    with pytest.raises(SettingsError, match="seed"):
        redraw(ONE, -1)


def test_the_gate_learns_from_digits_digits_drawn_afresh_and_doodles():
    shapes = [digit for digit, _ in HOLES]
    digits = DigitSet(torch.from_numpy(np.stack(shapes * 4)), torch.arange(20) % 5)
    pictures, labels = gate_digits(digits, seed=2)
    assert pictures.shape == (20 + 4 + 20, 28, 28)
    assert pictures.dtype == torch.uint8
    assert labels.sum() == 24
    assert set(labels.tolist()) == {0, 1}
    originals = {shape.tobytes() for shape in shapes}
    plain = [p.numpy().tobytes() in originals for p in pictures]
    assert sum(plain) == 20, "all the digits themselves are there"
    assert all(label == 1 for label, found in zip(labels, plain, strict=True) if found)
    assert labels[:24].sum() < 24, "shuffled"
    again = gate_digits(digits, seed=2)
    assert torch.equal(pictures, again[0])
    assert torch.equal(labels, again[1])
    assert not torch.equal(pictures, gate_digits(digits, seed=3)[0])
