"""What is seen of a painting: moved, in a frame, inside a mask."""

import numpy as np
import pytest
import torch

from nnkit.style.canvas import Canvas, window


def test_a_window_moves_the_picture_and_mirrors_what_is_beyond():
    row = torch.arange(5.0).view(1, 1, 1, 5).expand(1, 1, 5, 5)
    assert window(row, 0, 2, (5, 5))[0, 0, 0].tolist() == [2, 1, 0, 1, 2]
    assert window(row, 0, -2, (5, 5))[0, 0, 0].tolist() == [2, 3, 4, 3, 2]
    assert window(row, 0, 0, (5, 8))[0, 0, 0].tolist() == [0, 1, 2, 3, 4, 3, 2, 1]
    assert window(row.mT, 1, 0, (5, 5))[0, 0, :, 0].tolist() == [1, 0, 1, 2, 3]


@pytest.mark.parametrize("move", [(0, 0), (3, -5), (-8, 8)])
def test_a_window_is_numpys_reflection(noise, move):
    picture = noise(1, 2, 30, 41)
    down, right = move
    padded = np.pad(picture[0], ((0, 0), (20, 20), (20, 20)), mode="reflect")
    wanted = padded[:, 20 - down : 52 - down, 20 - right : 68 - right]
    assert window(picture, down, right, (32, 48))[0].numpy() == pytest.approx(wanted)


def test_a_window_of_the_picture_itself_is_the_picture(photo):
    assert torch.equal(window(photo, 0, 0, (96, 128)), photo)


def test_outside_the_mask_the_original_is_seen_to_the_bit(photo, noise):
    mask = torch.zeros(1, 1, 96, 128)
    mask[..., 30:60] = 1
    mask[..., 60:70] = 0.25
    painted = noise(1, 3, 96, 128).sigmoid()
    for keep in (False, True):
        seen = Canvas(photo, keep, mask).shown(painted)
        assert torch.equal(seen[..., :30], photo[..., :30])
        assert torch.equal(seen[..., 70:], photo[..., 70:])
    plain = Canvas(photo, False, mask).shown(painted)
    torch.testing.assert_close(plain[..., 30:60], painted[..., 30:60])
    quarter = 0.75 * photo[..., 60:70] + 0.25 * painted[..., 60:70]
    torch.testing.assert_close(plain[..., 60:70], quarter)


def test_a_small_painting_is_finished_at_full_size(photo, noise):
    finished = Canvas(photo).finished(noise(1, 3, 40, 50) * 3)
    assert finished.shape == photo.shape
    assert 0 <= finished.min() <= finished.max() <= 1


def test_a_canvas_of_another_size_has_all_parts_of_that_size(photo):
    canvas = Canvas(photo, True, torch.ones(1, 1, 96, 128)).at((64, 85))
    assert canvas.size == (64, 85)
    assert canvas.mask.shape == (1, 1, 64, 85)
    assert canvas.chroma.shape == (1, 3, 64, 85)
    assert canvas.keep_colours
    assert canvas.at((64, 85)) is canvas
