"""The sticker: laid by hand, by a formula, and grown against a network whose best one is known."""

import copy
import dataclasses
import importlib
import math

import pytest
import torch
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from torch import nn

from nnkit import ImageError, SettingsError, images, vision
from nnkit.attacks import PatchSettings, away, patch, to_grid, towards
from nnkit.attacks.patch import disc, random_places, sticker_side, worn
from nnkit.digits import recognition

# A sticker of 6 px rests 17 px down and across in a picture of 26: on whole pixels.
SIDE, PICTURE, REST = 6, 26, 17
STILL = PatchSettings(share=0.0418, rotation=0.0, scaling=0.0, wander=0.0, steps=15)
LIVELY = PatchSettings(share=0.2, steps=4, places=2)
WEIGHTS = torch.randn(3, PICTURE, PICTURE, generator=torch.Generator().manual_seed(0)) / 20
UPRIGHT = (0.0, 1.0)


def linear(pictures):
    """Class 1 of two where the weighted sum is over 0."""
    score = ((pictures - 0.5) * WEIGHTS).sum(dim=(1, 2, 3))
    return torch.stack([-score, score], dim=1)


def chance(*shape, seed=0):
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))


def photos(count=2, side=PICTURE):
    return to_grid(chance(count, 3, side, side))


def by_hand(side):
    """Which pixels of a square have their middle in its largest disc."""
    half = side / 2
    return torch.tensor(
        [[math.hypot(row + 0.5 - half, column + 0.5 - half) <= half for column in range(side)]
         for row in range(side)]
    )  # fmt: skip


def last(frames):
    *_, frame = frames
    return frame


# Laying it


@pytest.mark.parametrize("side", [4, 5, 6, 17])
def test_the_disc_is_the_largest_in_its_square(side):
    found = disc(torch.zeros(1, 3, side, side))
    assert torch.equal(found[0, 0] == 1, by_hand(side))
    assert set(found.unique().tolist()) <= {0.0, 1.0}


@pytest.mark.parametrize(("left", "top"), [(0, 0), (20, 14), (17, 3), (1, 13)])
def test_an_upright_sticker_on_whole_pixels_replaces_them(left, top):
    original, sticker = chance(2, 3, 20, 26), chance(1, 3, SIDE, SIDE, seed=1)
    places = torch.tensor([[left / 20, top / 14, *UPRIGHT]]).expand(2, -1)
    wanted = original.clone()
    window = wanted[..., top : top + SIDE, left : left + SIDE]
    window[...] = torch.where(by_hand(SIDE), sticker, window)
    torch.testing.assert_close(worn(original, sticker, places), wanted, atol=1e-5, rtol=0)


@pytest.mark.parametrize("quarters", [1, 2, 3, -1])
def test_quarter_turns_are_exact(quarters):
    original, sticker = chance(1, 3, 20, 26), chance(1, 3, SIDE, SIDE, seed=1)
    turned = torch.tensor([[0.3, 0.5, quarters * math.pi / 2, 1.0]])
    upright = torch.tensor([[0.3, 0.5, *UPRIGHT]])
    torch.testing.assert_close(
        worn(original, sticker, turned),
        worn(original, sticker.rot90(-quarters, (2, 3)), upright),
        atol=1e-5,
        rtol=0,
    )


place = st.tuples(
    st.floats(0, 1), st.floats(0, 1), st.floats(-math.pi, math.pi), st.floats(0.6, 1.4)
)


@given(st.integers(30, 50), st.integers(30, 50), place)
@hypothesis_settings(max_examples=60, deadline=None)
def test_anywhere_it_lies_as_the_formula_says(height, width, where):
    """Bilinear sampling is exact on a ramp: each pixel inside shows the ramp at its own place."""
    side = 16
    across, down, turn, scale = where
    along = torch.arange(side).double() + 0.5 - side / 2  # pixels from the sticker's middle
    ramp = 0.5 + along * 0.02 + along[:, None] * 0.03
    original = chance(1, 2, height, width).double()
    found = worn(original, ramp.expand(1, 2, -1, -1), torch.tensor([where], dtype=torch.double))
    reach = side * scale / 2
    x = torch.arange(width).double() + 0.5 - (reach + across * (width - 2 * reach))
    y = (torch.arange(height).double() + 0.5 - (reach + down * (height - 2 * reach)))[:, None]
    sticker_x = (math.cos(turn) * x + math.sin(turn) * y) / scale
    sticker_y = (math.cos(turn) * y - math.sin(turn) * x) / scale
    distance = torch.hypot(sticker_x, sticker_y)
    inside, outside = distance < side / 2 - 1.5, distance > side / 2 + 1.5
    wanted = (0.5 + 0.02 * sticker_x + 0.03 * sticker_y).expand(1, 2, -1, -1)
    assert inside.any()
    torch.testing.assert_close(found[..., inside], wanted[..., inside], atol=1e-5, rtol=0)
    assert torch.equal(found[..., outside], original[..., outside])  # to the bit


