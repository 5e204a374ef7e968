"""The tray keeps pictures of one visit and says no in one sentence."""

import io

import pytest
import torch
from PIL import Image

from nnkit import ImageError, images, samples
from ui import tray


def picture(colour="red", size=(40, 30)):
    return Image.new("RGB", size, colour)


def content(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def test_samples_are_there_from_the_start():
    fresh = tray.Tray()
    assert len(fresh.titles) >= 8
    entries = [fresh.find(title) for title in fresh.titles]
    assert [entry.title for entry in entries] == fresh.titles
    assert all(entry.file is not None and entry.alt for entry in entries)


def test_an_upload_becomes_a_picture_with_a_neutral_name():
    fresh = tray.Tray()
    added = fresh.add_photo(content(picture("blue")))
    assert added.title == "My photo 1"
    assert fresh.titles[0] == "My photo 1"
    assert fresh.find("My photo 1") is added
    assert added.file is None
    assert added.image.getpixel((0, 0)) == (0, 0, 255)


def test_a_bad_upload_leaves_the_tray_as_it_was():
    fresh = tray.Tray()
    with pytest.raises(ImageError):
        fresh.add_photo(b"not a picture")
    assert fresh.own == []


def test_a_kept_result_tells_where_it_came_from_and_can_be_forgotten():
    fresh = tray.Tray()
    kept = fresh.keep(picture(), "Cat → sharpened")
    assert kept.origin == "Cat → sharpened"
    assert kept.lineage == "Result 1: Cat → sharpened"
    fresh.forget(kept.title)
    assert fresh.find(kept.title) is None
    fresh.forget(kept.title)  # twice is no error


def test_titles_are_never_used_twice():
    fresh = tray.Tray()
    first = fresh.keep(picture(), "a").title
    fresh.forget(first)
    assert fresh.keep(picture(), "b").title != first


def test_a_full_tray_says_so_and_keeps_what_it_has():
    fresh = tray.Tray()
    for number in range(tray.MAX_OWN_PICTURES):
        fresh.keep(picture(), str(number))
    with pytest.raises(tray.TrayFullError, match="forget one"):
        fresh.keep(picture(), "one too many")
    assert len(fresh.own) == tray.MAX_OWN_PICTURES


def test_two_visits_share_nothing_of_their_own():
    mine, yours = tray.Tray(), tray.Tray()
    mine.keep(picture(), "mine")
    assert yours.own == []


def test_the_download_is_the_picture_to_the_pixel():
    kept = tray.Tray().keep(picture("green"), "x")
    assert Image.open(io.BytesIO(kept.png())).getpixel((0, 0)) == (0, 128, 0)
    assert kept.file_name == "result-1.png"


@pytest.mark.parametrize("key", samples.SAMPLES)
def test_a_sample_equals_what_its_code_loads(key):
    entry = tray.sample(key)
    loaded = eval(entry.code.format(max_side=200), {"samples": samples})
    assert torch.equal(loaded, images.load(entry.source, max_side=200))


def test_thumbnails_are_small():
    for key in samples.SAMPLES:
        thumbnail = Image.open(io.BytesIO(tray.sample_thumbnail(key)))
        assert max(thumbnail.size) <= tray.THUMBNAIL_SIDE
