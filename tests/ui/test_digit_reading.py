"""What is said about a drawing is true and honest."""

import pytest

from nnkit.strokes import Stroke
from ui import digit_reading
from ui.digit_examples import example
from ui.digit_reading import percent

SCRIBBLE = (
    Stroke(tuple((30 + 12 * n, 40 if n % 2 else 240) for n in range(19)), 18),
    Stroke(tuple((240 if n % 2 else 40, 30 + 15 * n) for n in range(15)), 18),
)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0.0 %"), (1e-9, "under 0.1 %"), (0.05, "5.0 %"), (0.5, "50 %"), (0.951, "95.1 %"),
     (0.9999, "over 99.9 %"), (1.0, "100.0 %")],
)  # fmt: skip
def test_percentages_claim_no_certainty_that_is_not_there(share, words):
    assert percent(share) == words


@pytest.mark.parametrize("digit", range(10))
def test_examples_are_read_by_all_three(digit):
    seen = digit_reading.look(example(digit))
    assert seen.is_digit
    assert [seen.recognitions[name].digit for name in ("ten", "mlp", "cnn")] == [digit] * 3
    assert digit_reading.sentence(seen).startswith(f"**This is a {digit}**")
    assert "agree" in digit_reading.sentence(seen)
    answers = [reading.answer for reading in digit_reading.readings(seen)]
    assert answers == ["a 6" if digit == 6 else "not a 6", *[str(digit)] * 3]


def test_a_scribble_is_refused_in_words():
    seen = digit_reading.look(SCRIBBLE)
    assert not seen.is_digit
    assert digit_reading.sentence(seen) == digit_reading.NO_DIGIT
    assert "don't think this is a digit" in digit_reading.short(seen)


def test_no_ink_is_an_invitation():
    seen = digit_reading.look(())
    assert digit_reading.sentence(seen) == digit_reading.EMPTY
    assert all(reading.probabilities is None for reading in digit_reading.readings(seen))


def test_the_numbers_told_are_the_numbers_learned():
    from nnkit import digits

    for name in ("ten", "mlp", "cnn"):
        count = sum(weight.numel() for weight in digits.load(name).module.parameters())
        assert f"{count:,}" in digit_reading.NOTES[name]
