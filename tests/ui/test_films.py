"""A film's pictures are decoded one at a time."""

import io

import av
from PIL import Image

from nnkit import images
from ui import films


def frames(count=5):
    return [
        images.to_jpeg(images.from_pil(Image.new("RGB", (64, 48), (40 * i, 90, 200 - 40 * i))))
        for i in range(count)
    ]


def makers(monkeypatch, pictures):
    """Return what the two buttons run when they are pressed."""
    made = {}
    monkeypatch.setattr(
        films, "_button", lambda name, make, ending, *_: made.update({ending: make})
    )
    films.downloads(pictures, "test", key="film")
    return made


def test_both_files_hold_all_pictures(monkeypatch):
    made = makers(monkeypatch, frames())
    with Image.open(io.BytesIO(made["gif"]())) as gif:
        assert (gif.n_frames, gif.size) == (5, (64, 48))
    with av.open(io.BytesIO(made["mp4"]())) as film:
        assert len(list(film.decode(video=0))) == 5


def test_no_picture_is_decoded_before_the_one_before_it_is_used(monkeypatch):
    from nnkit import films as nnkit_films

    decoded, load = [], images.load
    monkeypatch.setattr(images, "load", lambda picture: decoded.append(picture) or load(picture))
    seen = []
    monkeypatch.setattr(
        nnkit_films, "to_gif", lambda pictures, _: [seen.append(len(decoded)) for _ in pictures]
    )
    makers(monkeypatch, frames(4))["gif"]()
    assert seen == [1, 2, 3, 4]
