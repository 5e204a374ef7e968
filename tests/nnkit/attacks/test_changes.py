"""Everyday changes against Pillow, SciPy and plain geometry."""

import io
import math

import numpy as np
import pytest
import torch
from PIL import Image
from scipy import ndimage

from nnkit import ImageError, SettingsError
from nnkit.attacks import changes
from nnkit.attacks.changes import CHANGES, NOTHING


def pictures(*shape, seed=0):
    drawn = torch.randint(0, 256, shape, generator=torch.Generator().manual_seed(seed))
    return drawn / 255


EVERY = [
    pytest.param(change, level, id=f"{change.key} {level}")
    for change in (NOTHING, *CHANGES.values())
    for level in change.levels
]


@pytest.mark.parametrize(("change", "level"), EVERY)
@pytest.mark.parametrize("channels", [1, 3])
def test_every_change_gives_a_file_of_the_same_shape_and_leaves_its_picture_alone(
    change, level, channels
):
    before = pictures(2, channels, 30, 44)
    given = before.clone()
    after = change.apply(given, level)
    assert after.shape == before.shape
    assert torch.equal(given, before)
    steps = after * 255
    assert torch.equal(steps.round() / 255, after)
    assert after.min() >= 0
    assert after.max() <= 1
    assert torch.equal(after, before) == (change is NOTHING)


@pytest.mark.parametrize(("change", "level"), EVERY)
def test_pictures_of_a_batch_do_not_mix(change, level):
    batch = pictures(3, 3, 30, 30)
    alone = torch.cat([change.apply(one[None], level) for one in batch])
    assert torch.allclose(change.apply(batch, level), alone, atol=1.01 / 255)


@pytest.mark.parametrize(("change", "level"), EVERY)
def test_an_even_grey_stays_as_it_is_under_all_but_brightness(change, level):
    grey = torch.full((1, 3, 32, 32), 100 / 255)
    factor = level if change.key == "brighten" else 1
    assert torch.allclose(change.apply(grey, level), grey * factor, atol=1.01 / 255)


@pytest.mark.parametrize("mode", ["L", "RGB"])
@pytest.mark.parametrize("quality", [1, 30, 95])
def test_jpeg_is_pillows(mode, quality):
    batch = pictures(2, 1 if mode == "L" else 3, 20, 33)
    for one, found in zip(batch, changes.through_jpeg(batch, quality), strict=True):
        pixels = (one * 255).round().byte().permute(1, 2, 0).numpy()
        file = io.BytesIO()
        Image.fromarray(pixels.squeeze(), mode).save(file, "JPEG", quality=quality)
        wanted = np.asarray(Image.open(file), dtype=np.float32).reshape(pixels.shape) / 255
        assert torch.equal(found, torch.from_numpy(wanted).permute(2, 0, 1))


@pytest.mark.parametrize("sigma", [0.5, 1.3, 4.0])
def test_blur_is_scipys(sigma):
    picture = pictures(1, 2, 40, 31).double()
    reach = math.ceil(3 * sigma)
    wanted = ndimage.gaussian_filter(
        picture.numpy(), (0, 0, sigma, sigma), mode="mirror", truncate=reach / sigma
    )
    assert np.allclose(changes.blur(picture, sigma).numpy(), wanted, atol=1e-6)


def test_a_quarter_turn_is_exact():
    picture = pictures(2, 3, 16, 16)
    assert torch.allclose(changes.rotate(picture, 90), picture.rot90(1, (2, 3)), atol=1e-5)


def test_a_crop_shows_the_middle_alone():
    picture = torch.zeros(1, 1, 40, 60)
    picture[..., 10:30, 15:45] = 1  # the middle half of each side
    cropped = changes.crop(picture, 0.5)
    assert cropped[..., 4:-4, 4:-4].min() > 1 - 1e-5
    assert changes.crop(picture, 1).sub(picture).abs().max() < 1e-5


def test_resizing_loses_what_is_finer_than_its_pixels():
    stripes = (torch.arange(64) % 2).float().expand(1, 3, 64, 64)
    assert changes.resize(stripes, 0.5)[..., 4:-4].sub(0.5).abs().max() < 1e-4
    assert torch.allclose(changes.resize(stripes, 1), stripes)


def test_brightness_is_cut_off_at_white():
    picture = torch.tensor([0.2, 0.9]).reshape(1, 1, 1, 2)
    assert changes.brighten(picture, 1.5).flatten().tolist() == pytest.approx([0.3, 1.0])


def test_levels_are_told_in_words():
    assert CHANGES["jpeg"].words(75) == "quality 75"
    assert CHANGES["crop"].words(0.9) == "90% of each side kept"
    for change in CHANGES.values():
        assert len({change.words(level) for level in change.levels}) == len(change.levels)


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("jpeg", 0),
        ("jpeg", 96),
        ("blur", 0),
        ("blur", math.nan),
        ("resize", 0),
        ("resize", 1.1),
        ("crop", 0.05),
        ("crop", 1.2),
        ("brighten", -1),
        ("brighten", math.inf),
    ],
)
def test_impossible_levels_are_refused(key, level):
    with pytest.raises(SettingsError):
        CHANGES[key].apply(torch.rand(1, 3, 32, 32), level)


@pytest.mark.parametrize("key", CHANGES)
def test_what_is_no_batch_of_pictures_is_refused(key):
    with pytest.raises(ImageError):
        CHANGES[key].apply(torch.rand(3, 32, 32), CHANGES[key].levels[0])
