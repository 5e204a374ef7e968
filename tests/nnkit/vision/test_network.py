"""The embedded network reads real photos, and its first layer is the shipped file."""

import pytest
import torch

from nnkit import ImageError, SettingsError, samples, vision, weights
from nnkit.vision import efficientnet_lite, extract_first_layer


@pytest.fixture(scope="module")
def network():
    return vision.load(device="cpu")


@pytest.mark.parametrize(
    ("sample", "labels"),
    [
        ("cat", {"Egyptian cat", "tiger cat", "tabby"}),
        ("coffee", {"espresso"}),
        ("temple", {"palace", "monastery", "bell cote"}),
    ],
)
def test_photos_are_recognised(network, sample, labels):
    guesses = network.classify(samples.load(sample))
    assert guesses[0].label in labels
    probabilities = [guess.probability for guess in guesses]
    assert probabilities == sorted(probabilities, reverse=True)


def test_the_usual_normalisation_is_worse(network):
    """The family wants mean 0.498 and std 0.502; ImageNet's usual figures blunt it."""
    picture = network.middle(samples.load("coffee"))
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    std = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    espresso = network.labels.index("espresso")
    own = network.logits(picture).softmax(1)[0, espresso]
    usual = network.module((picture - mean) / std).softmax(1)[0, espresso]
    assert own > usual


def test_any_size_from_64_px_up(network):
    assert network.logits(torch.rand(2, 3, 64, 131)).shape == (2, 1000)
    with pytest.raises(ImageError, match="64 px"):
        network.logits(torch.rand(1, 3, 63, 100))
    with pytest.raises(ImageError):
        network.logits(torch.rand(3, 100, 100))


def test_the_network_is_frozen_and_shared(network):
    assert vision.load(device="cpu") is network
    assert not network.module.training
    assert not any(parameter.requires_grad for parameter in network.module.parameters())


def test_unknown_network_is_one_sentence():
    with pytest.raises(SettingsError, match="no network named"):
        vision.load("skynet")


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("side", [7, 8])
def test_same_padding_puts_the_odd_pixel_right_and_below(side, stride):
    """A kernel with its single one in the last corner shows which side was padded more."""
    layer = efficientnet_lite.SameConvolution(1, 1, 3, stride)
    with torch.no_grad():
        layer.weight.zero_()[0, 0, 2, 2] = 1
    picture = torch.arange(float(side * side)).reshape(1, 1, side, side) + 1
    result = layer(picture)
    total = max((-(-side // stride) - 1) * stride + 3 - side, 0)
    padded = torch.nn.functional.pad(picture, (total // 2, total - total // 2) * 2)
    assert torch.equal(result, padded[..., 2::stride, 2::stride])


def test_the_shipped_first_layer_is_the_networks_own(network):
    layer = vision.load_first_layer()
    fresh = extract_first_layer.extract()
    assert torch.equal(layer.kernels, fresh.kernels)
    assert torch.equal(layer.biases, fresh.biases)
    picture = samples.load("cat")[..., :128, :128]
    own = network.module.stem((picture - 0.498) / 0.502)
    folded = torch.nn.functional.conv2d(picture, layer.kernels, layer.biases, stride=2)
    # Padding puts grey, not black, around the picture: compare away from the border.
    assert torch.allclose(folded.clamp(0, 6), own[..., :63, :63], atol=1e-4)


def test_the_manifest_names_the_command_that_made_the_file():
    assert "extract_first_layer" in weights.manifest()["imagenet_first_layer"].command
