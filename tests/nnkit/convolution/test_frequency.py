import numpy as np
import pytest
import torch

from nnkit import SettingsError
from nnkit.convolution import convolve, frequency_response, is_separable, separate
from nnkit.kernels import PRESETS


@pytest.mark.parametrize("size", [8, 33, 64])
def test_agrees_with_numpy(size):
    kernel = torch.rand(5, 4, generator=torch.Generator().manual_seed(0))
    expected = np.fft.fftshift(np.abs(np.fft.fft2(kernel.numpy(), (size, size))))
    np.testing.assert_allclose(frequency_response(kernel, size).numpy(), expected, atol=1e-5)


@pytest.mark.parametrize(("down", "right"), [(0, 0), (3, 0), (-5, 7), (0, 16)])
def test_is_the_gain_of_a_wave(down, right):
    size, kernel = 32, PRESETS["sobel_x"].make(5).double()
    row, column = torch.meshgrid(*[torch.arange(size, dtype=torch.float64)] * 2, indexing="ij")
    angle = 2 * torch.pi * (down * row + right * column) / size
    answer = [
        convolve(wave[None, None], kernel, padding="circular")
        for wave in (angle.cos(), angle.sin())
    ]
    gain = (answer[0].square() + answer[1].square()).sqrt()
    response = frequency_response(kernel, size)[size // 2 + down, (size // 2 + right) % size]
    torch.testing.assert_close(gain, response.expand_as(gain))


@pytest.mark.parametrize("key", ["box", "gaussian", "sobel_x", "scharr_y", "gabor", "corner"])
def test_separates_what_is_separable(key):
    kernel = PRESETS[key].make()
    assert is_separable(kernel)
    column, row = separate(kernel)
    torch.testing.assert_close(column[:, None] * row, kernel, atol=1e-6, rtol=1e-5)


@pytest.mark.parametrize("key", ["laplacian4", "sharpen", "emboss", "difference_of_gaussians"])
def test_refuses_what_is_not(key):
    assert not is_separable(PRESETS[key].make())
    assert separate(PRESETS[key].make()) is None


def test_tolerance_and_zero():
    kernel = torch.ones(3, 3)
    kernel[0, 0] = 1.01
    assert not is_separable(kernel)
    assert is_separable(kernel, tolerance=0.05)
    assert is_separable(torch.zeros(4, 4))


@pytest.mark.parametrize(
    ("kernel", "size"),
    [(torch.ones(9, 3), 8), (torch.ones(3, 3), 0), (torch.ones(3), 64), (torch.ones(2, 2) / 0, 64)],
)
def test_bad_input(kernel, size):
    with pytest.raises(SettingsError):
        frequency_response(kernel, size)
