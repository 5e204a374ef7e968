"""Switching a unit off is what a network without its weights computes."""

import copy

import pytest
import torch

from nnkit import ImageError, SettingsError, samples, vision
from nnkit.vision import neurons


@pytest.fixture(scope="module")
def photo():
    return samples.load("cat", 200)


def probabilities(network, module, picture):
    with torch.no_grad():
        return module((network.middle(picture) - 0.498) / 0.502).softmax(1)[0]


@pytest.mark.parametrize(("layer", "channel"), [("head", 214), ("block 9", 33)])
def test_a_unit_is_switched_off_as_if_its_filter_were_gone(network, photo, layer, channel):
    module = copy.deepcopy(network.module)
    part = module.head[1] if layer == "head" else module.blocks[9].layers[7]
    if layer == "head":
        with torch.no_grad():  # the batch norm behind its filter now always gives 0
            part.weight[channel] = part.bias[channel] = 0
    else:
        module.blocks[9].register_forward_hook(
            lambda _, __, maps: maps.index_fill(1, torch.tensor([channel]), 0)
        )
    found = neurons.without(network, photo, layer, channel)
    before, after = (probabilities(network, one, photo) for one in (network.module, module))
    assert not torch.allclose(before, after, atol=1e-3)
    assert torch.allclose(found.before, before, atol=1e-4)
    assert torch.allclose(found.after, after, atol=1e-4)


def test_changes_are_the_greatest_and_in_order(network, photo):
    found = neurons.without(network, photo, "block 9", 33, k=8)
    sizes = [abs(change.after - change.before) for change in found.changes]
    assert len(sizes) == 8
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == pytest.approx((found.after - found.before).abs().max().item())
    for change in found.changes:
        assert change.label == vision.imagenet_labels()[change.number]
        assert change.before == found.before[change.number].item()
        assert change.after == found.after[change.number].item()


def test_a_unit_that_never_fires_changes_nothing(network, photo):
    maps = network.activations(network.middle(photo), "stem")
    asleep = maps.amax(dim=(0, 2, 3)).argmin().item()
    awake = maps.amax(dim=(0, 2, 3)).argmax().item()
    shifts = [
        (lambda a: (a.after - a.before).abs().max())(neurons.without(network, photo, "stem", unit))
        for unit in (asleep, awake)
    ]
    assert shifts[0] < shifts[1]


def test_where_is_the_units_map_over_the_middle(network, photo):
    maps = network.activations(network.middle(photo), "block 6")[0]
    found = neurons.where(network, photo, "block 6", 5)
    assert found.shape == (224, 224)
    back = torch.nn.functional.interpolate(found[None, None], maps.shape[1:], mode="area")[0, 0]
    assert torch.corrcoef(torch.stack([back.flatten(), maps[5].flatten()]))[0, 1] > 0.9


def test_where_follows_the_picture(network):
    """A bright square on grey moves the strongest place of the first layer's units with it."""
    for left in (20, 180):
        picture = torch.full((1, 3, 224, 224), 0.5)
        picture[..., 100:120, left : left + 20] = 1
        unit = neurons.strongest(network, picture, "stem", 1)[0].channel
        place = neurons.where(network, picture, "stem", unit).argmax().item()
        assert 95 <= place // 224 <= 125
        assert left - 5 <= place % 224 <= left + 25


def test_the_strongest_stand_out_of_their_maps(network, photo):
    maps = network.activations(network.middle(photo), "block 14")[0]
    scores = {n: (one.max() - one.mean()).item() for n, one in enumerate(maps)}
    wanted = sorted(scores, key=lambda n: -scores[n])[:5]
    found = neurons.strongest(network, photo, "block 14", 5)
    assert [unit.channel for unit in found] == wanted
    assert [unit.strength for unit in found] == pytest.approx([scores[n] for n in wanted])
    assert len(neurons.strongest(network, photo, "block 14", 192)) == 192


@pytest.mark.parametrize("channel", [-1, 112])
@pytest.mark.parametrize("ask", [neurons.without, neurons.where])
def test_a_channel_that_is_not_there_is_refused(network, photo, ask, channel):
    with pytest.raises(SettingsError, match=r"maps 0\.\.111"):
        ask(network, photo, "block 9", channel)


def test_bad_questions_are_refused(network, photo):
    for k in (0, 1001):
        with pytest.raises(SettingsError, match="1 to 1000"):
            neurons.without(network, photo, "head", 0, k)
    for k in (0, 113):
        with pytest.raises(SettingsError, match="1 to 112"):
            neurons.strongest(network, photo, "block 9", k)
    with pytest.raises(SettingsError, match="no layer"):
        neurons.where(network, photo, "block 99", 0)
    with pytest.raises(ImageError, match="one picture"):
        neurons.strongest(network, torch.zeros(2, 3, 64, 64), "head")
