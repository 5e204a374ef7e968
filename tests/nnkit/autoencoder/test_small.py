"""Training live on 8 x 8 digits: it learns, and each frame is whole."""

import math

import pytest
import torch
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

from nnkit import SettingsError
from nnkit.autoencoder.small import HELD_OUT, SmallSettings, small_digits, train

QUICK = {"epochs": 4, "frames": 2}


@pytest.fixture(scope="module")
def finished():
    *_, last = train(SmallSettings(epochs=80, frames=1))
    return last


def test_two_numbers_bend_further_than_pcas(finished):
    rows = load_digits().data / 16
    learned, unseen = rows[:-HELD_OUT], rows[-HELD_OUT:]
    pca = PCA(2).fit(learned)
    expected = ((pca.inverse_transform(pca.transform(unseen)) - unseen) ** 2).mean()
    assert finished.unseen_error < 0.75 * expected
    assert finished.error < finished.unseen_error


def test_kinds_part_from_one_another(finished):
    labels = small_digits().labels
    gaps = torch.cdist(finished.codes, finished.codes).fill_diagonal_(torch.inf)
    nearest = gaps.topk(5, largest=False).indices
    assert (labels[nearest] == labels[:, None]).double().mean() > 0.6


@pytest.mark.parametrize("is_variational", [False, True])
def test_frames_are_whole(is_variational):
    frames = list(train(SmallSettings(is_variational, **QUICK)))
    assert [frame.step for frame in frames] == [0, 1, 4]
    for frame in frames:
        assert frame.total == 4
        assert frame.codes.shape == (1797, 2)
        assert frame.sheet.shape == (15, 15, 8, 8)
        assert frame.drawn.shape == (10, 8, 8)
        assert frame.sheet.min() >= 0
        assert frame.sheet.max() <= 1
        assert frame.across[0] < frame.across[1]
        assert frame.up[0] < frame.up[1]
    assert frames[-1].unseen_error < frames[0].unseen_error
    assert not torch.equal(frames[0].codes, frames[1].codes)


def test_a_variational_plane_stays_near_the_middle():
    *_, plain = train(SmallSettings(epochs=25, frames=1))
    *_, variational = train(SmallSettings(True, epochs=25, frames=1))
    spread = variational.codes.std(0)
    assert (variational.codes.mean(0).abs() < 0.5).all()
    assert (spread > 0.5).all()
    assert (spread < 1.6).all()
    assert plain.codes.std(0).max() > spread.max()


def test_the_same_settings_the_same_run():
    torch.manual_seed(0)
    before = torch.get_rng_state()
    first = [frame.codes for frame in train(SmallSettings(True, **QUICK))]
    assert torch.equal(torch.get_rng_state(), before)
    second = [frame.codes for frame in train(SmallSettings(True, **QUICK))]
    assert all(torch.equal(one, two) for one, two in zip(first, second, strict=True))
    other = [frame.codes for frame in train(SmallSettings(True, **QUICK, seed=1))]
    assert not torch.equal(first[-1], other[-1])


def test_a_run_that_explodes_says_so():
    *_, last = train(SmallSettings(epochs=3, learning_rate=1.0, frames=3))
    assert last.error > 0.05  # inf where nothing finite is left; never nan
    assert not math.isnan(last.error)


def test_the_digits_are_scikit_learns():
    digits = small_digits()
    assert torch.equal(digits.pictures * 16, torch.from_numpy(load_digits().images).float())
    assert digits.examples.shape == (10, 8, 8)
    unseen = digits.pictures[-HELD_OUT:]
    for kind, example in enumerate(digits.examples):
        places = (unseen == example).all(2).all(1)
        assert kind in digits.labels[-HELD_OUT:][places].tolist()


@pytest.mark.parametrize(
    "bad",
    [{"epochs": 0}, {"batch": 0}, {"frames": 0}, {"learning_rate": math.nan}, {"noise": 2.0},
     {"seed": -1}],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        SmallSettings(**bad)
