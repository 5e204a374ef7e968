"""The Lite family gives the reference implementation's logits, before folding and after."""

import pytest
import torch
from efficientnet_lite_pytorch import EfficientNet

from nnkit import samples, vision
from nnkit.vision import efficientnet_lite, zoo

FAMILY = ["efficientnet_lite0", "efficientnet_lite1", "efficientnet_lite2"]


def reference(name, state, **options):
    """The network of PyPI's efficientnet-lite-pytorch."""
    module = EfficientNet.from_name(name.replace("_", "-"), **options).eval()
    module.load_state_dict(state)
    return module


@pytest.fixture(scope="module", params=FAMILY)
def member(request):
    """Our network and the tensors as published, read by other means."""
    name = request.param
    return vision.load(name, device="cpu"), torch.load(zoo._packaged(name), weights_only=True)


def assert_same(network, module, pictures):
    normalised = (pictures - 0.498) / 0.502
    with torch.no_grad():
        wanted, own = module(normalised), network.module(normalised)
    assert wanted.std() > 0.1  # not all the same
    assert torch.allclose(own, wanted, rtol=0, atol=1e-4)
    assert torch.allclose(network.logits(pictures), wanted, rtol=0, atol=1e-3)


def test_logits_of_photos_are_the_references(member):
    network, state = member
    photos = [network.middle(samples.load(key)) for key in ("cat", "coffee", "temple")]
    assert_same(network, reference(network.name, state), torch.cat(photos))


@pytest.mark.parametrize("size", [(64, 64), (65, 97), (102, 67), (66, 130)])
def test_logits_of_any_size_are_the_references(member, noise, size):
    network, state = member
    # Without a fixed size the reference pads each picture as TensorFlow would.
    assert_same(network, reference(network.name, state, image_size=None), noise(2, 3, *size))


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
