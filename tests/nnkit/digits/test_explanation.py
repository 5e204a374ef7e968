"""Toy networks whose explanations are known by hand, and the shipped shapes with random weights."""

import copy
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from nnkit.digits import models, prepare
from nnkit.digits.explanation import (
    contributions,
    gradient,
    gradient_times_ink,
    layers,
    log_odds,
    occlusion,
    strongest_inputs,
)
from nnkit.errors import SettingsError


class Linear(nn.Module):
    """Grey pixels, one weight each: [N,1,28,28] -> [N,C]."""

    def __init__(self, weights, biases):
        super().__init__()
        self.weights, self.biases = nn.Parameter(weights), nn.Parameter(biases)  # [C,28,28], [C]

    def forward(self, images):
        return torch.einsum("nrc,krc->nk", images[:, 0], self.weights) + self.biases


def numbers(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture
def image():
    picture = torch.zeros(1, 1, 28, 28)
    picture[0, 0, 5:23, 12:16] = torch.rand(18, 4, generator=torch.Generator().manual_seed(1))
    return picture


def state(network):
    return (
        copy.deepcopy(network.state_dict()),
        network.training,
        [(weight.requires_grad, weight.grad) for weight in network.parameters()],
        [len(part._forward_hooks) + len(part._backward_hooks) for part in network.modules()],
    )


def unchanged(network, before):
    same = all(torch.equal(value, before[0][key]) for key, value in network.state_dict().items())
    return same and state(network)[1:] == before[1:]


@pytest.mark.parametrize(("size", "step"), [(5, 2), (5, 1), (3, 3), (1, 1), (28, 7)])
def test_occlusion_of_a_weighted_sum_by_hand(image, size, step):
    weights = numbers(1, 28, 28)
    network = Linear(weights, torch.tensor([0.3]))
    seen = occlusion(network, image, 1, size, step, temperature=2.0)
    hurt = (weights[0] * image[0, 0]).tolist()
    sums, counts, worst = [[0.0] * 28 for _ in range(28)], [[0] * 28 for _ in range(28)], -math.inf
    for top in range(1 - size, 28, step):
        for left in range(1 - size, 28, step):
            rows = range(max(top, 0), min(top + size, 28))
            columns = range(max(left, 0), min(left + size, 28))
            fall = sum(hurt[row][column] for row in rows for column in columns) / 2
            if any(image[0, 0, row, column] > 0 for row in rows for column in columns):
                worst = max(worst, fall)
            for row in rows:
                for column in columns:
                    sums[row][column] += fall
                    counts[row][column] += 1
    expected = torch.tensor(sums) / torch.tensor(counts)
    torch.testing.assert_close(seen.drop, expected, atol=1e-4, rtol=1e-4)
    total = (sum(map(sum, hurt)) + 0.3) / 2
    assert seen.probability == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-5)
    assert seen.worst_probability == pytest.approx(1 / (1 + math.exp(worst - total)), abs=1e-5)
    top, left, bottom, right = seen.worst
    hidden = image.clone()
    hidden[..., top:bottom, left:right] = 0
    assert network(hidden).item() / 2 == pytest.approx(total - worst, abs=1e-4)


def test_hiding_ink_helps_the_answer_no(image):
    network = Linear(torch.ones(1, 28, 28), torch.zeros(1))
    yes, no = occlusion(network, image, 1), occlusion(network, image, 0)
    assert torch.equal(yes.drop, -no.drop)
    assert yes.probability + no.probability == pytest.approx(1)
    assert yes.drop.min() >= 0
    assert yes.drop[0, 0] == 0


def test_log_odds_are_those_of_the_probability():
    logits = numbers(6, 10) * 3
    for answer in range(10):
        share = logits.double().softmax(1)[:, answer]
        expected = (share / (1 - share)).log().float()
        torch.testing.assert_close(log_odds(logits, answer), expected, atol=1e-4, rtol=1e-4)


