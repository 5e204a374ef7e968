"""From noise a picture grows that shows the layers what they were shown."""

import pytest
import torch

from nnkit import ImageError, SettingsError
from nnkit.style import reconstruct


def last_of(frames):
    *_, last = frames
    return last


@pytest.mark.parametrize("kind", ["content", "style"])
def test_the_noise_comes_nearer(network, photo, kind):
    frames = list(reconstruct(network, photo, ["block 1"], kind, steps=30))
    assert [frame.step for frame in frames] == list(range(31))
    assert {frame.total for frame in frames} == {30}
    assert frames[0].picture.std() < 0.1
    assert frames[-1].loss < 0.6 * frames[0].loss
    for frame in frames:
        assert frame.picture.shape == photo.shape
        assert 0 <= frame.picture.min() < frame.picture.max() <= 1


def test_content_is_where_it_was_and_style_is_not(network, photo):
    content, style = (
        last_of(reconstruct(network, photo, ["stem convolution"], kind, steps=60, seed=3)).picture
        for kind in ("content", "style")
    )

    def likeness(picture):
        return torch.corrcoef(torch.stack([picture.flatten(), photo.flatten()]))[0, 1]

    assert likeness(content) > 0.8
    assert likeness(style) < 0.5


def test_equal_seeds_make_equal_pictures_and_others_do_not(network, photo):
    def made(seed):
        return last_of(reconstruct(network, photo, ["stem"], "style", steps=3, seed=seed)).picture

    assert torch.equal(made(1), made(1))
    assert not torch.equal(made(1), made(2))


def test_frames_may_be_asked_for_in_inference_mode(network, photo):
    expected = last_of(reconstruct(network, photo, ["stem"], steps=4)).picture
    with torch.inference_mode():
        frames = reconstruct(network, photo * 1, ["stem"], steps=4)
        next(frames)
    assert torch.equal(last_of(frames).picture, expected)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"layers": ["block 99"]}, "no layer 'block 99'"),
        ({"layers": []}, "at least one layer"),
        ({"layers": "stem"}, "Name layers"),
        ({"layers": ["logits"]}, "Name layers"),
        ({"kind": "both"}, "one of content, style, not 'both'"),
        ({"steps": 1}, "steps must be a whole number 2..2000"),
        ({"seed": -1}, "seed"),
    ],
)
def test_bad_wishes_are_refused_before_the_first_frame(network, photo, wish, words):
    with pytest.raises(SettingsError, match=words):
        reconstruct(network, photo, **{"layers": ["stem"], **wish})


def test_bad_pictures_are_refused_before_the_first_frame(network, photo):
    with pytest.raises(ImageError, match="one picture"):
        reconstruct(network, photo.expand(2, -1, -1, -1), ["stem"])
