"""The endless dream moves as it is told and can be stopped anywhere."""

import itertools

import pytest
import torch

from nnkit import ImageError
from nnkit.dream import DreamSettings, ZoomSettings, dream, zoom
from nnkit.dream.zooming import toned
from nnkit.warping import moved

WISH = DreamSettings((("block 3", 1.0),), jitter=8, seed=5)
FILM = ZoomSettings(frames=3, zoom=1.05, rotation=2.0, octaves=1, steps=2)


def test_a_film_begins_with_the_picture_and_each_frame_dreams_on(network, photo):
    frames = list(zoom(network, photo, FILM, WISH))
    assert [(frame.step, frame.total) for frame in frames] == [(step, 3) for step in range(4)]
    assert torch.equal(frames[0].picture, photo)
    for one, two in itertools.pairwise(frames):
        carried = moved(one.picture, FILM.zoom, FILM.rotation)
        assert two.picture.shape == photo.shape
        change = (two.picture - carried).abs().mean()
        assert 0.005 < change < 2.5 * WISH.step_size  # two steps, and the tone


def test_a_still_film_is_a_dream_after_the_other(network, photo):
    still = ZoomSettings(frames=1, zoom=1.0, octaves=1, steps=3)
    *_, film = zoom(network, photo, still, WISH)
    alone = DreamSettings((("block 3", 1.0),), jitter=8, seed=6, octaves=1, steps=3)
    *_, dreamed = dream(network, photo, alone)
    spread = photo.std((-2, -1), keepdim=True).clamp(min=0.2)
    expected = toned(dreamed.picture, photo.mean((-2, -1), keepdim=True), spread)
    # The move's rounding errors grow a little in the dream.
    assert (film.picture - expected).abs().mean() < 1e-3


def test_the_tone_comes_back():
    pale = 0.9 + 0.02 * torch.randn(1, 3, 40, 40, generator=torch.Generator().manual_seed(2))
    mean, contrast = torch.full((1, 3, 1, 1), 0.4), torch.full((1, 3, 1, 1), 0.2)
    picture = pale.clamp(0, 1)
    for _ in range(60):
        picture = toned(picture, mean, contrast)
    torch.testing.assert_close(picture.mean((-2, -1), keepdim=True), mean, atol=0.02, rtol=0)
    torch.testing.assert_close(picture.std((-2, -1), keepdim=True), contrast, atol=0.03, rtol=0)
    assert torch.isfinite(toned(torch.zeros(1, 3, 8, 8), mean, contrast)).all()


def test_a_long_film_does_not_bleach(network, photo):
    wish = DreamSettings((("block 3", 1.0),), step_size=0.05)
    film = ZoomSettings(frames=25, octaves=1, steps=1)
    *_, last = zoom(network, photo[..., :64, :64], film, wish)
    assert abs(last.picture.mean() - photo[..., :64, :64].mean()) < 0.12


def test_equal_seeds_make_equal_films_even_interleaved(network, photo):
    runs = [zoom(network, photo, FILM, WISH) for _ in range(2)]
    for one, two in zip(*runs, strict=True):
        assert torch.equal(one.picture, two.picture)


def test_a_guide_shapes_the_film(network, photo):
    guide = photo.flip(-1)
    film = ZoomSettings(frames=1, octaves=1, steps=1)
    *_, guided = zoom(network, photo, film, WISH, guide=guide)
    *_, free = zoom(network, photo, film, WISH)
    assert not torch.equal(guided.picture, free.picture)


def test_bad_pictures_are_refused_before_the_first_frame(network):
    with pytest.raises(ImageError):
        zoom(network, torch.rand(1, 3, 10, 10), FILM, WISH)
