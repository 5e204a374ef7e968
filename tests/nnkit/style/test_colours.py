"""Colours arrive where they shall, by the shortest way, and a photo can keep its own."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import images
from nnkit.style import colours


def covariance(seed):
    sides = torch.randn(3, 3, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return sides @ sides.T / 3 + 0.05 * torch.eye(3, dtype=torch.float64)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_map_is_symmetric_and_reaches_the_covariance(one, two):
    """Both together make it the optimal one (Olkin and Pukelsheim 1982)."""
    own, wanted = covariance(one), covariance(two)
    matrix = colours.transport(own, wanted)
    torch.testing.assert_close(matrix, matrix.T)
    assert torch.linalg.eigvalsh(matrix).min() > 0
    torch.testing.assert_close(matrix @ own @ matrix, wanted, atol=1e-3, rtol=1e-3)


def test_the_map_between_covariances_with_common_axes_stretches_the_axes():
    own = torch.diag(torch.tensor([1.0, 4.0, 9.0]))
    wanted = torch.diag(torch.tensor([4.0, 1.0, 9.0]))
    expected = torch.diag(torch.tensor([2.0, 0.5, 1.0], dtype=torch.float64))
    torch.testing.assert_close(colours.transport(own, wanted), expected, atol=1e-4, rtol=1e-4)


def test_a_photo_gets_the_palette_of_the_style(photo, style):
    own, wanted = colours.statistics(photo), colours.statistics(style)
    mean, spread = colours.statistics(colours.match(photo, own, wanted))
    torch.testing.assert_close(mean, wanted[0], atol=1e-4, rtol=0)
    torch.testing.assert_close(spread, wanted[1], atol=1e-3, rtol=0)


def test_statistics_are_torchs_and_weights_leave_pixels_out(photo):
    mean, spread = colours.statistics(photo)
    pixels = photo[0].flatten(1).double()
    torch.testing.assert_close(mean, pixels.mean(1))
    torch.testing.assert_close(spread, torch.cov(pixels, correction=0))
    mask = torch.zeros(1, 1, 96, 128)
    mask[..., 40:] = 0.5
    for found, wanted in zip(
        colours.statistics(photo, mask), colours.statistics(photo[..., 40:]), strict=True
    ):
        torch.testing.assert_close(found, wanted)


@pytest.mark.parametrize("level", [0.0, 0.4, 1.0])
def test_a_picture_of_one_colour_is_mapped_to_numbers(level, style):
    flat = torch.full((1, 3, 64, 64), level)
    palettes = colours.statistics(flat), colours.statistics(style)
    assert colours.match(flat, *palettes).isfinite().all()
    assert colours.match(style, *reversed(palettes)).isfinite().all()


def test_chroma_is_kept_to_the_last_rounding(photo, style):
    painting = torch.nn.functional.interpolate(style, photo.shape[-2:])
    kept = colours.with_chroma(painting, colours.chroma(photo))
    assert 0 <= kept.min() <= kept.max() <= 1
    assert (colours.chroma(kept) - colours.chroma(photo)).abs().max() < 1e-6


def test_chroma_is_that_of_ycbcr(photo):
    """ITU-R BT.601: Cb = (B - Y) / 1.772 and Cr = (R - Y) / 1.402; Pillow's converter agrees."""
    chroma = colours.chroma(photo)[0]
    ycbcr = torch.from_numpy(np.array(images.to_pil(photo).convert("YCbCr"))).permute(2, 0, 1)
    for found, wanted in ((chroma[2] / 1.772, ycbcr[1]), (chroma[0] / 1.402, ycbcr[2])):
        assert (found * 255 + 128 - wanted).abs().max() < 2


def test_brightness_is_the_paintings_where_the_colour_allows_it(photo):
    grey = torch.rand(1, 1, 96, 128, generator=torch.Generator().manual_seed(0))
    painting = (0.3 + 0.4 * grey).expand(1, 3, 96, 128)
    pale = colours.chroma(photo) * 0.2
    kept = colours.with_chroma(painting, pale)
    torch.testing.assert_close(images.to_grey(kept), painting[:, :1], atol=1e-6, rtol=0)
