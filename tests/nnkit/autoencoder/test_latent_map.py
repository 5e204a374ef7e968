"""The shipped planes and stories: whole, small, and made by the shipped networks."""

import io

import pytest
import torch
from PIL import Image

from nnkit import SettingsError, weights
from nnkit.autoencoder import load, load_map, load_story, sheets, storytelling
from nnkit.autoencoder.latent_map import MAPPED
from nnkit.autoencoder.models import MODELS
from nnkit.digits import dataset


@pytest.mark.parametrize("name", MAPPED)
def test_the_sheet_is_small_and_as_large_as_its_cells(name):
    plane = load_map(name)
    assert len(plane.sheet) < 400_000
    with Image.open(io.BytesIO(plane.sheet)) as image:
        assert image.format == "WEBP"
        assert image.size == (41 * 28, 41 * 28) == (plane.points * plane.cell,) * 2


@pytest.mark.parametrize("name", MAPPED)
def test_each_cell_is_what_the_network_draws_there(name):
    plane, model = load_map(name), load(name)
    cells = sheets.decode(plane.sheet, plane.cell)
    for column, row in ((0, 0), (40, 0), (0, 40), (20, 20), (7, 31)):
        first = plane.across[0] + column / 40 * (plane.across[1] - plane.across[0])
        second = plane.up[1] - row / 40 * (plane.up[1] - plane.up[0])
        drawn = model.decode(torch.tensor([[first, second]]))[0, 0]
        assert (cells[row, column] - drawn).abs().mean() < 0.02  # WebP's loss
        assert plane.place((first, second)) == pytest.approx((column, row), abs=1e-4)


@pytest.mark.parametrize("name", MAPPED)
def test_nearly_all_codes_lie_on_the_sheet(name):
    plane = load_map(name)
    assert plane.codes.shape == (2000, 2)
    assert plane.labels.shape == (2000,)
    assert plane.labels.unique().tolist() == list(range(10))
    inside = [
        -0.5 <= x <= 40.5 and -0.5 <= y <= 40.5 for x, y in map(plane.place, plane.codes.tolist())
    ]
    assert sum(inside) / len(inside) > 0.97


@pytest.mark.parametrize("name", MAPPED)
def test_digits_of_a_kind_lie_together(name):
    """The five nearest neighbours of a code mostly bear its label; by chance a tenth would."""
    plane = load_map(name)
    gaps = torch.cdist(plane.codes, plane.codes).fill_diagonal_(torch.inf)
    nearest = gaps.topk(5, largest=False).indices
    assert (plane.labels[nearest] == plane.labels[:, None]).double().mean() > 0.6


@pytest.mark.parametrize("name", MAPPED)
def test_the_codes_are_those_of_the_test_digits(name, mnist_folder):
    test = dataset.mnist(mnist_folder, train=False).take(slice(0, 2000))
    plane = load_map(name)
    assert torch.equal(plane.labels, test.labels)
    assert torch.allclose(plane.codes, load(name).encode(test.images()), atol=0.02, rtol=1e-3)


@pytest.mark.parametrize("name", MODELS)
def test_the_story_is_told_at_twenty_moments(name):
    story = load_story(name)
    moments = len(story.steps)
    assert moments >= 20
    assert story.steps[0] == 0
    assert story.steps[-1] == story.total
    assert list(story.steps) == sorted(set(story.steps))
    assert len(story.errors) == moments
    assert story.errors[-1] < 1.05 * min(story.errors)
    assert story.errors[-1] < 0.3 * story.errors[0]
    if name in MAPPED:
        assert sheets.decode(story.sheet, story.cell).shape == (moments, 10, 28, 28)
    else:
        assert story.sheet is story.codes is story.labels is None


@pytest.mark.parametrize("name", MAPPED)
def test_a_story_of_a_plane_ends_with_the_shipped_plane(name):
    story, plane = load_story(name), load_map(name)
    assert story.codes.shape == (len(story.steps), 500, 2)
    assert torch.isfinite(story.codes).all()
    assert torch.equal(story.labels, plane.labels[:500])
    assert torch.allclose(story.codes[-1], plane.codes[:500], atol=0.1, rtol=0.02)


@pytest.mark.parametrize("name", MAPPED)
def test_the_story_shows_what_the_network_made_and_no_digit_of_mnist(name, mnist_folder):
    digits = storytelling.one_of_each(dataset.mnist(mnist_folder, train=False))
    rows = sheets.decode(load_story(name).sheet)
    drawn = load(name).reconstruct(digits)
    assert (rows[-1] - drawn[:, 0]).abs().mean() < 0.03
    nearest = (rows[:, :, None] - digits[:, 0]).square().mean(dim=(3, 4)).amin(dim=2)
    assert (nearest > 0.0015).all()  # a copy, packed as this sheet is, is off by 0.0003


@pytest.mark.parametrize("name", MAPPED)
def test_all_that_ships_of_a_plane_is_compact(name):
    entries = weights.manifest()
    parts = [f"autoencoder_{name}_{part}" for part in ("sheet", "story", "codes")]
    assert sum(entries[part].size for part in parts) < 600_000


def test_networks_without_a_plane_are_refused():
    with pytest.raises(SettingsError, match="choose one of ae2, vae2"):
        load_map("ae8")
    with pytest.raises(SettingsError, match="choose one of ae2, ae8"):
        load_story("pca2")
