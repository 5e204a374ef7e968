"""What a painting is measured by: the same in tiles as in one piece, and by autograd."""

import pytest
import torch

from nnkit import vision
from nnkit.style import StyleSettings, looking, losses, recipes, statistics
from nnkit.style.canvas import Canvas
from nnkit.style.objective import Objective

STILL = StyleSettings(jitter=0, smoothing=0.0)


@pytest.fixture
def make(network, photo, style):
    chosen = recipes.recipe(network.name)
    lenses = looking.lenses_of(network, chosen.style)
    wanted = looking.style_of(network.until_all(chosen.style), lenses, style, 128)

    def objective(settings=STILL, mask=None, canvas=photo):
        return Objective(network, chosen, settings, Canvas(canvas, mask=mask), wanted, lenses)

    return objective


@pytest.fixture
def painted(photo):
    noise = torch.randn(photo.shape, generator=torch.Generator().manual_seed(0))
    return (photo + 0.1 * noise).clamp(0, 1)


def test_the_slope_is_autograds_through_the_unprepared_network(
    network, photo, style, painted, make
):
    """Written out with the published modules, wide maps and torch.cov; content included."""

    def layers(picture):
        module, found = network.module, []
        start = (picture - 0.498) / 0.502
        found.append(module.stem[1](module.stem[0](start)))
        maps, content = module.stem(start), None
        for number, block in enumerate(module.blocks[:9]):
            if number in (1, 3, 5, 8):
                found.append(block.layers[1](block.layers[0](maps)))
            maps = block(maps)
            content = maps if number == 4 else content
        return found, content

    def share(one, two):
        return (one - two).square().sum() / two.square().sum()

    large = torch.nn.functional.interpolate(style, (91, 128), mode="bicubic", antialias=True).clamp(
        0, 1
    )
    with torch.no_grad():
        wanted, (_, content) = layers(large)[0], layers(photo)
    start = painted.clone().requires_grad_()
    found, maps = layers(start)
    rows = [
        (each[0].flatten(1), goal[0].flatten(1)) for each, goal in zip(found, wanted, strict=True)
    ]
    styles = [
        share(own.mean(1), goal.mean(1))
        + share(torch.cov(own, correction=0), torch.cov(goal, correction=0))
        for own, goal in rows
    ]
    off = losses.normalised(maps) - losses.normalised(content)
    total = torch.stack(styles).mean() + 0.1 * off.square().mean()
    (slope,) = torch.autograd.grad(total, start)
    found, own = make().slope(painted, 0)
    for value, expected in zip(found.styles.values(), styles, strict=True):
        assert value.item() == pytest.approx(expected.item(), rel=2e-2)
    assert found.content.item() == pytest.approx(off.square().mean().item(), rel=1e-3)
    assert torch.corrcoef(torch.stack([own.flatten(), slope.flatten()]))[0, 1] > 0.999
    assert own.norm().item() == pytest.approx(slope.norm().item(), rel=0.02)


@pytest.mark.parametrize("masked", [False, True])
def test_tiles_measure_what_the_whole_picture_does(photo, make, masked, monkeypatch):
    large = torch.nn.functional.interpolate(photo, (192, 256), mode="bilinear")
    noise = torch.randn(large.shape, generator=torch.Generator().manual_seed(0))
    painted = (large + 0.1 * noise).clamp(0, 1)
    mask = None
    if masked:
        mask = torch.zeros(1, 1, 192, 256)
        mask[..., 16:160, 40:200] = 1
    whole, slope = make(mask=mask, canvas=large).slope(painted, 0)
    monkeypatch.setattr(looking, "TILE", 96)
    monkeypatch.setattr("nnkit.style.objective.WANDER", 1)
    objective = make(mask=mask, canvas=large)
    assert len(objective._view(0).tiles) == 6
    measured = objective.measure(painted)
    tiled, tiled_slope = objective.slope(painted, 0)
    for layer in ("stem convolution", "block 0"):  # deeper ones see more of the tiles' edges
        assert tiled.styles[layer].item() == pytest.approx(whole.styles[layer].item(), rel=0.15)
        assert measured.styles[layer].item() == pytest.approx(tiled.styles[layer].item(), rel=1e-3)
    pair = torch.stack([slope.flatten(), tiled_slope.flatten()])
    assert torch.corrcoef(pair)[0, 1] > 0.8


def test_each_view_is_another_and_so_are_its_tiles(photo, make, monkeypatch):
    monkeypatch.setattr(looking, "TILE", 128)
    large = torch.nn.functional.interpolate(photo, (256, 256), mode="bilinear")
    objective = make(StyleSettings(seed=1), canvas=large)
    views = [objective._view(step) for step in range(4)]
    assert len({(view.down, view.right) for view in views}) > 1
    assert len({view.tiles[0].rows.stop for view in views}) > 1
    assert objective._view(5) is views[1]


def test_only_layers_that_are_widened_have_a_lens(network):
    chosen = recipes.recipe(network.name)
    lenses = looking.lenses_of(network, chosen.style)
    assert [lens is None for lens in lenses] == [True, False, False, False, False]
    assert lenses[1].matrix.shape == (17, 16)
    squeezenet = vision.VisionNetwork("squeezenet1_1", vision.zoo.untrained("squeezenet1_1"))
    layers = recipes.recipe("squeezenet1_1").style
    assert looking.lenses_of(squeezenet, layers) == [None] * 4


def test_a_style_in_tiles_is_the_style(network, style, monkeypatch):
    cut = network.until_all(["stem convolution"])
    (whole,) = looking.style_of(cut, [None], style, 256)
    monkeypatch.setattr(looking, "TILE", 96)
    (tiled,) = looking.style_of(cut, [None], style, 256)
    assert isinstance(tiled, statistics.Statistics)
    assert 0 < (tiled.mean - whole.mean).norm() < 0.1 * whole.mean.norm()
    off = (tiled.covariance - whole.covariance).norm()
    assert 0 < off < 0.1 * whole.covariance.norm()
