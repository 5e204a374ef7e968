"""A painting comes nearer to its style, obeys mask, colours and seed, and leaves nothing behind."""

import itertools
import math
from dataclasses import replace

import pytest
import torch

from nnkit import ImageError, SettingsError, vision
from nnkit.style import StyleSettings, colours, recipes, statistics, transfer
from nnkit.vision import VisionNetwork, zoo

QUICK = StyleSettings(scales=(0.7, 1.0), steps=(3, 2), seed=3)
LAYERS = recipes.recipe("efficientnet_lite0").style


def last_of(frames):
    *_, last = frames
    return last


def test_a_painting_without_strength_is_the_photo_and_measured_as_such(network, photo, style):
    first, *_, last = transfer(network, photo, style, replace(QUICK, strength=0.0))
    assert torch.equal(last.picture, photo)
    assert last.whole.style_losses == pytest.approx(first.style_losses, rel=1e-4)
    assert first.content_loss == pytest.approx(0, abs=1e-4)
    assert last.whole.content_loss == pytest.approx(0, abs=1e-4)


def test_a_frame_on_the_way_can_be_measured_in_full_size(network, photo, style):
    frames = list(transfer(network, photo, style, QUICK))
    assert frames[1].scale == 0.7
    whole = frames[1].whole
    assert whole.scale == 1.0
    assert torch.equal(whole.picture, frames[1].picture)
    assert whole.style_losses != frames[1].style_losses


def test_the_losses_fall_at_every_scale(network, photo, style):
    frames = list(transfer(network, photo, style, replace(QUICK, steps=(12, 12), jitter=0)))
    for scale in (0.7, 1.0):
        sums = [
            sum(frame.style_losses.values())
            for frame in frames
            if frame.scale == scale and frame.step
        ]
        assert len(sums) == 12
        assert sums[-1] < 0.8 * sums[0]


def test_the_result_has_the_styles_covariances_by_the_unprepared_network(network, photo, style):
    """An oracle that shares nothing with the transfer: the published modules, one by one."""

    def covariances(picture):
        maps, found = (picture - 0.498) / 0.502, []
        module = network.module
        found.append(module.stem[1](module.stem[0](maps)))
        maps = module.stem(maps)
        for number, block in enumerate(module.blocks[:9]):
            if number in (1, 3, 5, 8):
                found.append(block.layers[1](block.layers[0](maps)))
            maps = block(maps)
        return [torch.cov(each[0].flatten(1)) for each in found]

    long = replace(QUICK, steps=(20, 20), smoothing=0.0, strength=1.0)
    painted = last_of(transfer(network, photo, style, long)).picture
    large = torch.nn.functional.interpolate(style, scale_factor=128 / 112, mode="bicubic")
    with torch.no_grad():
        before, after, wanted = map(covariances, (photo, painted, large))
    shares = [
        float((end - goal).norm() / (start - goal).norm())
        for start, end, goal in zip(before, after, wanted, strict=True)
    ]
    assert max(shares) < 0.8
    assert sum(shares) / len(shares) < 0.6


def test_frames_are_whole_counted_and_unchanged_by_the_next(network, photo, style):
    frames, copies = [], []
    for frame in transfer(network, photo, style, QUICK):
        frames.append(frame)
        copies.append(frame.painted.clone())
    assert [frame.step for frame in frames] == [0, 1, 2, 3, 4, 5]
    assert {frame.total for frame in frames} == {5}
    assert [frame.scale for frame in frames] == [1.0] + [0.7] * 3 + [1.0] * 2
    assert torch.equal(frames[0].picture, photo)
    for frame, painted in zip(frames, copies, strict=True):
        assert torch.equal(frame.painted, painted)
        assert frame.picture.shape == photo.shape
        assert 0 <= frame.picture.min() < frame.picture.max() <= 1
        assert not frame.picture.requires_grad
        assert math.isfinite(frame.content_loss)
        assert tuple(frame.style_losses) == LAYERS
        assert all(value >= 0 for value in frame.style_losses.values())
    assert all(not torch.equal(one.picture, two.picture) for one, two in itertools.pairwise(frames))


def test_the_mask_leaves_the_outside_untouched_to_the_bit(network, photo, style):
    mask = torch.zeros(1, 1, 96, 128)
    mask[..., 20:61, 30:90] = 1
    mask[..., 61:70, 30:90] = 0.5
    outside = (mask == 0).expand_as(photo)
    for settings in (QUICK, replace(QUICK, keep_colours=True)):
        for frame in transfer(network, photo, style, settings, mask=mask):
            assert torch.equal(frame.picture[outside], photo[outside])
        assert (frame.picture - photo)[~outside].abs().mean() > 0.02


