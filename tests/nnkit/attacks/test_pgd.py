"""PGD keeps its budget, spends no more than it needs and is helped by restarts."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import SettingsError
from nnkit.attacks import PGDSettings, away, pgd, towards


def last(frames):
    *_, final = frames
    return final


def noise(seed, *shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))


@settings(max_examples=60, deadline=None)
@given(
    norm=st.sampled_from(["linf", "l2"]),
    epsilon=st.floats(0, 300) | st.sampled_from([0.5, 1, 1.999999, 8, 254.5]),
    seed=st.integers(0, 1000),
    contrast=st.sampled_from([1, 50]),
    options=st.sampled_from([{}, {"random_start": True}, {"early_stop": False, "momentum": 1.0}]),
)
def test_the_file_never_exceeds_the_budget(toy, norm, epsilon, seed, contrast, options):
    """Any original, also one not on the grid and one that is mostly black and white."""
    if norm == "linf":
        epsilon = min(epsilon, 255.0)
    start = ((noise(seed, 2, 3, 12, 12) - 0.5) * contrast + 0.5).clamp(0, 1)
    wish = PGDSettings(norm=norm, epsilon=epsilon, steps=3, step_size=100, **options)
    for frame in pgd(toy, start, away(), wish):
        assert frame.pictures.min() >= 0
        assert frame.pictures.max() <= 1
        whole = (frame.pictures * 255).round()
        assert (frame.pictures * 255 - whole).abs().max() < 1e-4
        change = (whole - (start * 255).round()).flatten(1)  # whole numbers, so without error
        size = change.abs().amax(dim=1) if norm == "linf" else change.norm(dim=1)
        assert (size <= epsilon * (1 + 1e-6) + 1e-3).all()


@pytest.mark.parametrize("norm", ["linf", "l2"])
def test_the_budget_is_spent_where_it_helps(norm):
    """Towards a brighter picture: the answer is known in closed form."""
    grey = torch.full((1, 1, 10, 10), 0.4)
    wish = PGDSettings(norm=norm, epsilon=50, steps=10, early_stop=False)

    def brightness(x):
        total = x.flatten(1).sum(dim=1)
        return torch.stack([torch.full_like(total, 1e4), total], dim=1)

    final = last(pgd(brightness, grey, towards(1), wish))
    each = 50 if norm == "linf" else 5
    assert torch.allclose(final.pictures, grey + each / 255, atol=1e-6)


@pytest.mark.parametrize("norm", ["linf", "l2"])
def test_stopping_early_leaves_smaller_changes(toy, pictures, norm):
    def size(early_stop):
        epsilon = 60 if norm == "linf" else 900
        wish = PGDSettings(norm=norm, epsilon=epsilon, steps=20, early_stop=early_stop)
        final = last(pgd(toy, pictures, away(), wish))
        assert final.fooled.all()
        return (final.pictures - pictures).flatten(1).norm(dim=1)

    assert (size(True) < 0.9 * size(False)).all()


def test_early_stop_waits_for_the_confidence_asked_for(toy, pictures):
    calm, sure = (
        last(pgd(toy, pictures, towards(2), PGDSettings(epsilon=200, confidence=confidence)))
        for confidence in (0, 0.9)
    )
    assert calm.fooled.all()
    assert (sure.confidence >= 0.9).all()
    assert (calm.confidence < sure.confidence).all()


def test_restarts_only_help(toy):
    """One step is too little for some; another start turns more of them and loses none."""
    start = noise(11, 48, 3, 12, 12)
    fooled = [
        last(pgd(toy, start, away(), PGDSettings(epsilon=14, steps=2, restarts=restarts))).fooled
        for restarts in (1, 10)
    ]
    assert not (fooled[0] & ~fooled[1]).any()
    assert fooled[1].sum() > fooled[0].sum()


def test_another_seed_starts_elsewhere(toy, pictures):
    ends = [
        last(pgd(toy, pictures, away(),
                 PGDSettings(epsilon=40, steps=1, random_start=True, seed=seed))).pictures
        for seed in (0, 1)
    ]  # fmt: skip
    assert not torch.equal(*ends)


@pytest.mark.parametrize("options", [{}, {"random_start": True}, {"restarts": 3}])
@pytest.mark.parametrize("norm", ["linf", "l2"])
def test_epsilon_zero_changes_nothing_and_says_so(toy, pictures, norm, options):
    final = last(pgd(toy, pictures, away(), PGDSettings(norm, epsilon=0, steps=3, **options)))
    assert torch.equal(final.pictures, pictures)
    assert not final.fooled.any()


def test_a_budget_below_one_step_of_the_grid_changes_nothing(toy, pictures):
    final = last(pgd(toy, pictures, away(), PGDSettings(epsilon=0.9, steps=3)))
    assert torch.equal(final.pictures, pictures)


def test_frames_are_counted_through_all_restarts(toy, pictures):
    wish = PGDSettings(epsilon=0, steps=3, restarts=2)
    frames = list(pgd(toy, pictures, away(), wish))
    assert [frame.step for frame in frames] == list(range(7))
    assert {frame.total for frame in frames} == {6}


@pytest.mark.parametrize(
    "wrong",
    [{"norm": "l1"}, {"epsilon": -1}, {"epsilon": 256}, {"norm": "l2", "epsilon": 2e6},
     {"steps": 0}, {"steps": 2.0}, {"step_size": -1}, {"restarts": 0}, {"momentum": 1.1},
     {"confidence": -0.1}, {"seed": -1}, {"epsilon": float("nan")}],
    ids=str,
)  # fmt: skip
def test_settings_out_of_range_are_refused(wrong):
    with pytest.raises(SettingsError):
        PGDSettings(**wrong)
