"""Films are decoded by other programs, frame by frame."""

import io

import av
import numpy as np
import pytest
import torch
from PIL import Image

from nnkit import images
from nnkit.errors import ImageError, SettingsError
from nnkit.films import to_gif, to_mp4


def film(count, height=48, width=64):
    """A bright bar that moves to the right over a grey ramp."""
    ramp = torch.linspace(0.1, 0.6, width).expand(1, 3, height, width)
    pictures = [ramp.clone() for _ in range(count)]
    for index, picture in enumerate(pictures):
        picture[:, 0, :, 6 * index : 6 * index + 8] = 0.95
    return pictures


def decoded(file):
    with av.open(io.BytesIO(file)) as container:
        stream = container.streams.video[0]
        facts = stream.codec_context.name, stream.pix_fmt, stream.average_rate
        return facts, [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]


def test_a_film_decodes_to_its_frames():
    pictures = film(9)
    file = to_mp4(iter(pictures), fps=24)
    (codec, pixels, rate), frames = decoded(file)
    assert (codec, pixels, rate) == ("h264", "yuv420p", 24)
    assert len(frames) == 9
    for frame, picture in zip(frames, pictures, strict=True):
        assert frame.shape == (48, 64, 3)
        # Chroma at half size blurs the bar's two edges; elsewhere colours are what they were.
        error = np.abs(frame.astype(int) - images.to_uint8(picture).astype(int))
        assert error.mean() < 8
        assert np.median(error) <= 4


def test_a_film_can_be_played_while_it_loads():
    file = to_mp4(film(3))
    assert file.index(b"moov") < file.index(b"mdat")


def test_colours_of_a_film_survive():
    for colour in ((0.8, 0.1, 0.1), (0.1, 0.7, 0.2), (0.2, 0.2, 0.9), (0.5, 0.5, 0.5)):
        plain = torch.tensor(colour)[None, :, None, None].expand(1, 3, 32, 32)
        _, frames = decoded(to_mp4([plain] * 2))
        assert np.abs(frames[0].mean((0, 1)) / 255 - np.array(colour)).max() < 0.02


def test_an_odd_film_loses_its_last_row_and_column():
    _, frames = decoded(to_mp4(film(2, 49, 65)))
    assert frames[0].shape == (48, 64, 3)


@pytest.mark.parametrize("fps", [1, 12, 15, 24, 50])
def test_a_gif_decodes_to_its_frames_in_their_time(fps):
    pictures = film(8)
    with Image.open(io.BytesIO(to_gif(iter(pictures), fps))) as gif:
        assert gif.n_frames == 8
        assert gif.size == (64, 48)
        assert gif.info["loop"] == 0
        lasting = 0
        for index, picture in enumerate(pictures):
            gif.seek(index)
            lasting += gif.info["duration"]
            shown = np.asarray(gif.convert("RGB")).astype(int)
            assert np.abs(shown - images.to_uint8(picture)).mean() < 3
        assert abs(lasting - 8000 / fps) <= 5


@pytest.mark.parametrize("make", [to_gif, to_mp4])
def test_bad_films_are_one_sentence(make):
    with pytest.raises(ImageError, match="at least one"):
        make([])
    with pytest.raises(ImageError, match="one size"):
        make([*film(1), *film(1, 50, 64)])
    with pytest.raises(ImageError, match="colour"):
        make([torch.rand(1, 1, 16, 16)])
    for fps in (0, 51, float("nan"), "10"):
        with pytest.raises(SettingsError, match="fps"):
            make(film(1), fps)
