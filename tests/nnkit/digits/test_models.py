"""The networks: sizes, shapes, folding."""

import pytest
import torch
from torch import nn

from nnkit.digits import models
from nnkit.digits.preparation import to_bits


def count(network):
    return sum(weight.numel() for weight in network.parameters())


@pytest.mark.parametrize(
    ("name", "weights", "answers"),
    [("six", 577, 1), ("ten", 5770, 10), ("mlp", 109_386, 10), ("cnn", 94_826, 10)],
)
def test_sizes(name, weights, answers):
    network = models.finished(models.make(name))
    assert count(network) == weights
    assert network(torch.rand(3, 1, 28, 28)).shape == (3, answers)


def test_the_convnet_keeps_its_promise():
    assert count(models.make("cnn")) < 100_000


def test_folding_changes_no_answer():
    generator = torch.Generator().manual_seed(0)
    network = models.make("cnn", 0)
    for part in network.modules():  # batch norm as it is after training, not as it begins
        if isinstance(part, nn.BatchNorm2d):
            part.running_mean.normal_(0, 0.3, generator=generator)
            part.running_var.uniform_(0.5, 2, generator=generator)
            nn.init.normal_(part.weight, 1, 0.3, generator=generator)
            nn.init.normal_(part.bias, 0, 0.3, generator=generator)
    images = torch.rand(4, 1, 28, 28, generator=generator)
    network.eval()
    with torch.no_grad():
        assert torch.allclose(network.folded()(images), network(images), atol=1e-4)


def test_one_neuron_is_a_weighted_sum_of_bits():
    network = models.finished(models.make("six", 7))
    image = torch.rand(1, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    bits = to_bits(image)[0].double()
    by_hand = (bits * network.layer.weight[0].double()).sum() + network.layer.bias[0]
    assert network(image).item() == pytest.approx(by_hand.item(), abs=1e-5)


def test_maps_end_in_the_answer():
    network = models.finished(models.make("cnn"))
    image = torch.rand(1, 1, 28, 28)
    maps = network.maps(image)
    assert [tuple(seen.shape[1:]) for seen in maps] == [
        (20, 28, 28), (24, 14, 14), (48, 14, 14), (48, 7, 7), (64, 7, 7),
    ]  # fmt: skip
    assert torch.allclose(network.reader(maps[-1].flatten(1)), network(image))


def test_the_same_seed_makes_the_same_network():
    one, two, other = (models.make("mlp", seed).layers[1].weight for seed in (1, 1, 2))
    assert torch.equal(one, two)
    assert not torch.equal(one, other)
