"""The steps of the preparation as pictures."""

import numpy as np

from nnkit.digits import prepare
from nnkit.strokes import paint
from ui import digit_control, digit_pictures
from ui.digit_examples import example


def test_the_four_steps_show_what_happened():
    prepared = prepare(paint(example(7)))
    (sheet, cut_out), (_, scaled), (centred, moved), (bits, _) = digit_pictures.steps(prepared)
    box = prepared.box
    assert f"{box.right - box.left} × {box.bottom - box.top}" in cut_out
    orange = (sheet == digit_pictures.ORANGE).all(2)
    rows, columns = np.flatnonzero(orange.any(1)), np.flatnonzero(orange.any(0))
    assert (rows[0], rows[-1]) == (box.top, box.bottom - 1)
    assert (columns[0], columns[-1]) == (box.left, box.right - 1)
    assert f"{prepared.cut.shape[1]} × {prepared.cut.shape[0]}" in scaled
    assert f"moved {abs(prepared.shift[0])} " in moved
    shown = centred[5::10, 5::10, 2] / 255
    away = np.abs(np.arange(28) - 14) > 0  # the cross lies on row and column 14
    assert np.allclose(
        shown[np.ix_(away, away)], prepared.image[0, 0].numpy()[np.ix_(away, away)], atol=0.01
    )
    assert np.array_equal(bits[5::11, 5::11, 0] > 0, prepared.bits.reshape(24, 24).numpy() > 0)


def test_the_code_paints_the_same_drawing():
    scope = {}
    line = digit_control.code(example(4))
    exec("from nnkit import strokes\n" + line, scope)
    assert np.array_equal(scope["drawing"], paint(example(4)))
