"""A dream climbs, obeys its mask and its seed, and leaves nothing behind."""

import copy
import itertools
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nnkit import ImageError, SettingsError, vision
from nnkit.dream import DreamSettings, dream
from nnkit.dream.dreaming import _shift
from nnkit.dream.objectives import Objective

QUICK = DreamSettings((("block 3", 1.0),), octaves=2, scale=1.4, steps=2, jitter=8, seed=3)


def last_of(frames):
    *_, last = frames
    return last


@pytest.mark.parametrize(
    "wish",
    [
        {"layers": (("block 5", 1.0),)},
        {"layers": (("block 2", 1.0), ("block 6", 2.0))},
        {"layers": (("block 5", 1.0),), "channel": 7},
        {"layers": (("logits", 1.0),), "label": 9, "smoothing": 1.0},
    ],
    ids=["layer", "layers", "channel", "class"],
)
def test_the_objective_rises_in_every_octave(network, photo, wish):
    frames = list(dream(network, photo, DreamSettings(**wish, octaves=2, steps=5, jitter=4)))
    for octave in (0, 1):
        values = [frame.objective for frame in frames if frame.octave == octave and frame.step]
        assert len(values) == 5
        assert values[-1] > 1.05 * values[0] if values[0] > 0 else values[-1] > values[0] + 0.05


def test_the_result_excites_the_layer_more_by_the_unprepared_network(network, photo):
    """An oracle that shares nothing with the dream: the published module, hooked on a copy."""
    module, seen = copy.deepcopy(network.module), []
    module.blocks[5].register_forward_hook(lambda _, __, maps: seen.append(maps))
    final = last_of(dream(network, photo, DreamSettings((("block 5", 1.0),), octaves=2, steps=4)))
    with torch.no_grad():
        for picture in (photo, final.picture):
            module((picture - 0.498) / 0.502)
    assert seen[1].square().mean() > 1.3 * seen[0].square().mean()


def test_frames_are_whole_counted_and_unchanged_by_the_next(network, photo):
    frames, copies = [], []
    for frame in dream(network, photo, QUICK):
        frames.append(frame)
        copies.append(frame.detail.clone())
    assert [frame.step for frame in frames] == [0, 1, 2, 3, 4]
    assert {frame.total for frame in frames} == {4}
    assert [frame.octave for frame in frames] == [0, 0, 0, 1, 1]
    assert torch.equal(frames[0].picture, photo)
    assert frames[0].objective == pytest.approx(1, rel=1e-4)
    for frame, detail in zip(frames, copies, strict=True):
        assert torch.equal(frame.detail, detail)
        assert frame.picture.shape == photo.shape
        assert frame.picture.min() >= 0
        assert frame.picture.max() <= 1
        assert not frame.picture.requires_grad
        assert math.isfinite(frame.objective)
    assert all(not torch.equal(one.picture, two.picture) for one, two in itertools.pairwise(frames))


def test_a_step_moves_each_pixel_by_the_step_size_on_average(network):
    """Half grey, so that no pixel meets the ends of the scale."""
    grey = torch.full((1, 3, 64, 64), 0.5) + 0.1 * torch.rand(1, 3, 64, 64)
    calm = DreamSettings((("block 3", 1.0),), octaves=1, steps=1, step_size=0.001, jitter=5)
    final = last_of(dream(network, grey, calm))
    assert (final.picture - grey).abs().mean() == pytest.approx(0.001, rel=1e-3)


def test_the_mask_leaves_the_outside_untouched_to_the_bit(network, photo):
    mask = torch.zeros(1, 1, 96, 128)
    mask[..., 20:61, 30:90] = 1
    mask[..., 61:70, 30:90] = 0.5
    outside = (mask == 0).expand_as(photo)
    for frame in dream(network, photo, QUICK, mask=mask):
        assert torch.equal(frame.picture[outside], photo[outside])
    assert (frame.picture - photo)[~outside].abs().mean() > 0.01


