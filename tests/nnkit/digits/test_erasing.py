"""The smallest erasing: minimal always, and the smallest where sorting finds it."""

import copy

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from nnkit.digits import evaluation, models
from nnkit.digits.erasing import smallest_erasing
from nnkit.errors import SettingsError


class Threshold(nn.Module):
    """One neuron over grey pixels: [N,1,28,28] -> [N,1], in whole numbers and so exact."""

    def __init__(self, weights, bias):
        super().__init__()
        self.weights, self.bias = weights, bias  # [28,28]

    def forward(self, images):
        return ((images[:, 0] * self.weights).sum((1, 2)) + self.bias)[:, None]


def whole(low, high, seed, *shape):
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(low, high, shape, generator=generator).float()


def answer(network, image):
    with torch.no_grad():
        return evaluation.answers(network(image)).item()


def check(network, image, found):
    """The promises that hold for any network."""
    assert found.before == answer(network, image)
    assert found.after == answer(network, found.image) != found.before
    assert torch.equal(found.image, image * ~found.erased)
    assert (image[0, 0][found.erased] > 0).all()
    assert found.share == pytest.approx(
        ((image - found.image).sum() / image.sum()).item(), abs=1e-5
    )
    assert found.pixels == int(found.erased.sum()) > 0
    for row, column in found.erased.nonzero().tolist():
        restored = found.image.clone()
        restored[..., row, column] = image[..., row, column]
        assert answer(network, restored) == found.before


def scattered(seed):
    """Ink on pixels that do not touch, so that a cross is a single pixel."""
    image = torch.zeros(1, 1, 28, 28)
    image[..., ::6, ::6] = (whole(0, 3, seed, 5, 5) > 0).float()
    image[..., 2, 2] = 1
    return image


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), bias=st.integers(-25, 25))
def test_a_threshold_neuron_gives_way_as_sorting_says(seed, bias):
    image, weights = scattered(seed), whole(-9, 10, seed + 1, 28, 28)
    network = Threshold(weights, bias)
    total = int((weights * image[0, 0]).sum()) + bias
    says_yes = total > 0
    sign = 1 if says_yes else -1
    gains = sorted((sign * int(w) for w in weights[image[0, 0] > 0]), reverse=True)
    margin, fewest = total if says_yes else -total, None
    for count, gain in enumerate(gains, 1):
        margin -= gain
        if margin < 0 or (says_yes and margin == 0):
            fewest = count
            break
    found = smallest_erasing(network, image)
    if fewest is None:
        assert found is None
    else:
        check(network, image, found)
        assert found.pixels == fewest


def test_a_single_pixel_that_decides():
    weights = torch.zeros(28, 28)
    weights[13, 9] = 5
    image = torch.zeros(1, 1, 28, 28)
    image[..., 4:20, 8:11] = 1
    found = smallest_erasing(Threshold(weights, -2.0), image, temperature=3.0)
    assert found.erased.nonzero().tolist() == [[13, 9]]
    assert (found.before, found.after) == (1, 0)
    assert found.confidence_before == pytest.approx(torch.tensor(1.0).sigmoid().item())
    assert found.confidence_after == pytest.approx(torch.tensor(2 / 3).sigmoid().item())
    assert found.share == pytest.approx(1 / 48)


def test_erasing_stays_together():
    """All ink counts alike: eight pixels must go, and none of them alone."""
    image = torch.zeros(1, 1, 28, 28)
    image[..., 4:24, 12:15] = 1
    found = smallest_erasing(Threshold(torch.ones(28, 28), -52.0), image)
    assert found.pixels == 8
    rows = found.erased.nonzero()[:, 0]
    assert rows.max() - rows.min() < 8


@pytest.mark.parametrize("bias", [100.0, -100.0])
def test_nothing_flips_a_neuron_that_does_not_look(bias):
    assert smallest_erasing(Threshold(torch.zeros(28, 28), bias), scattered(1)) is None


@pytest.mark.parametrize("name", ["six", "ten", "mlp", "small"])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_erased_is_needed_and_no_trace_is_left(name, seed):
    network = models.finished(models.make(name, seed))
    image = torch.zeros(1, 1, 28, 28)
    image[..., 6:22, 9:13] = 1
    image[..., 18:22, 9:20] = 0.6
    kept, picture = copy.deepcopy(network.state_dict()), image.clone()
    found = smallest_erasing(network, image)
    assert all(torch.equal(value, kept[key]) for key, value in network.state_dict().items())
    assert not any(weight.requires_grad for weight in network.parameters())
    assert torch.equal(image, picture)
    if found is None:
        blank = network(torch.zeros(1, 1, 28, 28))
        assert evaluation.answers(blank).item() == answer(network, image)
    else:
        check(network, image, found)
        again = smallest_erasing(network, image)
        assert torch.equal(again.erased, found.erased)


@pytest.mark.parametrize("bad", [torch.zeros(1, 1, 28, 28), torch.ones(2, 1, 28, 28)])
def test_bad_pictures_are_refused(bad):
    with pytest.raises(SettingsError, match="picture"):
        smallest_erasing(models.finished(models.make("small")), bad)