def test_no_shadow_and_no_halo_at_the_rim():
    """A sticker of the picture's own colour cannot be seen, wherever it lies."""
    grey, sticker = torch.full((20, 3, 40, 30), 0.6), torch.full((1, 3, 15, 15), 0.6)
    wish = PatchSettings(wander=1, rotation=180, scaling=0.5)
    places = random_places(20, wish, torch.Generator().manual_seed(0))
    torch.testing.assert_close(worn(grey, sticker, places), grey, atol=1e-5, rtol=0)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.12, 0.3, 0.5])
def test_it_covers_the_share_asked_for(share):
    picture = torch.zeros(1, 3, 224, 224)
    side = sticker_side(picture, PatchSettings(share=share))
    black = torch.zeros(1, 3, side, side)
    covered = worn(picture + 1, black, torch.tensor([[0.5, 0.5, *UPRIGHT]]))
    assert (1 - covered).mean().item() == pytest.approx(share, rel=0.05)
    assert disc(black).sum().item() / 224**2 == pytest.approx(share, rel=0.05)


def test_it_never_outgrows_the_picture():
    assert sticker_side(torch.zeros(1, 3, 20, 100), PatchSettings(share=0.5)) == 20
    assert sticker_side(torch.zeros(1, 1, 10, 10), PatchSettings(share=0.005)) == 4


def test_places_by_chance_stay_within_their_settings():
    wish = PatchSettings(rotation=30.0, scaling=0.2, wander=0.4)
    places = random_places(4000, wish, torch.Generator().manual_seed(0))
    across, down, turn, scale = places.unbind(1)
    for shares in (across, down):
        assert shares.min() == pytest.approx(0.45, abs=0.01)
        assert shares.max() == 1  # what would wander out stays at the border
    assert turn.abs().max().rad2deg().item() == pytest.approx(30, abs=0.2)
    assert scale.aminmax() == pytest.approx((0.8, 1.2), abs=0.005)
    for chance in (turn / turn.abs().max(), (scale - 1) / 0.2):
        assert abs(chance.mean()) < 0.05
        assert chance.var() == pytest.approx(1 / 3, abs=0.03)


# Making it


@pytest.mark.parametrize(("goal", "sign"), [(towards(1), 1), (towards(0), -1), (away(1), -1)])
def test_it_becomes_the_best_sticker_that_there_is(goal, sign):
    """Against a line every pixel ends at black or at white, as its own weight wants it."""
    weights = WEIGHTS[:, REST : REST + SIDE, REST : REST + SIDE]
    wanted = torch.where(by_hand(SIDE), (sign * weights > 0).float(), 1.0)
    frame = last(patch(linear, photos(), goal, STILL))
    assert torch.equal(frame.patch[0], wanted)


def test_every_photo_wears_it_and_nothing_else():
    original = photos(3)
    frame = last(patch(linear, original, towards(1), STILL))
    wanted = original.clone()
    window = wanted[..., REST : REST + SIDE, REST : REST + SIDE]
    window[...] = torch.where(by_hand(SIDE), frame.patch, window)
    assert torch.equal(frame.pictures, wanted)  # on the grid: to the bit
    assert torch.equal(frame.original, original)


def test_the_goal_comes_nearer():
    frames = list(patch(linear, photos(), towards(1), dataclasses.replace(LIVELY, steps=12)))
    confidence = torch.stack([frame.confidence for frame in frames]).mean(1)
    assert confidence[-1] > confidence[0] + 0.2
    assert (confidence.diff() > -0.02).all()
    torch.testing.assert_close(frames[-1].logits, linear(frames[-1].pictures))


