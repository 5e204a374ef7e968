"""Responses by hand, and the unit that they are measured in."""

import pytest
import torch

from nnkit.dream import DreamSettings
from nnkit.dream.objectives import GUIDE_FEATURES, Objective, likeness


def test_likeness_is_the_best_dot_product_of_each_place():
    generator = torch.Generator().manual_seed(0)
    maps = torch.randn(1, 5, 3, 4, generator=generator)
    features = torch.randn(7, 5, generator=generator)
    best = [
        max(float(maps[0, :, row, column] @ feature) for feature in features)
        for row in range(3)
        for column in range(4)
    ]
    assert likeness(maps, features).item() == pytest.approx(sum(best) / 12 / 5, rel=1e-5)


def test_layers_count_by_their_weights_whatever_their_depth(network, photo):
    layers = (("block 1", 1.0), ("block 9", 3.0))
    together = Objective(network, DreamSettings(layers), photo)
    assert together.measure(photo).item() == pytest.approx(4, rel=1e-4)
    dark = photo * 0.5
    alone = [
        Objective(network, DreamSettings((layer,)), photo).measure(dark).item() for layer in layers
    ]
    assert together.measure(dark).item() == pytest.approx(sum(alone), rel=1e-4)


def test_one_channel_is_its_mean_in_units_of_all(network, photo):
    wish = DreamSettings((("block 5", 2.0),), channel=7)
    maps = network.activations(photo, "block 5")
    expected = 2 * maps[0, 7].mean() / maps.square().mean().sqrt()
    assert Objective(network, wish, photo).measure(photo).item() == pytest.approx(
        expected.item(), rel=1e-4
    )


def test_a_class_goes_together_with_a_layer(network, photo):
    wish = DreamSettings((("logits", 1.0), ("block 5", 1.0)), label=9)
    logits = network.logits(photo)
    expected = 1 + logits[0, 9] / logits.square().mean().sqrt()
    assert Objective(network, wish, photo).measure(photo).item() == pytest.approx(
        expected.item(), rel=1e-3
    )


def test_a_large_guide_gives_a_bounded_number_of_features(network, photo):
    guide = torch.rand(1, 3, 900, 700)
    objective = Objective(network, DreamSettings((("block 1", 1.0),)), photo, guide)
    (response, _), *_ = objective.terms
    assert 100 < len(response.keywords["features"]) <= GUIDE_FEATURES
