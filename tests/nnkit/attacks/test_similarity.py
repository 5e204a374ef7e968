"""The measures against scikit-image and against whole numbers in NumPy."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from skimage.metrics import structural_similarity

from nnkit import ImageError
from nnkit.attacks import similarity


def pictures(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def skimage_ssim(first, second):
    first, second = (one.permute(1, 2, 0).double().numpy() for one in (first, second))
    return structural_similarity(
        first,
        second,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        channel_axis=2,
        data_range=1,
    )


@pytest.mark.parametrize("shape", [(2, 3, 40, 25), (3, 1, 28, 28), (1, 3, 11, 12)])
@pytest.mark.parametrize("amount", [0.0, 0.02, 0.5])
def test_ssim_is_skimages(shape, amount):
    first = pictures(*shape)
    second = (first + amount * (pictures(*shape, seed=1) - 0.5)).clamp(0, 1)
    wanted = [skimage_ssim(*pair) for pair in zip(first, second, strict=True)]
    assert similarity.ssim(first, second).tolist() == pytest.approx(wanted, abs=1e-6)


def test_ssim_of_flat_pictures_is_the_formulas_brightness():
    """Where nothing varies only the first factor is left; float32 would drown it in rounding."""
    first, second = torch.full((1, 3, 16, 16), 0.9), torch.full((1, 3, 16, 16), 0.7)
    wanted = (2 * 0.9 * 0.7 + 1e-4) / (0.9**2 + 0.7**2 + 1e-4)
    assert similarity.ssim(first, second).item() == pytest.approx(wanted, abs=1e-6)


def test_ssim_can_be_climbed():
    first = pictures(1, 2, 11, 12).double()
    second = pictures(1, 2, 11, 12, seed=1).double().requires_grad_()
    assert torch.autograd.gradcheck(lambda one: similarity.ssim(first, one), second, fast_mode=True)


bytes_pairs = st.tuples(st.integers(1, 3), st.sampled_from([1, 3])).flatmap(
    lambda size: arrays.arrays(np.uint8, (2, *size, 4, 5))
)


@given(bytes_pairs)
@settings(deadline=None)
def test_distances_are_those_of_the_bytes(pair):
    change = pair[1].astype(int) - pair[0].astype(int)
    original, adversarial = torch.from_numpy(pair).float() / 255
    assert similarity.linf(original, adversarial).tolist() == [abs(one).max() for one in change]
    lengths = [(one**2).sum() ** 0.5 for one in change]
    assert similarity.l2(original, adversarial).tolist() == pytest.approx(lengths, rel=1e-6)
    pixels = [int(one.any(axis=0).sum()) for one in change]
    assert similarity.changed(original, adversarial).tolist() == pixels


def test_a_change_that_no_file_holds_counts_as_none():
    original = torch.full((1, 3, 4, 4), 100 / 255)
    adversarial = original + 0.49 / 255
    assert similarity.linf(original, adversarial).item() == 0
    assert similarity.l2(original, adversarial).item() == 0
    assert similarity.changed(original, adversarial).item() == 0


MEASURES = [similarity.linf, similarity.l2, similarity.changed, similarity.ssim]


@pytest.mark.parametrize("measure", MEASURES)
def test_two_shapes_are_refused(measure):
    with pytest.raises(ImageError, match="differ in shape"):
        measure(torch.rand(1, 3, 16, 16), torch.rand(1, 3, 16, 17))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "picture",
    [torch.rand(3, 16, 16), torch.rand(0, 3, 16, 16), torch.zeros(1, 3, 16, 16, dtype=torch.uint8)],
)
def test_what_is_no_batch_of_pictures_is_refused(measure, picture):
    with pytest.raises(ImageError, match="at least one picture of floats"):
        measure(picture, picture)


def test_ssim_refuses_pictures_smaller_than_its_window():
    with pytest.raises(ImageError, match="11 px"):
        similarity.ssim(torch.rand(1, 3, 10, 30), torch.rand(1, 3, 10, 30))
