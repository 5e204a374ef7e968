"""Whatever engine is chosen, the picture is the same."""

from functools import partial

import numpy as np
import pytest
import torch

from nnkit.convolution import PADDINGS, Sliding, engine
from nnkit.convolution.filtering import with_torch

SHAPES = [(1, 1), (2, 2), (3, 3), (4, 7), (5, 5), (8, 8), (15, 15), (31, 20)]


def random(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("stride", [1, 3])
@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_all_engines_agree(padding, stride, dilation, shape):
    picture, sliding = random(1, 2, 80, 91), Sliding(stride, dilation, padding)
    column, row = random(shape[0], seed=1) - 0.3, random(shape[1], seed=2) - 0.3
    kernel = column[:, None] * row
    expected = with_torch(picture.double(), kernel, sliding, 0.5).float()
    parts = column.numpy(), row.numpy()
    for run in (engine.direct, engine.fourier, partial(engine.separable, parts)):
        result = engine.run_with(run, picture.numpy(), kernel.numpy(), sliding, 0.5)
        torch.testing.assert_close(result, expected, atol=1e-4, rtol=0)


def test_many_tiles_join_without_a_seam():
    picture, kernel = random(1, 1, 700, 530), random(13, 13, seed=1) - 0.5
    result = engine.run_with(engine.fourier, picture.numpy(), kernel.numpy(), Sliding(), 0.0)
    torch.testing.assert_close(result, with_torch(picture, kernel, Sliding()), atol=1e-4, rtol=0)


def test_the_widest_spread_kernel_fits_a_tile():
    picture, kernel = random(1, 1, 20, 20), random(63, 63, seed=1)
    sliding = Sliding(1, 32, "circular")
    result = engine.run_with(engine.fourier, picture.numpy(), kernel.numpy(), sliding, 0.0)
    expected = with_torch(picture, kernel, sliding)
    torch.testing.assert_close(result, expected, atol=5e-3, rtol=0)


@pytest.mark.parametrize(
    ("kernel", "dilation", "expected"),
    [
        (np.random.default_rng(0).random((3, 3)), 1, engine.direct),
        (np.random.default_rng(0).random((11, 11)), 1, engine.direct),
        (np.random.default_rng(0).random((15, 15)), 1, engine.fourier),
        (np.random.default_rng(0).random((3, 3)), 8, engine.fourier),
        (np.ones((3, 3)), 1, engine.direct),
        (np.ones((63, 63)), 1, engine.fourier),
    ],
)
def test_the_choice(kernel, dilation, expected):
    assert engine.choose(kernel, Sliding(1, dilation)) is expected


@pytest.mark.parametrize("size", [5, 31, 50])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_separable_kernels_are_recognised(size, dtype):
    rng = np.random.default_rng(size)
    kernel = np.outer(rng.normal(size=size), rng.normal(size=size)).astype(dtype)
    assert engine.choose(kernel, Sliding()).func is engine.separable
    assert engine.choose(np.zeros_like(kernel), Sliding()).func is engine.separable
    kernel[0, 0] += 0.01
    assert engine.choose(kernel, Sliding()) in (engine.direct, engine.fourier)
