"""What Inside a ConvNet paints and says of a picture is what the numbers are."""

import io

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from nnkit import colours, vision
from nnkit.vision import imagenet
from nnkit.vision.neurons import Ablation, Change
from nnkit.vision.sanity import SanityFrame
from ui import (
    inside_card,
    inside_dogs,
    inside_look,
    inside_maps,
    inside_saliency,
    inside_scoring,
    inside_trust,
)

LABELS = ("cat", "dog", "cup")


def read(content):
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)


def test_the_frame_is_the_square_that_the_network_sees():
    wide = torch.full((1, 3, 64, 128), 0.8)
    pixels = read(inside_look.framed(wide))
    assert np.abs(pixels[:, 32:96] - 204).max() <= 8
    assert np.abs(pixels[:, :24] - 0.3 * 204).max() <= 8
    assert np.abs(pixels[:, 104:] - 0.3 * 204).max() <= 8


@pytest.mark.parametrize("side", [7, 14, 56])
def test_a_map_is_bright_where_it_answers(side):
    numbers = np.full((side, side), -3.0, np.float32)
    numbers[: side // 2] = 5
    pixels = read(inside_maps.tile(numbers))
    assert pixels.shape == (side, side, 3)
    assert pixels[0].min() > 240
    assert pixels[-1].max() < 15


def test_a_map_without_any_difference_can_be_shown():
    assert read(inside_maps.tile(np.zeros((7, 7), np.float32))).shape == (7, 7, 3)


@given(count=st.integers(2, 40), known=st.sets(st.integers(0, 39)), chosen=st.integers(0, 39))
def test_the_sheet_begins_with_portraits_and_keeps_the_chosen_one(count, known, chosen):
    generator = torch.Generator().manual_seed(count)
    maps = torch.randn(count, 4, 4, generator=generator)
    known, chosen = {channel for channel in known if channel < count}, min(chosen, count - 1)
    order = inside_maps.order(maps, known)
    assert sorted(order) == list(range(count))
    assert set(order[: len(known)]) == known
    deviations = maps.flatten(1).std(1)[order[: len(known)]].tolist()
    assert deviations == sorted(deviations, reverse=True)
    shown = inside_maps.shown(order, chosen, shows_all=False)
    assert chosen in shown
    assert len(shown) == len(set(shown)) <= inside_maps.FIRST + 1
    assert inside_maps.shown(order, chosen, shows_all=True) == order


@pytest.mark.parametrize("name", ["stem", "block 2", "block 3", "block 9", "head"])
def test_every_depth_has_its_words(name):
    layer = vision.load().layer(name)
    assert inside_maps.depth(layer) == inside_maps.DEPTHS[layer.scale]


def test_light_falls_where_a_neuron_fires_and_nowhere_else():
    fires = torch.full((8, 8), -2.0)
    fires[2:4, 2:4] = 5
    lit = inside_card.spotlight(torch.ones(1, 3, 8, 8), fires)
    assert torch.allclose(lit[..., 2:4, 2:4], torch.ones(1, 3, 2, 2))
    assert torch.allclose(lit[..., 5:, :], torch.full((1, 3, 3, 8), inside_card.SHADE))
    dark = inside_card.spotlight(torch.ones(1, 3, 8, 8), torch.full((8, 8), -1.0))
    assert torch.allclose(dark, torch.full((1, 3, 8, 8), inside_card.SHADE))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((0.6, 0.3, 0.1), (0.2, 0.7, 0.1), "**changes**: cat before, **dog** without it"),
        ((0.6, 0.3, 0.1), (0.5, 0.4, 0.1), "**speaks for** cat"),
        ((0.6, 0.3, 0.1), (0.9, 0.05, 0.05), "**speaks against** cat"),
        ((0.6, 0.3, 0.1), (0.601, 0.299, 0.1), "Hardly any difference"),
    ],
)
def test_switching_off_is_told_as_it_is(before, after, said):
    change = Change("dog", before[1], after[1], 1)
    ablation = Ablation(torch.tensor(before), torch.tensor(after), (change,))
    assert said in inside_card.sentence(LABELS, ablation)
    (bar,) = inside_card.changes(ablation)
    assert (bar.label, bar.share, bar.after) == ("dog", before[1], after[1])


