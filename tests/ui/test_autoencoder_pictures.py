"""What the Autoencoder page paints and writes, against values worked out here."""

import io
import itertools
import math
import re

import numpy as np
import pytest
import torch
from PIL import Image, ImageFont

from nnkit import autoencoder, digits
from nnkit.autoencoder import copying, small
from nnkit.autoencoder.patch_rivals import Squeezed
from nnkit.autoencoder.patches import PatchSettings, squeeze
from nnkit.strokes import paint
from ui import (
    autoencoder_copying,
    autoencoder_hole,
    autoencoder_layers,
    autoencoder_photo,
    autoencoder_scatter,
    autoencoder_small,
    autoencoder_walk,
)
from ui.autoencoder_hole import Hole
from ui.digit_examples import example


def drawn(digit: int) -> torch.Tensor:
    """One of the examples of the pad as the networks get it, [1, 1, 28, 28]."""
    return digits.prepare(paint(example(digit))).image


def test_a_code_stands_where_its_numbers_say() -> None:
    codes = torch.tensor([[1.0, 2.0], [-1.0, -2.0], [9.0, 0.0]])
    sheet = autoencoder_scatter.scatter(
        codes, torch.tensor([1, 8, 3]), (-2.0, 2.0), (-4.0, 4.0), side=200
    )
    inked = np.asarray(sheet).astype(int)
    inked = np.abs(inked - np.array(autoencoder_scatter.PAPER)).sum(axis=2) > 60
    rows, columns = np.nonzero(inked)
    first = columns > 100
    assert (columns[first].mean(), rows[first].mean()) == pytest.approx((150, 50), abs=2)
    assert (columns[~first].mean(), rows[~first].mean()) == pytest.approx((50, 150), abs=2)


def test_pictures_stand_beside_and_below_one_another() -> None:
    red, blue = (Image.new("RGB", (30, 20), colour) for colour in ("red", "blue"))
    row = autoencoder_scatter.beside([red, blue], gap=10)
    assert row.size == (70, 20)
    assert [row.getpixel((x, 10)) for x in (5, 35, 45)] == [
        (255, 0, 0), autoencoder_scatter.PAPER, (0, 0, 255),
    ]  # fmt: skip
    column = autoencoder_scatter.below([red, blue], gap=10)
    assert column.size == (30, 50)
    assert column.getpixel((5, 45)) == (0, 0, 255)


@pytest.mark.parametrize(
    ("shape", "pixels"),
    [((16, 14, 14), (62, 62)), ((32, 7, 7), (34, 70)), ((64, 4, 4), (46, 46)),
     ((128,), (8, 16)), ((64,), (8, 8)), ((1, 5, 5), (5, 5))],
)  # fmt: skip
def test_a_layer_is_one_sheet_of_its_maps(shape: tuple[int, ...], pixels: tuple[int, int]) -> None:
    painted = autoencoder_layers.picture(torch.rand(shape))
    assert painted.shape == (*pixels, 3)


def test_the_brightest_place_of_a_layer_is_the_largest_number() -> None:
    maps = torch.zeros(16, 14, 14)
    maps[5, 3, 9] = 7.0
    bright = autoencoder_layers.picture(maps).astype(int).sum(axis=2)
    row, column = np.unravel_index(bright.argmax(), bright.shape)
    assert (row, column) == (1 * 16 + 3, 1 * 16 + 9)  # map 5 is in row 1, column 1; gaps are 2


def test_a_layer_that_is_silent_everywhere_is_painted_too() -> None:
    assert autoencoder_layers.picture(torch.zeros(16, 14, 14)).shape == (62, 62, 3)


@pytest.mark.parametrize("name", ["vae2", "ae32"])
def test_a_walk_begins_and_ends_at_what_the_network_draws_of_both(name: str) -> None:
    start, end = drawn(3), drawn(7)
    walk = autoencoder_walk.through_codes(start, end, name, 9)
    assert walk.shape == (9, 1, 28, 28)
    for place, digit in ((0, start), (-1, end)):
        torch.testing.assert_close(
            walk[place][None], autoencoder.reconstruct(digit, name), atol=1e-5, rtol=0
        )
    fade = autoencoder_walk.faded(start, end, 9)
    torch.testing.assert_close(fade[4][None], (start + end) / 2)
    torch.testing.assert_close(fade[[0, -1]], torch.cat([start, end]))


