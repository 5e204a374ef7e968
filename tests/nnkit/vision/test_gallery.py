"""The shipped pictures of units: all there, small, and really of those units."""

import io
import json

import pytest
import torch
from PIL import Image
from torch.nn import functional

from nnkit import SettingsError, WeightsError, vision, weights
from nnkit.vision import make_gallery
from nnkit.vision.gallery import NAME
from nnkit.vision.layers import LOGITS


@pytest.fixture(scope="module")
def gallery():
    return vision.load_gallery()


@pytest.fixture(scope="module")
def network():
    return vision.load(device="cpu")


def test_there_are_at_least_eight_layers_of_twenty_four_units(gallery, network):
    known = [layer.name for layer in network.layers]
    assert len(gallery.layers) >= 8
    assert [layer for layer in known if layer in gallery.layers] == list(gallery.layers)
    for layer in gallery.layers:
        channels = gallery.channels(layer)
        assert len(set(channels)) == 24
        assert set(channels) <= set(range(network.layer(layer).channels))
    assert len(set(gallery.labels)) == 24
    assert LOGITS not in gallery.layers


def test_it_shows_what_the_script_chooses(gallery, network):
    assert gallery.layers == make_gallery.LAYERS
    for layer in gallery.layers:
        assert gallery.channels(layer) == make_gallery.choose(network, layer)
    assert [network.labels[label] for label in gallery.labels] == list(make_gallery.CLASSES)


def test_the_file_is_small_and_just_as_large_as_its_pictures(gallery):
    entry = weights.manifest()[NAME]
    assert len(gallery.sprite) == entry.size < 1_000_000
    with Image.open(io.BytesIO(gallery.sprite)) as image:
        assert image.size == (24 * gallery.side, 10 * gallery.side)


def test_a_picture_is_the_square_of_the_sheet_at_its_place(gallery):
    with Image.open(io.BytesIO(gallery.sprite)) as image:
        for layer, place in (("block 9", 5), (LOGITS, 2)):
            channel = gallery.channels(layer)[place]
            left, top = gallery.place(layer, channel)
            corners = (left, top, left + gallery.side, top + gallery.side)
            own = torch.tensor(list(image.convert("RGB").crop(corners).tobytes()))
            picture = gallery.picture(layer, channel)
            assert picture.dtype == torch.uint8
            assert torch.equal(picture.permute(1, 2, 0).flatten().long(), own)


@pytest.mark.parametrize("layer", [*make_gallery.LAYERS, LOGITS])
def test_a_units_picture_excites_it_more_than_its_neighbours_pictures_do(gallery, network, layer):
    """For chance to pass, 5 of 6 pictures would have to be the best of 24 for their unit."""
    channels = gallery.channels(layer)
    row = torch.stack([gallery.picture(layer, channel) for channel in channels]) / 255
    # As large as they were painted: units know sizes.
    painted = functional.interpolate(row, (make_gallery.SIDE,) * 2, mode="bicubic").clamp(0, 1)
    maps = network.activations(painted, layer)
    means = maps.reshape(*maps.shape[:2], -1).mean(2)  # [picture, unit]
    sampled = range(0, 24, 4)
    right = sum(int(means[:, channels[place]].argmax()) == place for place in sampled)
    assert right >= 5


@pytest.mark.parametrize(("layer", "channel"), [("stem", 0), ("block 9", 1), (LOGITS, 0)])
def test_what_is_not_shown_is_one_sentence(gallery, layer, channel):
    with pytest.raises(SettingsError, match=r"The gallery (shows|has no picture)"):
        gallery.picture(layer, channel)


def test_the_gallery_is_read_once_and_verified(gallery, monkeypatch, tmp_path):
    assert vision.load_gallery() is gallery
    (tmp_path / "unit_gallery.webp").write_bytes(gallery.sprite[:-1])
    manifest = (weights.directory() / weights.MANIFEST).read_text()
    (tmp_path / weights.MANIFEST).write_text(manifest)
    monkeypatch.setattr(weights, "directory", lambda: tmp_path)
    with pytest.raises(WeightsError, match="damaged"):
        vision.load_gallery.__wrapped__()
    assert vision.load_gallery() is gallery


def test_a_manifest_without_its_line_is_one_sentence(monkeypatch, tmp_path):
    lines = json.loads((weights.directory() / weights.MANIFEST).read_text())
    del lines[NAME]
    (tmp_path / weights.MANIFEST).write_text(json.dumps(lines))
    monkeypatch.setattr(weights, "directory", lambda: tmp_path)
    with pytest.raises(WeightsError, match=NAME):
        vision.load_gallery.__wrapped__()


def test_the_sheet_is_made_row_by_row():
    rows = [torch.full((2, 3, 8, 8), 0.1), torch.full((2, 3, 8, 8), 0.9)]
    with Image.open(io.BytesIO(make_gallery.sheet(rows))) as image:
        assert image.size == (16, 16)
        assert image.getpixel((4, 4))[0] < 60 < 200 < image.getpixel((12, 12))[0]


def test_the_same_seed_paints_the_same(network, monkeypatch):
    monkeypatch.setattr(make_gallery, "STEPS", 2)
    monkeypatch.setattr(make_gallery, "SIDE", 64)

    def painted(seed):
        return torch.cat(list(make_gallery.paint(network, "block 1", (0, 3), seed)))

    assert painted(0).shape == (2, 3, make_gallery.SHOWN, make_gallery.SHOWN)
    assert torch.equal(painted(0), painted(0))
    assert not torch.equal(painted(0), painted(1))