def test_the_gradient_of_a_weighted_sum_is_its_weights(image):
    weights = numbers(3, 28, 28)
    network = Linear(weights, torch.zeros(3))
    for answer in range(3):
        assert torch.allclose(gradient(network, image, answer), weights[answer])
        expected = weights[answer] * image[0, 0]
        assert torch.allclose(gradient_times_ink(network, image, answer), expected)
    alone = Linear(weights[:1], torch.zeros(1))
    assert torch.allclose(gradient(alone, image, 1), weights[0])
    assert torch.allclose(gradient(alone, image, 0), -weights[0])


@pytest.mark.parametrize("name", ["mlp", "small"])
def test_the_gradient_is_what_finite_differences_say(name):
    network = models.finished(models.make(name, 2)).double()
    # On bare paper pooled values are equal and ReLUs at their bend: grey everywhere instead.
    generator = torch.Generator().manual_seed(3)
    picture = torch.rand(1, 1, 28, 28, dtype=torch.float64, generator=generator) * 0.9 + 0.05
    found = gradient(network, picture, 4)
    for row, column in [(5, 12), (9, 14), (20, 13), (2, 2), (14, 20)]:
        nudge = torch.zeros_like(picture)
        nudge[..., row, column] = 1e-6
        rise = (network(picture + nudge) - network(picture - nudge))[0, 4].item() / 2e-6
        assert found[row, column].item() == pytest.approx(rise, abs=1e-5)


def test_neurons_slope_by_their_weights(image):
    ten, six = models.finished(models.make("ten")), models.finished(models.make("six"))
    assert torch.equal(gradient(ten, image, 3)[2:26, 2:26].flatten(), ten.layer.weight[3])
    assert gradient(ten, image, 3)[:2].abs().sum() == 0
    assert torch.equal(gradient(six, image, 1)[2:26, 2:26].flatten(), six.layer.weight[0])
    assert torch.equal(gradient(six, image, 0), -gradient(six, image, 1))
    added = gradient_times_ink(ten, image, 3).sum() + ten.layer.bias[3]
    assert added.item() == pytest.approx(ten(image)[0, 3].item(), abs=1e-4)


@pytest.mark.parametrize("name", ["six", "ten", "mlp", "cnn"])
def test_no_trace_is_left(name, image):
    network = models.finished(models.make(name))
    network.requires_grad_(True)
    before, picture = state(network), image.clone()
    seen = occlusion(network, image, 1)
    slopes = gradient(network, image, 1)
    assert unchanged(network, before)
    assert torch.equal(image, picture)
    assert not any(made.requires_grad for made in (image, slopes, seen.drop))
    with torch.no_grad():
        assert torch.equal(gradient(network, image, 1), slopes)