def test_inside_a_mask_the_style_is_painted_as_if_alone(network, photo, style):
    """The statistics must be those of the masked part: the rest is no excuse and no reason."""
    mask = torch.zeros(1, 1, 96, 128)
    mask[..., 64:] = 1
    settings = replace(QUICK, steps=(15, 15))
    part = last_of(transfer(network, photo, style, settings, mask=mask)).picture[..., 64:]
    whole = last_of(transfer(network, photo, style, settings)).picture[..., 64:]
    with torch.no_grad():
        stem = network.until_all(["stem convolution"])
        start, masked, free, goal = (
            statistics.gram(stem(each)[0]) for each in (photo[..., 64:], part, whole, style)
        )
    assert (masked - goal).norm() < 0.5 * (start - goal).norm()
    assert (masked - goal).norm() < 1.5 * (free - goal).norm()


def test_a_full_mask_is_no_mask_and_an_empty_one_changes_nothing(network, photo, style):
    whole = last_of(transfer(network, photo, style, QUICK)).picture
    full = last_of(transfer(network, photo, style, QUICK, mask=torch.ones(1, 1, 96, 128)))
    assert (full.picture - whole).abs().mean() < 0.01
    empty = last_of(transfer(network, photo, style, QUICK, mask=torch.zeros(1, 1, 96, 128)))
    assert torch.equal(empty.picture, photo)


def test_kept_colours_are_the_photos(network, photo, style):
    """Chroma (RGB less Rec. 601 luma) within 1e-6 of the photo's in every frame."""
    wish = replace(QUICK, keep_colours=True)
    frames = list(transfer(network, photo, style, wish))
    for frame in frames:
        assert (colours.chroma(frame.picture) - colours.chroma(photo)).abs().max() < 1e-6
    assert (frames[-1].picture - photo).abs().mean() > 0.02
    free = last_of(transfer(network, photo, style, QUICK)).picture
    assert (colours.chroma(free) - colours.chroma(photo)).abs().mean() > 0.02


def test_mix_0_is_the_first_style_and_mix_1_the_second_to_the_bit(
    network, photo, style, other_style
):
    def painted(*styles, mix=0.5):
        second = styles[1] if len(styles) == 2 else None
        frames = transfer(network, photo, styles[0], replace(QUICK, mix=mix), second=second)
        return last_of(frames).picture

    one, two = painted(style), painted(other_style)
    assert torch.equal(painted(style, other_style, mix=0.0), one)
    assert torch.equal(painted(style, other_style, mix=1.0), two)
    half = painted(style, other_style)
    assert (half - one).norm() < (two - one).norm()
    assert (half - two).norm() < (two - one).norm()


def test_strength_0_leaves_the_photo_and_more_moves_further(network, photo, style):
    def painted(strength):
        settings = replace(QUICK, strength=strength, steps=(10, 10))
        return last_of(transfer(network, photo, style, settings))

    assert torch.equal(painted(0.0).picture, photo)
    calm, usual, wild = (painted(strength) for strength in (0.1, 0.5, 1.0))
    assert sum(calm.style_losses.values()) > 1.2 * sum(usual.style_losses.values())
    contents = [frame.content_loss for frame in (calm, usual, wild)]
    assert contents == sorted(contents)


