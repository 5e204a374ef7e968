"""The denoiser on digits that it has never seen, beside non-local means."""

import pytest
import torch

from nnkit import SettingsError, noise
from nnkit.autoencoder import denoise, evaluation, load, non_local_means


def gain(digits, noisy, found):
    before, after = evaluation.psnr(digits, noisy), evaluation.psnr(digits, found)
    return (after - before).mean().item()


def test_seven_decibels_and_better_than_non_local_means(digits):
    noisy = noise.gaussian(digits, 0.5, seed=1)
    learned = gain(digits, noisy, denoise(noisy))
    classical = gain(digits, noisy, non_local_means(noisy, 0.5))
    assert learned > 7
    assert learned > classical > 1  # the rival is no straw man: it does help


@pytest.mark.parametrize("sigma", [0.2, 0.35, 0.65, 0.8])
def test_it_helps_at_other_strengths(sigma, digits):
    noisy = noise.gaussian(digits, sigma, seed=2)
    assert gain(digits, noisy, denoise(noisy)) > 2


def test_it_is_the_shipped_denoiser(digits):
    assert torch.equal(denoise(digits), load("denoiser").reconstruct(digits))


def test_non_local_means_leaves_a_plain_sheet_alone():
    plain = torch.full((1, 1, 28, 28), 0.4)
    assert torch.allclose(non_local_means(plain, 0.3), plain, atol=1e-5)
    picture = torch.rand(2, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert non_local_means(picture, 0.3).shape == picture.shape
    assert torch.allclose(non_local_means(picture, 0.0), picture, atol=1e-3)


@pytest.mark.parametrize("sigma", [-0.1, float("nan"), 3.0])
def test_bad_noise_is_refused(sigma, digits):
    with pytest.raises(SettingsError):
        non_local_means(digits[:1], sigma)


def test_other_pictures_are_refused():
    for call in (denoise, lambda pictures: non_local_means(pictures, 0.5)):
        with pytest.raises(SettingsError):
            call(torch.zeros(1, 3, 28, 28))