def test_scores_follow_the_rank():
    guesses = [vision.Guess(f"class {n}", 0.1, n) for n in range(10)]
    said = [inside_scoring.verdict(guesses, f"class {n}") for n in range(10)]
    assert [text.count("right") for text in said] == [1] + 4 * [1] + 5 * [0]
    assert "top-1 and by top-5" in said[0]
    assert all("**wrong** by top-1, **right** by top-5" in text for text in said[1:5])
    assert all("**wrong** by both" in text for text in said[5:])
    assert len(inside_scoring.top(guesses)) == 5


def test_saliency_keeps_signs_apart_and_survives_a_bright_dot():
    found = torch.full((32, 32), 0.1)
    found[16:] = -0.1
    found[0, 0] = 100
    pixels = inside_saliency.paint(found)
    assert (pixels[5, 5] == colours.POSITIVE).all()
    assert (pixels[20, 5] == colours.NEGATIVE).all()
    blank = inside_saliency.paint(torch.zeros(32, 32))
    assert (blank == np.asarray(colours.ZERO)).all()


def test_the_sheet_of_two_maps_has_the_learned_one_on_the_left():
    frame = SanityFrame(2, 2, torch.ones(32, 32), torch.zeros(32, 32), 0.0)
    for over in (None, torch.ones(1, 3, 32, 32)):
        shot = inside_saliency._encode(frame, over)
        pixels = read(shot.sheet)
        assert np.abs(pixels[8:24, 4:24] - np.asarray(colours.POSITIVE)).max() < 40
        assert np.abs(pixels[8:24, -24:-4] - np.asarray(colours.ZERO)).max() < 20
        assert shot.likeness == 0
        assert shot.found is frame.trained
    growing = SanityFrame(1, 2, torch.ones(32, 32), torch.zeros(32, 32), None)
    assert inside_saliency._encode(growing, None).found is None


def test_the_verdict_hangs_on_the_likeness_alone():
    said = [inside_trust.verdict("Gradient", value) for value in (-0.6, 0.1, 0.3, 0.8)]
    assert ["passes" in text for text in said] == [True, True, False, False]
    assert ["care" in text for text in said] == [False, False, True, False]
    assert ["not trust" in text for text in said] == [False, False, False, True]
    table = inside_trust.table({"Gradient": 0.1, "Occlusion": None, "Grad-CAM": 0.9})
    assert "| Gradient | +0.10 | passes |" in table
    assert "| Occlusion | not yet |  |" in table
    assert "| Grad-CAM | +0.90 | fails |" in table


def test_dogs_are_counted_and_marked():
    counts = {bar.label: bar.text for bar in inside_dogs.counts()}
    assert counts["Dogs"] == "118 classes"
    assert counts["People"] == "3 classes"
    shares = [bar.share for bar in inside_dogs.counts()]
    assert shares == sorted(shares, reverse=True)
    labels = vision.imagenet_labels()
    guesses = [vision.Guess(labels[n], 0.5, n) for n in (imagenet.GROUPS["dogs"].numbers[0], 281)]
    assert [bar.is_marked for bar in inside_dogs.top(guesses)] == [True, False]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.3, 0.1), "12 × 12 squares left, **40 %**"),
        ((0.01,) * 8, "never sees much of a dog"),
        ((0.9, 0.5, 0.4, 0.3, 0.2, 0.1, 0.1, 0.1), "where it sees everything"),
    ],
)
def test_fading_is_told_as_measured(shares, said):
    assert said in inside_dogs.sentence(shares)
    bars = inside_dogs.by_size(shares, 12)
    assert [bar.is_marked for bar in bars].index(True) == inside_dogs.SIZES.index(12)


def test_nothing_is_told_as_measured():
    found = imagenet.Bias("noise", 8, 0.118, 0.02, 0.0)
    assert "2.0 %" in inside_dogs.of_nothing([found])
    assert "12 %" in inside_dogs.of_nothing([found])
