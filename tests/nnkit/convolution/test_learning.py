"""The hidden kernel is the oracle."""

import math

import pytest
import torch
from skimage import data

from nnkit import SettingsError
from nnkit.convolution import convolve, learn_kernel
from nnkit.kernels import PRESETS

PHOTO = torch.from_numpy(data.astronaut()).permute(2, 0, 1)[None].float()[..., ::2, ::2] / 255
HIDDEN = [(key, size) for key, preset in PRESETS.items() for size in preset.sizes if size in (3, 5)]


@pytest.mark.parametrize(("key", "size"), HIDDEN)
def test_finds_every_hidden_kernel(key, size):
    kernel = PRESETS[key].make(size)
    after = convolve(PHOTO, kernel, bias=0.2, padding="zeros")
    *_, last = learn_kernel(PHOTO, after, size)
    torch.testing.assert_close(last.kernel, kernel, atol=1e-2, rtol=0)
    assert last.bias == pytest.approx(0.2, abs=1e-2)
    torch.testing.assert_close(
        last.picture, convolve(PHOTO, kernel, bias=0.2, padding="reflect"), atol=1e-2, rtol=0
    )


def test_finds_a_small_kernel_inside_a_larger_one():
    kernel = PRESETS["sharpen"].make()
    *_, last = learn_kernel(PHOTO, convolve(PHOTO, kernel), size=5)
    expected = torch.nn.functional.pad(kernel, (1, 1, 1, 1))
    torch.testing.assert_close(last.kernel, expected, atol=1e-2, rtol=0)


def test_frames():
    after = convolve(PHOTO, PRESETS["emboss"].make())
    frames = list(learn_kernel(PHOTO, after, steps=12, seed=3))
    assert [(frame.step, frame.total) for frame in frames] == [(step, 12) for step in range(13)]
    assert frames[0].bias == pytest.approx(0)
    losses = [frame.loss for frame in frames]
    assert losses == sorted(losses, reverse=True)
    for frame in frames[::6]:
        expected = convolve(PHOTO, frame.kernel, bias=frame.bias, padding="reflect")
        assert torch.equal(frame.picture, expected)
        assert not frame.kernel.requires_grad
    middle = (frames[6].picture - after)[..., 2:-2, 2:-2].square().mean()
    assert frames[6].loss == pytest.approx(float(middle), rel=0.1)


def test_the_seed_decides_and_the_global_generator_does_not():
    after = convolve(PHOTO, PRESETS["box"].make(3))
    torch.manual_seed(1)
    state = torch.get_rng_state()
    first = list(learn_kernel(PHOTO, after, steps=3, seed=5))
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(2)
    again = list(learn_kernel(PHOTO, after, steps=3, seed=5))
    other = next(learn_kernel(PHOTO, after, steps=3, seed=6))
    assert all(torch.equal(a.kernel, b.kernel) for a, b in zip(first, again, strict=True))
    assert not torch.equal(first[0].kernel, other.kernel)


def test_two_runs_and_no_grad_do_not_disturb_each_other():
    after = convolve(PHOTO, PRESETS["box"].make(3))
    alone = list(learn_kernel(PHOTO, after, steps=4))
    with torch.no_grad():
        runs = learn_kernel(PHOTO, after, steps=4), learn_kernel(PHOTO, after, steps=4)
        both = list(zip(*runs, strict=True))
    for expected, pair in zip(alone, both, strict=True):
        assert all(torch.equal(frame.kernel, expected.kernel) for frame in pair)


def test_an_even_picture_teaches_nothing_and_breaks_nothing():
    flat = torch.full((1, 1, 20, 20), 0.5)
    *_, last = learn_kernel(flat, flat, steps=20)
    assert torch.isfinite(last.kernel).all()
    assert math.isfinite(last.bias)
    assert last.loss == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((PHOTO, PHOTO[..., 2:-2, 2:-2]), "same size"),
        ((PHOTO[0], PHOTO[0]), "N, C, H, W"),
        ((PHOTO, PHOTO, 0), "size"),
        ((PHOTO, PHOTO, 12), "size"),
        ((PHOTO, PHOTO, 3, 0), "steps"),
        ((PHOTO[..., :5], PHOTO[..., :5]), "at least 6"),
        ((PHOTO, PHOTO * torch.nan), "finite"),
    ],
)
def test_bad_settings_are_refused_before_the_first_frame(arguments, words):
    with pytest.raises(SettingsError, match=words):
        learn_kernel(*arguments)
