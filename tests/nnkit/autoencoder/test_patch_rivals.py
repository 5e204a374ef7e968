"""JPEG and PCA get as many bytes and make the best of them."""

import io

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.decomposition import PCA

from nnkit import samples
from nnkit.autoencoder import evaluation, patch_coding, patch_rivals
from nnkit.autoencoder.patches import PatchSettings, squeeze


@pytest.fixture(scope="module")
def cat():
    return samples.load("cat", 128)


def jpeg(picture, quality, colours):
    pixels = (picture[0].permute(1, 2, 0) * 255).round().byte().numpy()
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, optimize=True, subsampling=colours)
    return file.getvalue()


@pytest.mark.parametrize("size", [1000, 2500, 5000])
def test_jpeg_is_the_best_that_fits(size, cat):
    row = patch_rivals.by_jpeg(cat, size)
    best = 0.0
    for colours in (0, 2):
        for quality in range(1, 96):
            content = jpeg(cat, quality, colours)
            if len(content) <= size:
                drawn = np.asarray(Image.open(io.BytesIO(content)).convert("RGB")) / 255
                error = ((drawn - cat[0].permute(1, 2, 0).numpy()) ** 2).mean()
                best = max(best, -10 * np.log10(error))
    assert row.size <= size
    assert row.psnr == pytest.approx(best, abs=0.1)


def test_jpeg_says_where_it_cannot_go(cat):
    row = patch_rivals.by_jpeg(cat, 100)
    assert row.size > 100
    assert "too large" in row.note


def test_pca_is_scikit_learns_but_for_rounding(cat):
    patches = patch_coding.cut(cat)
    row = patch_rivals.by_pca(cat, 100_000, counts_decoder=False)
    count = int(row.note.split()[0])
    pca = PCA(count, svd_solver="full").fit(patches.numpy())
    returned = pca.inverse_transform(pca.transform(patches.numpy()))
    drawn = patch_coding.join(torch.from_numpy(returned).float(), *cat.shape[2:])
    step = np.ptp(pca.transform(patches.numpy()), axis=0).max() / 255
    rounding = step**2 / 12 * count / 192  # of a pixel: the directions are of length 1
    error = evaluation.squared_error(cat, drawn).item() + rounding
    assert count > 20
    assert "of 8 bits" in row.note
    assert 10 ** (-row.psnr / 10) == pytest.approx(error, rel=0.1)


@pytest.mark.parametrize("counted", [False, True])
def test_pca_fits_and_makes_use_of_more(counted, cat):
    rows = [patch_rivals.by_pca(cat, size, counted) for size in (2000, 4000, 8000)]
    assert all(row.size <= size for row, size in zip(rows, (2000, 4000, 8000), strict=True))
    assert rows[0].psnr < rows[1].psnr < rows[2].psnr


def test_directions_cost_bytes(cat):
    free, paid = (patch_rivals.by_pca(cat, 6000, counted) for counted in (False, True))
    assert free.psnr > paid.psnr + 1


def test_six_rows_of_real_pictures(cat):
    *_, frame = squeeze(cat, PatchSettings(steps=60, frames=1))
    rows = patch_rivals.compare(cat, frame)
    assert [row.name for row in rows] == ["autoencoder", "PCA", "JPEG"] * 2
    assert [row.counts_decoder for row in rows] == [False] * 3 + [True] * 3
    assert rows[0].size == frame.code_bytes
    assert rows[3].size == frame.total_bytes
    for row in rows:
        assert row.psnr == pytest.approx(evaluation.psnr(cat, row.picture).item(), abs=1e-3)
        assert row.picture.shape == cat.shape
    assert rows[4].size <= rows[3].size
