"""Feature squeezing against NumPy, SciPy, scikit-learn, and on a network easy to read."""

import numpy as np
import pytest
import torch
from scipy import ndimage

from nnkit import ImageError, SettingsError
from nnkit.attacks import squeezing
from nnkit.attacks.squeezing import Detector
from nnkit.ranking import auroc


def pictures(*shape, seed=0):
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def fine_detail(given):
    """Class 1 where neighbours differ, class 0 where they do not."""
    detail = (given[..., 1:] - given[..., :-1]).abs().mean(dim=(1, 2, 3)) * 100
    return torch.stack([2 - detail, detail - 2], dim=1)


@pytest.mark.parametrize("bits", [1, 3, 5, 8])
def test_fewer_bits_leave_so_many_values_and_the_nearest_ones(bits):
    steps = torch.arange(256) / 255
    found = squeezing.reduce_bits(steps, bits)
    values = np.linspace(0, 1, 2**bits)
    nearest = np.abs(steps.numpy()[:, None] - values).min(axis=1)
    assert len(found.unique()) == 2**bits
    assert np.allclose((found - steps).abs(), nearest, atol=1e-6)


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_median_is_scipys(size):
    picture = pictures(2, 3, 9, 12)
    wanted = ndimage.median_filter(picture.numpy(), (1, 1, size, size), mode="mirror")
    assert np.array_equal(squeezing.median(picture, size).numpy(), wanted)


def test_non_local_means_calm_noise_and_keep_edges():
    picture = torch.full((1, 3, 32, 32), 0.25)
    picture[..., 16:] = 0.75
    noisy = picture + 0.01 * (pictures(1, 3, 32, 32) - 0.5)
    calmed = squeezing.non_local_means(noisy)
    assert (calmed - picture).abs().mean() < 0.5 * (noisy - picture).abs().mean()
    assert (calmed[..., 16:].mean() - calmed[..., :16].mean()).item() == pytest.approx(
        0.5, abs=0.01
    )


def test_distances_run_from_0_for_what_is_flat_to_2_for_what_squeezing_destroys():
    flat = torch.full((1, 1, 16, 16), 1.0)
    specks = flat.clone()
    specks[..., ::3, ::3] = 0.0  # single points, which no median of four sees
    found = squeezing.distances(lambda given: 10 * fine_detail(given), torch.cat([flat, specks]))
    assert set(found) == {"1 bit", "median"}
    assert found["median"].tolist() == pytest.approx([0, 2], abs=1e-3)
    assert found["1 bit"].tolist() == pytest.approx([0, 0], abs=1e-6)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("false_alarms", [0.0, 0.05, 0.25, 0.5, 0.99])
def test_no_more_clean_pictures_are_accused_than_allowed(channels, false_alarms):
    clean = _smooth(12, channels)
    detector = Detector.fit(fine_detail, clean, false_alarms)
    accused = detector.is_adversarial(clean).float().mean().item()
    assert accused <= false_alarms + 1e-6
    assert accused >= false_alarms - 1 / len(clean)  # and hardly fewer: the scores all differ


def _smooth(count, channels):
    small = pictures(count, channels, 3, 3)
    return torch.nn.functional.interpolate(small, (16, 16), mode="bicubic").clamp(0, 1)


def test_pictures_with_hidden_detail_are_caught():
    clean = _smooth(20, 3) * 0.2 + 0.4
    specks = clean.clone()
    specks[..., ::3, ::3] += 0.2
    detector = Detector.fit(fine_detail, clean[:10])
    assert detector.is_adversarial(specks).all()
    scores = detector.score(clean[10:]), detector.score(specks)
    assert auroc(*scores) == 1
    assert torch.cat(scores).max() <= 2


def test_bad_input_is_refused():
    clean = pictures(2, 1, 16, 16)
    for false_alarms in (-0.1, 1, float("nan")):
        with pytest.raises(SettingsError, match="false alarms"):
            Detector.fit(fine_detail, clean, false_alarms)
    with pytest.raises(ImageError, match="at least one picture"):
        Detector.fit(fine_detail, clean[:0])
    with pytest.raises(ImageError, match="1 or 3 colours"):
        Detector(fine_detail, 1.0).score(pictures(1, 2, 16, 16))
    for bits in (0, 9, 2.5):
        with pytest.raises(SettingsError, match="bits"):
            squeezing.reduce_bits(clean, bits)
    for size in (1, 8):
        with pytest.raises(SettingsError, match="windows"):
            squeezing.median(clean, size)
    with pytest.raises(ImageError, match="at least as large"):
        squeezing.median(pictures(1, 1, 4, 4), 5)