def test_a_walk_through_eight_numbers_stays_among_digits_and_one_through_32_does_not() -> None:
    samples = autoencoder.sample_digits().images()
    starts, ends = samples[::10], samples[31::10].repeat(2, 1, 1, 1)[:10]
    odd = {}
    for name in ("ae8", "ae32"):
        walks = [
            autoencoder_walk.through_codes(start[None], end[None], name, 9)[3:6]
            for start, end in zip(starts, ends, strict=True)
        ]
        odd[name] = autoencoder.judge(torch.cat(walks)).is_odd.double().mean().item()
    assert odd["ae8"] < 0.04
    assert odd["ae32"] > 0.12


def test_the_film_shows_both_ways_and_the_gif_goes_there_and_back() -> None:
    fade = autoencoder_walk.faded(drawn(0), drawn(9), 8)
    bundle = autoencoder_walk.bundle(fade, fade.flip(0))
    assert len(bundle) == 8
    assert (bundle.width, bundle.height) == (58, 28)
    first = np.frombuffer(bundle.pictures[0], np.uint8).reshape(28, 58)
    np.testing.assert_array_equal(first[:, :28], (drawn(0)[0, 0] * 255).round().numpy())
    np.testing.assert_array_equal(first[:, 30:], (drawn(9)[0, 0] * 255).round().numpy())
    with Image.open(io.BytesIO(autoencoder_walk.gif(fade))) as film:
        assert film.size == (168, 168)
        assert getattr(film, "n_frames", 1) >= 14  # equal neighbours may be joined


def test_a_hole_is_where_it_was_put_and_its_code_says_so() -> None:
    hole = Hole(5, 20, 3)
    mask = hole.mask()
    assert mask.shape == (1, 1, 28, 28)
    assert mask.sum() == 25
    assert mask[0, 0, 20:25, 3:8].all()
    names: dict[str, object] = {"torch": torch}
    exec("\n".join(hole.code()), names)
    assert torch.equal(names["mask"], mask)  # type: ignore[arg-type]


def test_the_error_of_a_guess_counts_inside_the_hole_alone() -> None:
    image, hole = drawn(4), Hole(4, 10, 10)
    filled = image.clone()
    filled[..., 10:14, 10:14] += 0.5
    filled[..., 0, 0] = 1.0
    shot = autoencoder_hole.Shot(filled, filled, 60, 0.0)
    assert autoencoder_hole.distance(image, hole, shot) == pytest.approx(0.25)


def learned(**changes: object) -> str:
    """What is said of a network that has learned, quickly, with these settings."""
    quick = {"learning_rate": 0.03, "steps": 500, "frames": 1, **changes}
    settings = copying.CopySettings(**quick)  # type: ignore[arg-type]
    *_, last = copying.copy(settings)
    return autoencoder_copying.verdict(autoencoder_copying.encode(last), settings)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "about its examples"),
        ({"noise": 0.0, "seed": 3}, "There is room for everything"),
        ({"middle": 2}, r"That is learning\.$"),
        ({"middle": 2, "noise": 0.0}, "never left the pattern"),
        ({"middle": 3, "noise": 0.0}, "never left the pattern"),
        ({"middle": 3}, r"That is learning\..*room for 3"),
        ({"middle": 1}, "too narrow"),
        ({"examples": "anything"}, "about its examples"),
        ({"examples": "anything", "middle": 3, "seed": 3}, "too narrow"),
        ({"steps": 2}, "so far"),
        ({"steps": 2, "examples": "anything"}, "so far"),
    ],
    ids=str,
)
def test_the_verdict_on_the_copying_network_fits_its_settings(
    changes: dict[str, object], said: str
) -> None:
    told = learned(**changes)
    assert re.search(said, told)
    assert ("no room" in told) == (said.startswith("That is learning"))


def test_the_verdict_tells_the_measured_shares() -> None:
    shot = autoencoder_copying.Shot(b"", (1, 1), 9, 0.1, 0.73, 0.99, 0.752, 0.5)
    told = autoencoder_copying.verdict(shot, copying.CopySettings(middle=3))
    assert "**99%**" in told
    assert "**73%**" in told
    assert "**75%** of the noise" in told
    assert "half of the noise" not in told


@pytest.mark.parametrize("middle", [None, 1, 2, 3])
def test_a_network_of_any_width_is_painted(middle: int | None) -> None:
    first, second = itertools.islice(
        copying.copy(copying.CopySettings(middle=middle, steps=60, frames=1)), 2
    )
    before, after = (np.asarray(autoencoder_copying.paint(frame)) for frame in (first, second))
    assert before.shape == after.shape
    assert (before != after).any()


