"""The score finds what is no digit, and is made of what it says."""

import pytest
import torch
from scipy.ndimage import uniform_filter
from sklearn.metrics import roc_auc_score

from nnkit import SettingsError
from nnkit.autoencoder import anomaly, anomaly_score, judge, load, recipes
from nnkit.digits import prepare
from nnkit.strokes import Stroke, paint


@pytest.fixture(scope="module")
def strangers():
    return recipes.strangers(count=100, seed=77)


@pytest.mark.parametrize(("kind", "least"), [("letters", 0.93), ("doodles", 0.9), ("noise", 0.98)])
def test_digits_and_strangers_are_told_apart(kind, least, digits, strangers):
    scores = torch.cat([anomaly_score(digits), anomaly_score(strangers[kind])])
    is_strange = torch.arange(200) >= 100
    assert roc_auc_score(is_strange, scores) >= least


def test_few_unseen_digits_are_odd(digits):
    assert judge(digits).is_odd.double().mean() <= 0.06


def test_a_plain_letter_is_odd():
    sheet = paint(
        [Stroke(((60, 240), (140, 40), (220, 240)), 18), Stroke(((95, 160), (185, 160)), 18)]
    )
    found = judge(prepare(sheet).image)
    assert found.score > found.threshold
    assert found.is_odd.tolist() == [True]


def test_the_parts_by_hand(digits):
    found = judge(digits[:3])
    model, codes = load(anomaly.JUDGE), anomaly.known_codes()
    assert torch.equal(found.drawn, model.reconstruct(digits[:3]))
    gaps = (model.encode(digits[:3])[:, None] - codes) / codes.std(0)
    nearest = gaps.square().sum(2).argsort(1)[:, :3]
    assert torch.allclose(found.familiar, model.decode(codes[nearest].mean(1)), atol=1e-5)
    for drawn, told in ((found.drawn, found.residual), (found.familiar, found.unfamiliarity)):
        for one, other, share in zip(digits[:3, 0], drawn[:, 0], told.tolist(), strict=True):
            blurred = (one - other).double().numpy()
            for _ in range(2):
                blurred = uniform_filter(blurred, 3, mode="constant")
            assert share == pytest.approx((blurred**2).sum() / (one**2).sum().item(), rel=1e-4)
    assert torch.equal(found.score, anomaly_score(digits[:3]))


def test_the_fit_knows_digits_alone(digits):
    """On the pictures it was fitted with, the score's middle is 0 and the threshold as promised."""
    known = anomaly.fit(load("ae8"), digits[::2], digits[1::2])
    found = anomaly.judged(load("ae8"), digits[1::2], known)
    assert found.score.mean().item() == pytest.approx(0, abs=1e-4)
    assert found.is_odd.double().mean().item() == pytest.approx(anomaly.REFUSED, abs=0.021)
    assert known["codes"].shape == (50, 8)


def test_an_empty_sheet_has_a_score():
    assert torch.isfinite(anomaly_score(torch.zeros(1, 1, 28, 28))).all()


def test_other_pictures_are_refused():
    with pytest.raises(SettingsError):
        anomaly_score(torch.zeros(28, 28))
