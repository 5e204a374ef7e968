"""Distances beside closed forms, scipy and pictures whose answer is plain."""

import numpy as np
import pytest
import torch
from scipy import linalg

from nnkit.digits import DigitSet
from nnkit.gan import evaluation


def drawn(count, size, seed, scale=1.0, shift=0.0):
    generator = torch.Generator().manual_seed(seed)
    mixing = torch.randn(size, size, generator=torch.Generator().manual_seed(9))
    return torch.randn(count, size, generator=generator) @ mixing * scale + shift


def test_the_distance_of_a_set_from_itself_is_nothing():
    some = drawn(300, 6, 0)
    assert evaluation.frechet(some, some) == pytest.approx(0, abs=1e-6)


def test_frechet_beside_scipys_square_root():
    one, other = drawn(500, 5, 1), drawn(400, 5, 2, 1.5, 0.3)
    scale = one.double().std(0)
    first, second = ((part.double() / scale).numpy() for part in (one, other))
    covariances = np.cov(first.T), np.cov(second.T)
    root = linalg.sqrtm(covariances[0] @ covariances[1]).real
    expected = np.square(first.mean(0) - second.mean(0)).sum()
    expected += np.trace(covariances[0] + covariances[1] - 2 * root)
    assert evaluation.frechet(one, other) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("scale", "shift"), [(1.0, 2.0), (3.0, 0.0), (0.5, -1.0)])
def test_frechet_by_hand_where_features_are_independent(scale, shift):
    """Each feature adds shift^2 + (scale - 1)^2, in standard deviations of the real ones."""
    real = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]) * 7
    made = real * scale + shift * real.std(0)
    expected = 2 * (shift**2 + (scale - 1) ** 2)
    assert evaluation.frechet(real, made) == pytest.approx(expected, rel=1e-6)


def test_precision_and_recall_by_hand(monkeypatch):
    """Real points in two groups; the made ones know one group, and one of them lies far out."""
    line = torch.arange(5.0)
    real = torch.stack([torch.cat([line, line + 100]), torch.zeros(10)], 1)
    made = torch.tensor([[0.5, 0], [1.5, 0], [2.5, 0], [3.5, 0], [2, 0], [50, 0]])
    for block in (3, 1000):
        monkeypatch.setattr(evaluation, "_BLOCK", block)
        precision, recall = evaluation.precision_recall(real, made)
        assert precision == pytest.approx(5 / 6)
        # The far one's third neighbour is 47.5 away, which reaches 2.5 to 97.5: no further group.
        assert recall == pytest.approx(5 / 10)


def test_same_crowd_same_place():
    one, other = drawn(400, 3, 1), drawn(400, 3, 2)
    assert all(share > 0.9 for share in evaluation.precision_recall(one, other))
    assert evaluation.precision_recall(one, one) == (1, 1)
    assert evaluation.precision_recall(one, other + 1000) == (0, 0)


def test_novelty_of_copies_is_nothing(bars):
    assert evaluation.novelty(bars.images(slice(0, 20)), bars) == pytest.approx(0, abs=2e-3)
    white = DigitSet(torch.full((2, 28, 28), 255, dtype=torch.uint8), torch.tensor([1, 2]))
    assert evaluation.novelty(torch.zeros(3, 1, 28, 28), white) == pytest.approx(1)


def test_noise_is_unreadable_and_real_digits_are_not(mnist_folder):
    from nnkit.digits import mnist

    test = mnist(mnist_folder, train=False).take(slice(0, 300))
    seen = evaluation.read(test.images())
    assert seen.features.shape == (300, 64)
    assert seen.obeyed(test.labels) > 0.98
    assert seen.unreadable < 0.03
    assert sum(seen.shares) == pytest.approx(1)
    expected = torch.bincount(seen.digits, minlength=10) / 300
    assert seen.shares == pytest.approx(expected.tolist())
    noise = torch.rand(40, 1, 28, 28, generator=torch.Generator().manual_seed(0))
    assert evaluation.read(noise).unreadable == 1


def test_doubt_by_hand():
    reading = evaluation.Reading(
        torch.zeros(4, 64), torch.tensor([1, 1, 2, 3]), torch.tensor([0.0, 0.6, 0.89, 0.95])
    )
    assert reading.unreadable == 1 / 4
    assert reading.doubtful == 3 / 4
    assert reading.shares == [0, 0.5, 0.25, 0.25, 0, 0, 0, 0, 0, 0]
    assert reading.obeyed(torch.tensor([1, 2, 2, 3])) == 3 / 4


def test_reading_in_batches_changes_nothing(monkeypatch, bars):
    images = bars.images(slice(0, 30))
    whole = evaluation.read(images)
    monkeypatch.setattr(evaluation, "_BATCH", 7)
    parts = evaluation.read(images)
    assert torch.allclose(whole.features, parts.features, atol=1e-4)
    assert torch.equal(whole.digits, parts.digits)
    assert torch.allclose(whole.confidences, parts.confidences, atol=1e-4)