def test_two_photos_share_one_sticker_that_neither_would_have_alone():
    first, second = (chance(2, 3, PICTURE, PICTURE, seed=4) - 0.5) / 5

    def judge(pictures):
        """Reads dark photos with other weights than light ones."""
        is_dark = pictures[:, :1, :1, :1] < 0.5
        score = ((pictures - 0.5) * torch.where(is_dark, first, second)).sum(dim=(1, 2, 3))
        return torch.stack([-score, score], dim=1)

    pair = torch.stack([torch.full((3, PICTURE, PICTURE), grey / 255) for grey in (102, 153)])
    together = last(patch(judge, pair, towards(1), STILL)).patch
    alone = [last(patch(judge, one[None], towards(1), STILL)).patch for one in pair]
    assert together.shape == (1, 3, SIDE, SIDE)
    assert not torch.equal(alone[0], alone[1])
    assert not any(torch.equal(together, one) for one in alone)
    agreed = alone[0] == alone[1]  # there is nothing to argue about
    assert torch.equal(together[agreed], alone[0][agreed])


def test_each_photo_has_its_own_label():
    """A network that reads light photos the other way round, asked for the other class there."""

    def judge(pictures):
        logits = linear(pictures)
        return torch.where(pictures[:, 0, 0, :1] < 0.5, logits, logits.flip(1))

    pair = torch.stack([torch.full((3, PICTURE, PICTURE), grey / 255) for grey in (102, 153)])
    wish = dataclasses.replace(STILL, places=2)
    frame = last(patch(judge, pair, towards([1, 0]), wish))
    assert torch.equal(frame.patch, last(patch(linear, pair, towards(1), STILL)).patch)


def test_frames_begin_with_grey_and_hold_colours():
    wish = dataclasses.replace(LIVELY, learning_rate=1.0)
    frames = list(patch(linear, photos(), towards(1), wish))
    assert [(frame.step, frame.total) for frame in frames] == [(step, 4) for step in range(5)]
    assert (frames[0].sticker == 0.5).all()
    side = sticker_side(photos(), wish)
    for frame in frames:
        assert frame.patch.shape == (1, 3, side, side)
        assert 0 <= frame.sticker.min() <= frame.sticker.max() <= 1
        assert (frame.patch[..., ~by_hand(side)] == 1).all()
        for pictures in (frame.pictures, frame.patch):
            assert torch.equal(to_grid(pictures), pictures)
    kept = frames[1].sticker.clone()
    assert not torch.equal(kept, frames[2].sticker)  # frames do not share their memory


def test_files_hold_it_as_it_is():
    frame = last(patch(linear, photos(), towards(1), LIVELY))
    for picture in (*frame.pictures, *frame.patch):
        assert torch.equal(images.load(images.to_png(picture)), picture[None])
    loaded = torch.cat([images.load(images.to_png(picture)) for picture in frame.pictures])
    torch.testing.assert_close(linear(loaded), frame.logits)


def test_each_step_looks_at_every_photo_in_several_places():
    seen = []

    def spy(pictures):
        if torch.is_grad_enabled():
            seen.append(pictures.detach())
        return linear(pictures)

    wish = dataclasses.replace(LIVELY, steps=2, places=3, wander=1.0)
    list(patch(spy, photos(2), towards(1), wish))
    assert [len(pictures) for pictures in seen] == [6, 6]
    for first in range(2):  # the same photo, the sticker elsewhere
        assert not torch.equal(seen[0][first], seen[0][first + 2])


# What it is worth


def test_hold_is_the_share_of_fooled_pictures():
    """One of three photos is taken for class 1, whatever is stuck on it."""

    def corner(pictures):
        return torch.stack([torch.full((len(pictures),), 0.5), pictures[:, 0, 0, 0]], dim=1)

    pictures = photos(3)
    pictures[:, :, 0, 0] = torch.tensor([0.2, 1.0, 0.2])[:, None]
    frames = patch(corner, pictures, towards(1), LIVELY)
    assert next(frames).hold == pytest.approx(1 / 3)
    assert last(patch(corner, pictures[1:2], towards(1), LIVELY)).hold == 1
    assert last(patch(corner, pictures[:1], towards(1), LIVELY)).hold == 0


def test_hold_looks_at_new_places_on_the_grid_and_twice_the_same(monkeypatch):
    seen, places = [], []

    def classifier(pictures):
        seen.append(pictures)
        return linear(pictures)

    def draw(*arguments):
        places.append(random_places(*arguments))
        return places[-1]

    module = importlib.import_module("nnkit.attacks.patch")
    monkeypatch.setattr(module, "random_places", draw)
    frame = last(patch(classifier, photos(1), towards(1), LIVELY))
    trained = len(torch.cat(places))
    seen.clear()
    hold = frame.hold
    assert 0 <= hold <= 1
    assert len(torch.cat(places)) > trained + 4
    assert len(torch.cat(places).unique(dim=0)) == len(torch.cat(places))  # each is a new one
    for pictures in seen:
        assert torch.equal(to_grid(pictures), pictures)
    assert last(patch(linear, photos(1), towards(1), LIVELY)).hold == hold


