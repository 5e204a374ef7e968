"""A photo through a few numbers a patch: honest bytes, and figures that can be checked."""

import math

import pytest
import torch

from nnkit import ImageError, SettingsError, samples
from nnkit.autoencoder import evaluation, patch_coding, patches
from nnkit.autoencoder.patches import PatchSettings, squeeze

QUICK = {"steps": 60, "frames": 3}


@pytest.fixture(scope="module")
def cat():
    return samples.load("cat", 128)


def test_it_learns_the_picture(cat):
    first, *_, last = squeeze(cat, PatchSettings(steps=400, frames=4))
    assert last.psnr > first.psnr + 5
    assert last.psnr > 20


def test_more_numbers_draw_better(cat):
    runs = [
        list(squeeze(cat, PatchSettings(numbers, steps=400, frames=1)))[-1] for numbers in (1, 16)
    ]
    assert runs[1].psnr > runs[0].psnr + 1
    assert runs[1].code_bytes > runs[0].code_bytes


def test_the_picture_comes_from_the_bytes_alone(cat):
    """Read the bytes, round the decoder's weights, draw: it is the frame's picture."""
    settings = PatchSettings(4, 5, **QUICK)
    run = patches._Run(cat, settings)
    *_, last = run.frames()
    count = len(patch_coding.cut(cat))
    symbols = patch_coding.unpack(last.content, count, 4, 5)
    halves = {name: weight.detach().half() for name, weight in run.network.decoder().items()}
    weights = {name: weight.float() for name, weight in halves.items()}
    numbers = 4 * (symbols.float() / 31 - 0.5)
    hidden = numbers @ weights["spread"].T + weights["spread bias"]
    drawn = (hidden * hidden.sigmoid()) @ weights["drawn"].T + weights["drawn bias"]
    drawn = patch_coding.join(drawn + numbers @ weights["back"].T, *cat.shape[2:])
    assert torch.allclose(drawn, last.picture, atol=1e-5)
    assert last.psnr == pytest.approx(evaluation.psnr(cat, drawn).item(), abs=1e-3)
    assert last.code_bytes == 8 + len(last.content)
    assert last.decoder_bytes == sum(weight.nbytes for weight in halves.values())
    assert last.total_bytes == last.code_bytes + last.decoder_bytes


def test_the_numbers_cost_no_more_than_their_bits(cat):
    count = len(patch_coding.cut(cat))
    for frame in squeeze(cat, PatchSettings(6, 3, **QUICK)):
        assert frame.code_bytes <= 8 + 1 + math.ceil(count * 6 * 3 / 8)


def test_frames_and_determinism(cat):
    settings = PatchSettings(**QUICK)
    torch.manual_seed(0)
    before = torch.get_rng_state()
    frames = list(squeeze(cat, settings))
    assert torch.equal(torch.get_rng_state(), before)
    assert [frame.step for frame in frames] == [0, 7, 27, 60]
    assert all(frame.picture.shape == cat.shape for frame in frames)
    again = list(squeeze(cat, settings))
    assert [frame.content for frame in frames] == [frame.content for frame in again]
    other = list(squeeze(cat, PatchSettings(**QUICK, seed=1)))
    assert other[-1].content != frames[-1].content


def test_a_picture_of_odd_size_keeps_its_size():
    picture = torch.rand(1, 3, 19, 30, generator=torch.Generator().manual_seed(0))
    *_, last = squeeze(picture, PatchSettings(steps=2, frames=1))
    assert last.picture.shape == picture.shape


@pytest.mark.parametrize("shape", [(1, 1, 16, 16), (3, 16, 16), (1, 3, 4, 16)])
def test_other_pictures_are_refused_at_once(shape):
    with pytest.raises(ImageError):
        squeeze(torch.zeros(shape), PatchSettings())


@pytest.mark.parametrize(
    "bad",
    [{"numbers": 0}, {"numbers": 65}, {"bits": 0}, {"bits": 9}, {"hidden": 0}, {"steps": 0},
     {"learning_rate": math.nan}, {"frames": 0}, {"seed": -1}],
)  # fmt: skip
def test_bad_settings_are_refused(bad):
    with pytest.raises(SettingsError):
        PatchSettings(**bad)