@pytest.mark.parametrize(
    ("value", "told"), [(-0.52, "-0.5"), (1.04, "1.0"), (-0.04, "0.0"), (-12.0, "-12.0")]
)
def test_numbers_in_a_picture_have_letters_that_its_font_has(value: float, told: str) -> None:
    assert autoencoder_copying._written(value) == told
    font = ImageFont.load_default(15)
    missing = bytes(font.getmask("\u4e00"))
    assert all(bytes(font.getmask(letter)) != missing for letter in told)


def test_the_film_of_a_network_without_noise_has_gaps_instead_of_numbers() -> None:
    settings = copying.CopySettings(noise=0.0, steps=20, frames=4)
    shots = [autoencoder_copying.encode(frame) for frame in copying.copy(settings)]
    bundle = autoencoder_copying.bundle(shots)
    assert len(bundle) == len(shots)
    assert math.isnan(bundle.figures["noise let through"][-1])
    told = autoencoder_copying.verdict(shots[-1], settings)
    assert "of the noise" not in told


def test_the_small_map_is_painted_and_told() -> None:
    frames = list(small.train(small.SmallSettings(epochs=2, frames=2)))
    shots = [autoencoder_small.encode(frame) for frame in frames]
    bundle = autoencoder_small.bundle(shots)
    with Image.open(io.BytesIO(bundle.pictures[0])) as picture:
        assert picture.size == (bundle.width, bundle.height)
    verdict = autoencoder_small.verdict(shots)
    assert f"**{frames[-1].unseen_error:.4f}**" in verdict
    assert f"{frames[0].unseen_error:.4f} to" in verdict


def test_a_run_that_went_astray_says_so() -> None:
    lost = autoencoder_small.Shot(b"", (1, 1), 3, math.inf, math.inf)
    assert "astray" in autoencoder_small.verdict([lost])


def row(name: str, size: int, psnr: float, counted: bool) -> Squeezed:
    return Squeezed(name, size, psnr, counted, torch.zeros(1, 3, 8, 8), "")


def test_the_verdict_names_the_winner_of_each_bill() -> None:
    rows = [
        row("autoencoder", 900, 30.0, False), row("PCA", 890, 29.0, False),
        row("JPEG", 1200, 28.0, False),
        row("autoencoder", 5900, 30.0, True), row("PCA", 5890, 33.0, True),
        row("JPEG", 5800, 38.0, True),
    ]  # fmt: skip
    first, second = autoencoder_photo.verdict(rows).splitlines()
    assert "numbers alone: **Autoencoder** is best with 30.0 dB" in first
    assert "JPEG could not go below 1,200 bytes" in first
    assert "decoder as well: **JPEG** is best with 38.0 dB, then PCA (33.0 dB)" in second
    assert "could not" not in second


def test_equal_figures_are_called_equal() -> None:
    names, kept = ("autoencoder", "PCA", "JPEG"), math.inf
    flat = [row(name, 900, kept, counted) for counted in (False, True) for name in names]
    first, second = autoencoder_photo.verdict(flat).splitlines()
    assert first == "- Counting the numbers alone: all three are equally good with no error."
    assert "inf" not in first + second
    two = [row("autoencoder", 9, 30.01, False), row("PCA", 9, 30.02, False),
           row("JPEG", 9, 29.0, False), *flat[3:]]  # fmt: skip
    told = autoencoder_photo.verdict(two)
    assert "**PCA** and **Autoencoder** are equally good with 30.0 dB, then JPEG (29.0 dB)" in told


@pytest.mark.parametrize("grey", [0.0, 0.5, 1.0])
def test_a_picture_without_any_error_is_told_without_infinity(grey: float) -> None:
    picture = torch.full((1, 3, 32, 32), grey)
    painter = autoencoder_photo.Painter(picture)
    shots = [painter.encode(frame) for frame in squeeze(picture, PatchSettings(steps=20, frames=2))]
    assert len(autoencoder_photo.bundle(shots)) == len(shots)
    assert "inf" not in autoencoder_photo.verdict(painter.rivals())


def test_a_stopped_run_is_compared_too() -> None:
    picture = torch.rand(1, 3, 40, 48, generator=torch.Generator().manual_seed(0))
    painter = autoencoder_photo.Painter(picture)
    frames = squeeze(picture, PatchSettings(numbers=2, steps=20, frames=4))
    shot = painter.encode(next(frames))
    assert shot.step == 0
    rivals = painter.rivals()
    assert [each.name for each in rivals] == 2 * ["autoencoder", "PCA", "JPEG"]
    assert painter.rivals() is rivals
    painter.encode(next(frames))
    assert painter.rivals() is not rivals
