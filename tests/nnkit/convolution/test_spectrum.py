"""Waves are found where they were put."""

import math

import numpy as np
import pytest
import torch

from nnkit import SettingsError
from nnkit.convolution import spectrum


def test_one_wave_is_two_bright_points() -> None:
    columns = torch.arange(64.0)
    wave = torch.cos(2 * math.pi * 8 * columns / 64).expand(48, 64)[None, None]
    seen = spectrum(wave)
    brightest = {tuple(divmod(index, 64)) for index in seen.flatten().topk(2).indices.tolist()}
    assert brightest == {(24, 32 - 8), (24, 32 + 8)}


def test_it_is_numpys_transform() -> None:
    picture = torch.rand(1, 1, 15, 22)
    expected = np.log10(1 + np.abs(np.fft.fftshift(np.fft.fft2(picture[0, 0].numpy()))))
    assert np.allclose(spectrum(picture), expected, atol=1e-4)


def test_colour_is_refused_in_one_sentence() -> None:
    with pytest.raises(SettingsError, match="one grey picture"):
        spectrum(torch.rand(1, 3, 8, 8))
