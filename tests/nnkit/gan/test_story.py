"""The story comes back as it was packed, and the shipped one is whole."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from nnkit import gan, weights
from nnkit.errors import SettingsError
from nnkit.gan import story


def told(place):
    generator = torch.Generator().manual_seed(place)
    return gan.Moment(
        step=place * 10,
        total=50,
        epoch=place / 4,
        forgeries=torch.rand(story.COUNT, 1, 28, 28, generator=generator),
        scores=torch.rand(story.COUNT, generator=generator),
        forger_loss=0.5 + place,
        critic_loss=1.25,
        real_score=0.75,
        forged_score=0.25,
        frechet=100.0 / (1 + place),
    )


def test_a_story_comes_back():
    before = [told(place) for place in range(5)]
    after = story.unpack(story.pack(before))
    for one, other in zip(before, after.moments, strict=True):
        assert (other.step, other.total, other.epoch) == (one.step, one.total, one.epoch)
        assert torch.allclose(one.forgeries, other.forgeries, atol=0.5 / 255 + 1e-6)
        assert torch.equal(one.scores, other.scores)
        for name in ("forger_loss", "critic_loss", "real_score", "forged_score", "frechet"):
            assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-6)


def test_the_sprite_has_a_row_for_each_moment_and_a_column_for_each_latent():
    before = [told(place) for place in range(3)]
    sprite = story.unpack(story.pack(before)).sprite
    with Image.open(io.BytesIO(sprite)) as image:
        assert image.format == "WEBP"
        sheet = np.array(image.convert("L"))
    assert sheet.shape == (3 * 28, 36 * 28)
    cell = sheet[2 * 28 : 3 * 28, 5 * 28 : 6 * 28] / 255
    assert np.abs(cell - before[2].forgeries[5, 0].numpy()).max() < 0.003


def test_packing_what_was_unpacked_changes_nothing():
    packed = story.pack([told(place) for place in range(2)])
    again = story.pack(story.unpack(packed).moments)
    assert packed.keys() == again.keys()
    assert all(torch.equal(packed[key], again[key]) for key in packed)


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_shipped_story(name):
    loaded = gan.load_story(name)
    steps = [moment.step for moment in loaded.moments]
    assert len(steps) >= 30
    assert steps[0] == 0
    assert steps[-1] == loaded.moments[-1].total
    assert steps == sorted(set(steps))
    assert steps[len(steps) // 2] < steps[-1] / 4  # denser early
    assert weights.manifest()[f"gan_{name}_story"].size < 1_000_000
    assert loaded.moments[0].frechet > 10 * loaded.moments[-1].frechet


@pytest.mark.parametrize("name", gan.NAMES)
def test_the_story_ends_with_the_shipped_networks(name):
    last = gan.load_story(name).moments[-1]
    loaded = gan.load(name)
    latents, labels = story.followed(loaded.forger.labels)
    asked = None if labels is None else labels.tolist()
    forgeries = loaded.generate(latents, asked)
    assert torch.allclose(forgeries, last.forgeries, atol=0.02)
    scores = loaded.logits(forgeries, asked).sigmoid()
    assert torch.allclose(scores, last.scores, atol=0.02)


def test_another_name_is_refused():
    with pytest.raises(SettingsError, match="no GAN 'letters'"):
        gan.load_story("letters")
