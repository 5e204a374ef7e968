"""The shipped file of first-layer filters is the embedded network's own."""

import torch

from nnkit import samples, vision, weights
from nnkit.vision import extract_first_layer


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
