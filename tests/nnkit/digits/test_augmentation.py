"""Augmentation: nothing at strength 0, mild at 1, by the seed alone."""

import pytest
import torch

from nnkit.digits.augmentation import augment
from nnkit.digits.dataset import small_digits
from nnkit.errors import SettingsError

IMAGES = small_digits().images(slice(0, 40))


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def test_strength_zero_changes_nothing():
    assert torch.allclose(augment(IMAGES, generator(), 0.0), IMAGES, atol=1e-5)


def test_the_seed_decides():
    assert torch.equal(augment(IMAGES, generator(1)), augment(IMAGES, generator(1)))
    assert not torch.equal(augment(IMAGES, generator(1)), augment(IMAGES, generator(2)))


def test_each_digit_gets_its_own_change():
    same = IMAGES[:1].repeat(8, 1, 1, 1)
    changed = augment(same, generator())
    assert len({tuple(image.flatten().tolist()) for image in changed}) == 8


def test_ink_stays_ink_and_on_the_sheet():
    changed = augment(IMAGES, generator(), 2.0)
    assert changed.shape == IMAGES.shape
    assert changed.min() >= 0
    assert changed.max() <= 1
    share = changed.sum((1, 2, 3)) / IMAGES.sum((1, 2, 3))
    assert share.min() > 0.25
    assert share.max() < 3


def test_strokes_get_wider_and_narrower():
    share = augment(IMAGES, generator(), 1.0).sum((1, 2, 3)) / IMAGES.sum((1, 2, 3))
    assert (share > 1.2).any()
    assert (share < 0.9).any()


@pytest.mark.parametrize("strength", [-0.1, 2.1, float("nan")])
def test_bad_strengths_are_refused(strength):
    with pytest.raises(SettingsError):
        augment(IMAGES, generator(), strength)