def test_nothing_is_dreamed_outside_the_mask_not_even_unseen(network, photo):
    """What grows inside must go with the original around it, not with a dream that is cut off."""
    mask = torch.zeros(1, 1, 96, 128)
    mask[..., 40:60, 40:60] = 1
    final = last_of(dream(network, photo, QUICK, mask=mask))
    assert final.detail[..., 40:60, 40:60].abs().mean() > 0.01
    assert not final.detail[..., :32, :].any()


def test_an_octave_goes_on_where_the_smaller_one_ended(network, photo):
    wish = DreamSettings(**{**vars(QUICK), "steps": 6})
    frames = list(dream(network, photo, wish))
    ended, begun = frames[6].picture, frames[7].picture
    assert [frames[6].octave, frames[7].octave] == [0, 1]
    assert (begun - photo).abs().mean() > 0.9 * (ended - photo).abs().mean()  # six steps' worth
    assert (begun - ended).abs().mean() < 2 * wish.step_size  # one step


def test_a_full_mask_is_no_mask(network, photo):
    masked = last_of(dream(network, photo, QUICK, mask=torch.ones(1, 1, 96, 128)))
    assert torch.equal(masked.picture, last_of(dream(network, photo, QUICK)).picture)


def test_equal_seeds_make_equal_pictures_and_others_do_not(network, photo):
    one, two = (last_of(dream(network, photo, QUICK)).picture for _ in range(2))
    assert torch.equal(one, two)
    other = DreamSettings(**{**vars(QUICK), "seed": 4})
    assert not torch.equal(one, last_of(dream(network, photo, other)).picture)


def test_interleaved_runs_do_not_disturb_each_other_nor_the_global_dice(network, photo):
    state = torch.random.get_rng_state()
    alone = [
        [frame.picture for frame in dream(network, picture, QUICK)]
        for picture in (photo, photo.flip(-1))
    ]
    runs = dream(network, photo, QUICK), dream(network, photo.flip(-1), QUICK)
    for index, frames in enumerate(zip(*runs, strict=True)):
        for run, frame in zip(alone, frames, strict=True):
            assert torch.equal(frame.picture, run[index])
    assert torch.equal(torch.random.get_rng_state(), state)


def test_no_trace_is_left_after_any_frame(network, photo):
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    original = photo.clone()
    for stop in range(5):
        frames = dream(network, photo, QUICK)
        for _ in range(stop + 1):
            next(frames)
        assert torch.is_grad_enabled()
        assert not torch.is_inference_mode_enabled()
        frames.close()
        assert not network.module.training
        assert torch.equal(photo, original)
        for module in network.module.modules():
            assert not module._forward_hooks
        for weight in network.module.parameters():
            assert weight.grad is None
            assert not weight.requires_grad
        for name, value in network.module.state_dict().items():
            assert torch.equal(value, before[name])


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
def test_the_callers_gradient_mode_may_change_from_frame_to_frame(network, photo, mode):
    expected = last_of(dream(network, photo, QUICK)).picture
    frames = dream(network, photo, QUICK)
    while True:
        with mode():
            frame = next(frames, None)
        if frame is None or (following := next(frames, None)) is None:
            break
        picture = following.picture
    assert torch.equal(frame.picture if frame is not None else picture, expected)


def test_strength_mixes_the_dream_with_the_original(network, photo):
    def dreamed(strength):
        wish = DreamSettings(**{**vars(QUICK), "strength": strength})
        return last_of(dream(network, photo, wish)).picture

    assert torch.equal(dreamed(0.0), photo)
    half = (dreamed(1.0) + photo) / 2
    torch.testing.assert_close(dreamed(0.5), half, atol=1e-6, rtol=0)


