"""Verdicts become the odds that made them."""

import pytest
import torch

from nnkit.gan import calibration, networks


@pytest.fixture
def piles(monkeypatch, bars):
    """Takes logits for real and forged digits, and fits them."""

    def fit(on_real, on_forged):
        verdicts = iter([on_real, on_forged])
        monkeypatch.setattr(calibration, "judge", lambda *_: next(verdicts))
        monkeypatch.setattr(calibration, "forge", lambda *_: (None, None))
        many = bars.take(torch.arange(len(on_real)) % len(bars))
        return calibration.calibrate(*networks.make("digits"), many)

    return fit


def test_the_odds_that_made_the_verdicts_are_found(piles):
    """Verdicts around +1 for real and -1 for forged digits, of spread 1, have log odds 2 x."""
    noise = torch.randn(2, 20_000, generator=torch.Generator().manual_seed(0))
    slope, offset = piles((noise[0] + 1) / 3 + 5, (noise[1] - 1) / 3 + 5)
    assert slope == pytest.approx(6, rel=0.05)
    assert offset == pytest.approx(-30, rel=0.05)


def test_a_critic_that_knows_nothing_says_half(piles):
    same = torch.linspace(-3, 3, 101)
    slope, offset = piles(same, same)
    assert slope == pytest.approx(0, abs=1e-6)
    assert offset == pytest.approx(0, abs=1e-6)


def test_piles_that_do_not_overlap_still_get_finite_odds(piles):
    slope, offset = piles(torch.linspace(900, 901, 50), torch.linspace(-901, -900, 50))
    assert 0 < slope < 1
    assert abs(offset) < 10


def test_verdicts_by_hand():
    """Two real ones at 3 : 1 and 1 : 1.1, two forged at 1 : 3 and 3 : 1."""
    odds = torch.tensor([3, 1 / 1.1, 1 / 3, 3.0])
    found = calibration.verdicts(odds.log(), 2)
    assert found["accuracy"] == 0.5
    assert found["mean_for_real"] == pytest.approx((0.75 + 1 / 2.1) / 2, abs=1e-4)
    assert found["mean_for_forged"] == pytest.approx((0.25 + 0.75) / 2, abs=1e-4)
    # Three are sure to 75 %, of which two are right; one to 52.4 %, and wrong.
    expected = 3 / 4 * (0.75 - 2 / 3) + 1 / 4 * 1.1 / 2.1
    assert found["expected_calibration_error"] == pytest.approx(expected, abs=1e-3)
