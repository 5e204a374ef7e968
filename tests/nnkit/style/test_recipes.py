"""Every recipe names layers that its network has."""

import pytest
import torch

from nnkit import SettingsError
from nnkit.style import recipes
from nnkit.vision import VisionNetwork, zoo


@pytest.mark.parametrize("name", list(recipes.RECIPES))
def test_a_recipes_layers_exist(name):
    with torch.device("meta"):
        network = VisionNetwork(name, zoo._architecture(name), "meta")
        chosen = recipes.recipe(name)
        maps = network.until_all([*chosen.style, chosen.content])(torch.empty(1, 3, 64, 96))
    assert len(maps) == len(chosen.style) + 1
    sides = [each.shape[-1] for each in maps[:-1]]
    assert sides == sorted(sides, reverse=True)


@pytest.mark.parametrize("name", ["efficientnet_lite0", "efficientnet_lite1", "efficientnet_lite2"])
def test_the_familys_layers_are_read_by_the_first_block_of_each_size(name):
    with torch.device("meta"):
        network = VisionNetwork(name, zoo._architecture(name), "meta")
    layers = {layer.name: layer for layer in network.layers}
    for layer in recipes.recipe(name).style[1:]:
        following = f"block {int(layer.split()[1]) + 1}"
        assert layers[following].channels > layers[layer].channels
        weights, _ = network.reader(layer)
        assert weights.shape == (6 * layers[layer].channels, layers[layer].channels)


def test_other_networks_have_no_recipe():
    with pytest.raises(SettingsError, match="no network to paint with: take one of efficient"):
        recipes.recipe("googlenet")