def test_a_guide_draws_the_picture_towards_its_features(network, photo):
    guide = torch.rand(1, 3, 80, 70, generator=torch.Generator().manual_seed(0))
    wish = DreamSettings((("block 5", 1.0),), octaves=1, steps=6, jitter=4)
    values = [frame.objective for frame in dream(network, photo, wish, guide=guide)][1:]
    assert values[-1] > values[0]
    guided = last_of(dream(network, photo, wish, guide=guide)).picture
    free = last_of(dream(network, photo, wish)).picture
    towards = Objective(network, wish, photo, guide)
    assert towards.measure(guided) > towards.measure(free)


@pytest.mark.parametrize("size", [(64, 64), (65, 64), (97, 131), (64, 700), (300, 64)])
def test_any_size_from_64_px_up(network, size):
    picture = torch.rand(1, 3, *size, generator=torch.Generator().manual_seed(1))
    mask = torch.ones(1, 1, *size)
    frames = list(dream(network, picture, QUICK, mask=mask))
    assert frames[-1].picture.shape == picture.shape
    octaves = 2 if min(size) / 1.4 >= 64 else 1
    assert frames[-1].total == 2 * octaves


def test_only_tiles_shift_further_than_the_jitter():
    generator = torch.Generator().manual_seed(0)
    whole = [_shift((300, 400), QUICK, generator) for _ in range(200)]
    assert {number for shift in whole for number in shift} == set(range(-8, 9))
    tiled = [_shift((300, 1600), QUICK, generator) for _ in range(200)]
    assert max(abs(down) for down, _ in tiled) <= 8
    # No place of a tile, here 533 px wide, is left out.
    places = sorted(right % 533 for _, right in tiled)
    assert max(two - one for one, two in itertools.pairwise(places)) < 30


@settings(max_examples=6, deadline=None)
@given(
    jitter=st.integers(0, 512),
    smoothing=st.floats(0, 1),
    step_size=st.floats(1e-5, 1),
    level=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_a_picture_stays_a_picture(jitter, smoothing, step_size, level):
    """Whatever the settings, and on flat pictures, where slopes may vanish."""
    network = vision.load(device="cpu")
    wish = DreamSettings(
        (("block 2", 1.0),), octaves=1, steps=2, jitter=jitter, smoothing=smoothing,
        step_size=step_size,
    )  # fmt: skip
    for frame in dream(network, torch.full((1, 3, 64, 70), level), wish):
        assert frame.picture.min() >= 0
        assert frame.picture.max() <= 1  # both fail for nan, too


def test_a_dream_can_go_on_from_a_dream(network, photo):
    first = last_of(dream(network, photo, QUICK)).picture
    wish = DreamSettings((("block 3", 1.0),), octaves=1, steps=2, jitter=8)
    reference = Objective(network, wish, photo)
    assert reference.measure(last_of(dream(network, first, wish)).picture) > (
        reference.measure(first)
    )


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
def test_bad_pictures_and_guides_are_refused_before_the_first_frame(network, photo, picture, words):
    with pytest.raises(ImageError, match=words):
        dream(network, picture, QUICK)
    with pytest.raises(ImageError, match=words):
        dream(network, photo, QUICK, guide=picture)


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
def test_bad_masks_are_refused_before_the_first_frame(network, photo, mask):
    with pytest.raises(ImageError, match="mask"):
        dream(network, photo, QUICK, mask=mask)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"layers": (("block 99", 1.0),)}, "no layer"),
        ({"layers": (("block 3", 1.0),), "channel": 24 + 1000}, "no 1024"),
        ({"layers": (("logits", 1.0),), "label": 1000}, "1000 classes"),
    ],
)
def test_what_the_network_does_not_have_is_refused_before_the_first_frame(
    network, photo, wish, words
):
    with pytest.raises(SettingsError, match=words):
        dream(network, photo, DreamSettings(**wish))


def test_a_guide_does_not_go_with_a_channel_or_a_class(network, photo):
    for wish in (
        {"layers": (("block 3", 1.0),), "channel": 1},
        {"layers": (("logits", 1.0),), "label": 1},
    ):
        with pytest.raises(SettingsError, match="choose one"):
            dream(network, photo, DreamSettings(**wish), guide=photo)