def test_a_digit_network_reads_what_the_sticker_says():
    network = recognition.load("cnn").module
    one = torch.zeros(1, 1, 28, 28)
    one[..., 5:23, 12:15] = 1
    wish = PatchSettings(share=0.25, steps=60, learning_rate=0.1)
    frames = list(patch(network, one, towards(3), wish))
    assert network(frames[0].original).argmax() == 1
    assert frames[-1].fooled.tolist() == [True]
    assert frames[-1].confidence > 0.9
    assert frames[-1].hold > 0.7


def test_a_vision_network_can_be_attacked_at_any_size():
    network = vision.untrained("squeezenet1_1", device="cpu")
    first, second = patch(network, photos(1, 64), towards(3), PatchSettings(steps=1))
    assert second.pictures.shape == (1, 3, 64, 64)
    assert second.logits.shape == (1, 1000)
    assert not torch.equal(first.sticker, second.sticker)


# Good manners


def test_the_seed_alone_decides_even_interleaved():
    before = torch.get_rng_state()
    other = dataclasses.replace(LIVELY, seed=1)
    alone = [last(patch(linear, photos(), towards(1), wish)).sticker for wish in (LIVELY, other)]
    runs = [patch(linear, photos(), towards(1), wish) for wish in (LIVELY, other)]
    for both in zip(*runs, strict=True):
        together = [frame.sticker for frame in both]
    assert all(torch.equal(one, two) for one, two in zip(alone, together, strict=True))
    assert not torch.equal(*alone)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("mode", [torch.no_grad, torch.inference_mode])
@pytest.mark.parametrize("turn", [0, 1])
def test_the_callers_gradient_mode_may_change_from_frame_to_frame(mode, turn):
    expected = [frame.pictures for frame in patch(linear, photos(), towards(1), LIVELY)]
    with mode():
        frames = patch(linear, photos(), towards(1), LIVELY)
    for step, wanted in enumerate(expected):
        if step % 2 == turn:
            with mode():
                found = next(frames).pictures
        else:
            found = next(frames).pictures
        assert torch.is_grad_enabled()
        assert torch.equal(found, wanted)


@pytest.mark.parametrize("stop", range(4))
def test_no_trace_is_left_after_any_frame(stop):
    network = nn.Sequential(nn.Flatten(), nn.Linear(3 * PICTURE**2, 4), nn.ReLU(), nn.Linear(4, 3))
    before, original = copy.deepcopy(network.state_dict()), photos()
    kept = original.clone()
    frames = patch(network, original, towards(2), LIVELY)
    for _ in range(stop + 1):
        frame = next(frames)
    assert frame.logits.shape == (2, 3)
    assert torch.is_grad_enabled()
    frames.close()
    assert torch.equal(original, kept)
    assert network.training
    for weight in network.parameters():
        assert weight.grad is None
        assert weight.requires_grad
    for module in network.modules():
        assert not module._forward_hooks
        assert not module._backward_hooks
    for name, value in network.state_dict().items():
        assert torch.equal(value, before[name])


@pytest.mark.parametrize(
    "pictures",
    [torch.rand(3, 26, 26), torch.rand(1, 3, 26, 26) * 2, torch.zeros(1, 3, 26, 26).byte(),
     torch.full((1, 3, 26, 26), math.nan), torch.rand(0, 3, 26, 26)],
)  # fmt: skip
def test_bad_pictures_are_refused_before_the_first_frame(pictures):
    with pytest.raises(ImageError):
        patch(linear, pictures, towards(1))


@pytest.mark.parametrize("goal", [towards(2), towards([0, 1, 0]), away(5)])
def test_bad_goals_are_refused_before_the_first_frame(goal):
    with pytest.raises(SettingsError):
        patch(linear, photos(), goal)


@pytest.mark.parametrize(
    "settings",
    [
        {"share": 0.0}, {"share": 0.6}, {"share": math.nan}, {"steps": 0}, {"steps": 2.0},
        {"learning_rate": -0.1}, {"learning_rate": 1.1}, {"places": 0}, {"places": 65},
        {"rotation": -1.0}, {"rotation": 181.0}, {"scaling": 0.6}, {"wander": 1.1},
        {"seed": -1}, {"seed": 2**31},
    ],
)  # fmt: skip
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(SettingsError):
        PatchSettings(**settings)