def test_the_brush_grows_with_style_scale(network, photo):
    """Stripes as a style, on grey: the larger they are looked at, the wider they are painted."""
    stripes = (torch.arange(96) // 4 % 2).float().expand(1, 3, 96, 96).contiguous()
    grey = 0.5 + 0.05 * torch.randn(1, 1, 96, 128, generator=torch.Generator().manual_seed(0))
    grey = grey.clamp(0, 1).expand_as(photo).contiguous()

    def stripe_count(style_scale):
        """The strongest frequency along the rows."""
        settings = replace(QUICK, style_scale=style_scale, steps=(20, 20), strength=1.0)
        rows = last_of(transfer(network, grey, stripes, settings)).picture.mean(1)[0]
        return int(torch.fft.rfft(rows - rows.mean()).abs().square().mean(0).argmax())

    assert stripe_count(2.0) < stripe_count(0.75)


def test_equal_seeds_make_equal_pictures_and_others_do_not(network, photo, style):
    one, two = (last_of(transfer(network, photo, style, QUICK)).picture for _ in range(2))
    assert torch.equal(one, two)
    other = last_of(transfer(network, photo, style, replace(QUICK, seed=4))).picture
    assert not torch.equal(one, other)


def test_interleaved_runs_do_not_disturb_each_other_nor_the_global_dice(network, photo, style):
    state = torch.random.get_rng_state()
    pairs = (photo, style), (photo.flip(-1), style)
    alone = [[frame.picture for frame in transfer(network, *pair, QUICK)] for pair in pairs]
    runs = [transfer(network, *pair, QUICK) for pair in pairs]
    for index, frames in enumerate(zip(*runs, strict=True)):
        for run, frame in zip(alone, frames, strict=True):
            assert torch.equal(frame.picture, run[index])
    assert torch.equal(torch.random.get_rng_state(), state)


def test_no_trace_is_left_after_any_frame(network, photo, style):
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    originals = photo.clone(), style.clone()
    for stop in range(6):
        frames = transfer(network, photo, style, QUICK)
        for _ in range(stop + 1):
            next(frames)
        assert torch.is_grad_enabled()
        assert not torch.is_inference_mode_enabled()
        frames.close()
        assert not network.module.training
        assert torch.equal(photo, originals[0])
        assert torch.equal(style, originals[1])
        for module in network.module.modules():
            assert not module._forward_hooks
        for weight in network.module.parameters():
            assert weight.grad is None
            assert not weight.requires_grad
        for name, value in network.module.state_dict().items():
            assert torch.equal(value, before[name])


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
def test_the_callers_gradient_mode_may_change_from_frame_to_frame(network, photo, style, mode):
    mask = torch.ones(1, 1, 96, 128)
    mask[..., :9] = 0
    wish = replace(QUICK, keep_colours=True)
    expected = last_of(transfer(network, photo, style, wish, mask=mask)).picture
    with mode():
        inside = photo * 1  # such a tensor may take part in no gradient
        frames = transfer(network, inside, style * 1, wish, mask=mask * 1)
    for turn in itertools.count():
        if turn % 2:
            frame = next(frames, None)
        else:
            with mode():
                frame = next(frames, None)
        if frame is None:
            break
        picture = frame.picture
    assert torch.equal(picture, expected)


@pytest.mark.parametrize("size", [(64, 64), (65, 64), (97, 131), (64, 300)])
def test_any_size_from_64_px_up(network, style, size):
    picture = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(1))
    wish = StyleSettings(steps=(1, 1, 1), jitter=32)
    frames = list(transfer(network, picture, style, wish))
    assert frames[-1].picture.shape == picture.shape
    assert frames[-1].total == 3


@pytest.mark.parametrize("name", ["squeezenet1_1", "vgg16", "vgg19"])
def test_torchvisions_networks_paint_too(photo, style, name):
    network = VisionNetwork(name, zoo.untrained(name))
    small = photo[..., :64, :64].contiguous()
    frames = list(transfer(network, small, style, StyleSettings(scales=(1.0,), steps=(3,))))
    assert sum(frames[-1].style_losses.values()) < sum(frames[1].style_losses.values())
    assert tuple(frames[-1].style_losses) == recipes.recipe(name).style


def test_flat_and_grey_pictures_are_painted(network, style):
    for flat in (torch.zeros(1, 3, 64, 70), torch.full((1, 3, 64, 70), 0.5)):
        for pair in ((flat, style), (style, flat), (flat, flat)):
            for keep in (False, True):
                wish = replace(QUICK, keep_colours=keep)
                assert last_of(transfer(network, *pair, wish)).picture.isfinite().all()


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (torch.rand(2, 3, 64, 64), "one picture"),
        (torch.rand(1, 3, 63, 64), "64 px"),
        (torch.rand(1, 1, 64, 64), "N, 3, H, W"),
        (torch.rand(1, 3, 64, 64) + 0.5, "0 to 1"),
        (torch.full((1, 3, 64, 64), math.nan), "0 to 1"),
        (torch.zeros(1, 3, 64, 64, dtype=torch.uint8), "floats"),
    ],
)
def test_bad_pictures_are_refused_before_the_first_frame(network, photo, style, picture, words):
    with pytest.raises(ImageError, match=words):
        transfer(network, picture, style, QUICK)
    with pytest.raises(ImageError, match=words):
        transfer(network, photo, picture, QUICK)
    with pytest.raises(ImageError, match=words):
        transfer(network, photo, style, QUICK, second=picture)


@pytest.mark.parametrize(
    "mask",
    [
        torch.ones(1, 1, 96, 127),
        torch.ones(96, 128),
        torch.ones(1, 1, 96, 128, dtype=torch.bool),
        torch.full((1, 1, 96, 128), 1.5),
        torch.full((1, 1, 96, 128), math.nan),
    ],
)
def test_bad_masks_are_refused_before_the_first_frame(network, photo, style, mask):
    with pytest.raises(ImageError, match="mask"):
        transfer(network, photo, style, QUICK, mask=mask)


def test_a_network_without_a_recipe_is_refused_before_the_first_frame(photo, style):
    with torch.device("meta"):
        network = VisionNetwork("googlenet", zoo._architecture("googlenet"), "meta")
    with pytest.raises(SettingsError, match="no network to paint with"):
        transfer(network, photo, style, QUICK)


def test_the_default_network_has_a_recipe():
    assert vision.zoo.DEFAULT in recipes.RECIPES