def test_the_maps_are_those_of_the_layers_one_by_one(image):
    network = models.finished(models.make("cnn", 3))
    given, opened = image, layers(network, image)
    assert [layer.name for layer in opened] == [f"layer {number}" for number in range(1, 6)]
    assert opened[0].title == "20 maps of 28 x 28, kernels 3 x 3"
    assert opened[1].title == "24 maps of 14 x 14, kernels 3 x 3, halved by pooling"
    assert opened[4].title == "64 maps of 7 x 7, kernels 3 x 3"
    for layer, pooled in zip(opened, network.shape.pooled, strict=True):
        assert torch.equal(layer.inputs, given[0])
        side = layer.kernels.shape[-1]
        seen = nn.functional.conv2d(given, layer.kernels, layer.biases, padding=side // 2).relu()
        given = nn.functional.max_pool2d(seen, 2) if pooled else seen
        torch.testing.assert_close(layer.maps, given[0])
        assert not layer.kernels.requires_grad


def test_what_the_inputs_gave_adds_up_to_the_map(image):
    network = models.finished(models.make("cnn", 3))
    with torch.no_grad():
        network.convolutions[2].bias.normal_(0, 0.3, generator=torch.Generator().manual_seed(2))
    layer = layers(network, image)[2]  # not pooled: its maps are all there is
    for channel in (0, 7, 39):
        pairs = strongest_inputs(layer, channel)
        assert sorted(number for number, _ in pairs) == list(range(24))
        assert [share for _, share in pairs] == sorted((s for _, s in pairs), reverse=True)
        firing = int((layer.maps[channel] > 0).sum())
        whole = sum(share for _, share in pairs) + firing * layer.biases[channel].item()
        assert whole == pytest.approx(layer.maps[channel].sum().item(), rel=1e-3, abs=1e-3)


def test_the_strongest_input_is_the_one_with_the_strong_kernel(image):
    network = models.finished(models.make("small"))
    with torch.no_grad():
        network.convolutions[0].weight.fill_(0.1)
        network.convolutions[1].weight[4] = 0.01
        network.convolutions[1].weight[4, 6] = 1.0
        network.convolutions[1].weight[4, 2] = -0.1
    pairs = strongest_inputs(layers(network, image)[1], 4)
    assert pairs[0][0] == 6
    assert pairs[-1][0] == 2
    assert pairs[-1][1] < 0 < pairs[-2][1]


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 1000),
    count=st.sampled_from([1, 10]),
    temperature=st.floats(0.3, 4),
    share=st.floats(0, 1),
)
def test_the_numbers_of_a_neuron_add_up(seed, count, temperature, share):
    network = models.Neurons(count).eval().requires_grad_(False)
    network.layer.weight.copy_(numbers(count, 576, seed=seed) * 0.2)
    network.layer.bias.copy_(numbers(count, seed=seed))
    ink = torch.rand(1, 576, generator=torch.Generator().manual_seed(seed)) < share
    bits = ink.float()
    neuron = seed % count
    account = contributions(network, bits, neuron, temperature)
    logits = network.layer(bits)[0] / temperature
    assert account.products.sum().item() + account.bias == account.total
    assert account.sum_of_products + account.bias == account.total
    assert torch.equal(account.products, account.ink * account.weights)
    assert account.total == pytest.approx(logits[neuron].item(), abs=1e-4)
    assert account.totals[neuron].item() == pytest.approx(account.total, abs=1e-9)
    expected = logits.softmax(0)[neuron] if count > 1 else logits[0].sigmoid()
    assert account.probability == pytest.approx(expected.item(), abs=1e-5)


def test_the_account_is_the_network_s_own_logit():
    sheet = torch.zeros(40, 40)
    sheet[8:32, 18:23] = 1
    prepared = prepare(sheet.numpy())
    network = models.finished(models.make("ten", 4))
    for neuron in range(10):
        account = contributions(network, prepared.bits, neuron, 1.5)
        expected = network(prepared.image)[0, neuron].item() / 1.5
        assert account.total == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    "bad",
    [
        torch.zeros(1, 1, 28, 28),
        torch.ones(2, 1, 28, 28),
        torch.ones(28, 28),
        torch.full((1, 1, 28, 28), torch.nan),
        torch.full((1, 1, 28, 28), 2.0),
        torch.ones(1, 1, 28, 28, dtype=torch.uint8),
    ],
)
def test_bad_pictures_are_refused(bad):
    network = models.finished(models.make("small"))
    for call in (
        lambda: occlusion(network, bad, 1),
        lambda: gradient(network, bad, 1),
        lambda: gradient_times_ink(network, bad, 1),
        lambda: layers(network, bad),
    ):
        with pytest.raises(SettingsError, match="picture"):
            call()


def test_bad_settings_are_refused(image):
    small, six = (models.finished(models.make(name)) for name in ("small", "six"))
    for answer, network in ((10, small), (-1, small), (2, six), (-1, six)):
        with pytest.raises(SettingsError, match="answers"):
            occlusion(network, image, answer)
        with pytest.raises(SettingsError, match="answers"):
            gradient(network, image, answer)
    for size, step in ((0, 1), (29, 1), (5, 6), (5, 0)):
        with pytest.raises(SettingsError, match="patch"):
            occlusion(small, image, 1, size, step)
    with pytest.raises(SettingsError, match="Fold"):
        layers(models.make("small").eval(), image)
    with pytest.raises(SettingsError, match="maps"):
        strongest_inputs(layers(small, image)[0], 8)
    with pytest.raises(SettingsError, match="neurons"):
        contributions(six, torch.zeros(1, 576), 1)
    for bits in (torch.zeros(576), torch.full((1, 576), 0.5)):
        with pytest.raises(SettingsError, match="ink"):
            contributions(six, bits)
