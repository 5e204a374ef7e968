"""Patches and bytes: what is cut joins again, what is packed can be read."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import ImageError
from nnkit.autoencoder import patch_coding


@pytest.mark.parametrize("size", [(8, 8), (16, 24), (13, 21), (9, 40)])
def test_cut_and_joined_is_the_picture(size):
    picture = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(0))
    patches = patch_coding.cut(picture)
    assert patches.shape == (-(-size[0] // 8) * -(-size[1] // 8), 192)
    assert torch.equal(patch_coding.join(patches, *size), picture)


def test_patches_stand_row_by_row():
    picture = torch.rand(1, 3, 16, 24, generator=torch.Generator().manual_seed(0))
    patches = patch_coding.cut(picture)
    assert torch.equal(patches[4].reshape(3, 8, 8), picture[0, :, 8:16, 8:16])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 8), st.integers(1, 40), st.integers(1, 9), st.integers(0, 99), st.booleans())
def test_what_is_packed_can_be_read(bits, count, numbers, seed, is_dull):
    generator = torch.Generator().manual_seed(seed)
    top = 1 if is_dull else 2**bits
    symbols = torch.randint(0, top, (count, numbers), generator=generator, dtype=torch.uint8)
    content = patch_coding.pack(symbols, bits)
    assert torch.equal(patch_coding.unpack(content, count, numbers, bits), symbols)
    assert len(content) <= 1 + -(-count * numbers * bits // 8)


def test_dull_numbers_take_few_bytes():
    dull = torch.zeros(1000, 8, dtype=torch.uint8)
    assert len(patch_coding.pack(dull, 8)) < 100


@pytest.mark.parametrize("bits", [1, 3, 8])
def test_rounding_is_to_the_nearest(bits):
    given_ones = torch.linspace(0, 1, 200)[:, None]
    symbols = patch_coding.quantise(given_ones, bits)
    assert symbols.max() == 2**bits - 1
    gap = (patch_coding.fractions(symbols, bits) - given_ones).abs().max().item()
    assert gap <= 0.5 / (2**bits - 1) + 1e-6


@pytest.mark.parametrize("shape", [(3, 16, 16), (1, 1, 16, 16), (2, 3, 16, 16), (1, 3, 7, 16)])
def test_other_pictures_are_refused(shape):
    with pytest.raises(ImageError):
        patch_coding.cut(torch.zeros(shape))


def test_too_large_pictures_are_refused():
    with pytest.raises(ImageError, match="megapixel"):
        patch_coding.cut(torch.zeros(1).expand(1, 3, 2000, 2000))
