"""The prepared network, cut anywhere, is the published one: hooks on that one are the oracle."""

import copy

import pytest
import torch
from torch import nn

from nnkit import SettingsError, vision
from nnkit.folding import fold
from nnkit.vision import LOGITS, VisionNetwork, zoo
from nnkit.vision.layers import named_layers
from nnkit.vision.preparation import PaddedConvolution, prepare

HUB = [name for name in zoo.NETWORKS if zoo.source(name).url]


@pytest.fixture(scope="module", params=["efficientnet_lite0", "squeezenet1_1", "googlenet"])
def any_network(request):
    if request.param == "efficientnet_lite0":
        return vision.load(device="cpu")
    return vision.untrained(request.param, device="cpu")


def normalised(network, picture):
    mean = torch.tensor(network.source.mean)[:, None, None]
    std = torch.tensor(network.source.std)[:, None, None]
    return (picture - mean) / std


def seen_by_hooks(network, picture):
    """What each layer of the published network gives, and its logits."""
    module, seen = copy.deepcopy(network.module), {}

    def keep(name):
        return lambda _, __, maps: seen.__setitem__(name, maps.clone())

    for name, path in named_layers(network.name, module):
        module.get_submodule(path).register_forward_hook(keep(name))
    with torch.no_grad():
        seen[LOGITS] = module(normalised(network, picture))
    return seen


def assert_close(found, wanted, share=1e-4):
    assert found.shape == wanted.shape
    assert (found - wanted).abs().max() <= share * wanted.abs().max()


@pytest.mark.parametrize("size", [(64, 64), (65, 98), (97, 71)])
def test_every_cut_gives_what_the_whole_network_computes_there(any_network, noise, size):
    picture = noise(1, 3, *size)
    seen = seen_by_hooks(any_network, picture)
    assert list(seen) == [*(layer.name for layer in any_network.layers), LOGITS]
    for name, wanted in seen.items():
        assert_close(any_network.activations(picture, name), wanted)


def test_one_cut_gives_several_layers(any_network, noise):
    picture = noise(1, 3, 70, 64)
    names = [layer.name for layer in any_network.layers]
    seen = seen_by_hooks(any_network, picture)
    with torch.no_grad():
        made = any_network.until_all([*names, LOGITS])(picture)
    for name, maps in zip([*names, LOGITS], made, strict=True):
        assert_close(maps, seen[name])


def test_layers_are_as_wide_and_small_as_they_say(any_network):
    side = 128
    for layer in any_network.layers:
        maps = any_network.activations(torch.zeros(1, 3, side, side), layer.name)
        assert maps.shape[1] == layer.channels
        assert maps.shape[-1] == pytest.approx(side / layer.scale, abs=1)


def test_the_rest_goes_on_from_any_layer_and_leaves_its_maps_alone(any_network, noise):
    picture = noise(2, 3, 67, 80)
    wanted = any_network.logits(picture)
    for layer in any_network.layers:
        maps = any_network.activations(picture, layer.name)
        before = maps.clone()
        with torch.no_grad():
            assert_close(any_network.behind(layer.name)(maps), wanted)
        assert torch.equal(maps, before)


@pytest.mark.parametrize("size", [(64, 64), (65, 98)])
def test_inside_a_layer_a_convolution_gives_what_nothing_has_clipped(noise, size):
    """The published batch norm is the oracle; a cut that goes on behind is not disturbed."""
    network, picture = vision.load(device="cpu"), noise(1, 3, *size).requires_grad_(True)
    module, start = network.module, normalised(network, picture)
    wanted = [module.stem[1](module.stem[0](start)), module.stem(start)]
    wanted.append(module.blocks[:2](wanted[1]))
    names = ["stem convolution", "stem", "block 1"]
    found = network.until_all(names)(picture)
    for one, two in zip(found, wanted, strict=True):
        assert_close(one, two)
    assert found[0].min() < 0
    for step in (1, 2):  # the stem is read by one, or by two
        found = network.until_all(names[::step])(picture)
        slopes = [
            torch.autograd.grad(
                sum(each.square().mean() for each in made), picture, retain_graph=True
            )[0]
            for made in (found, wanted[::step])
        ]
        assert_close(*slopes, share=1e-3)


def test_the_reader_of_a_layer_is_the_published_convolution_behind_it(noise, squeezenet):
    network, picture = vision.load(device="cpu"), noise(1, 3, 64, 64)
    weights, biases = network.reader("block 4")
    with torch.no_grad():
        maps = network.module.blocks[:5](network.module.stem(normalised(network, picture)))
        following = network.module.blocks[5].layers
        wanted = following[1](following[0](maps))
    found = torch.einsum("oc,nchw->nohw", weights, maps) + biases[:, None, None]
    assert_close(found, wanted)
    # A shortcut reads block 1, too; a depthwise convolution the stem; nothing the logits.
    for layer in ("block 1", "stem", "stem convolution", LOGITS):
        assert network.reader(layer) is None
    assert squeezenet.reader("stem") is None
    with pytest.raises(SettingsError, match="no layer"):
        network.reader("block 99")


def test_a_point_inside_a_layer_is_no_layer(squeezenet):
    with pytest.raises(SettingsError, match="no layer 'stem convolution'"):
        vision.load(device="cpu").behind("stem convolution")
    with pytest.raises(SettingsError, match="no layer 'stem convolution'"):
        squeezenet.until("stem convolution")


@pytest.mark.parametrize("size", [(64, 64), (65, 98)])
def test_gradients_are_those_of_the_published_network(any_network, noise, size):
    slopes = []
    for whole in (
        lambda p: any_network.until(LOGITS)(p),
        lambda p: any_network.module(normalised(any_network, p)),
    ):
        picture = noise(1, 3, *size).requires_grad_(True)
        score = whole(picture)[0, :50].square().sum()
        slopes += torch.autograd.grad(score, picture)
    assert_close(*slopes, share=1e-3)


@pytest.mark.parametrize("name", ["mobilenet_v3_large", "convnext_tiny", "resnet50"])
def test_torchvisions_others_keep_their_logits(name, noise):
    network = VisionNetwork(name, zoo.untrained(name))
    picture = noise(1, 3, 64, 75)
    with torch.no_grad():
        assert_close(network.logits(picture), network.module(normalised(network, picture)))


@pytest.mark.parametrize("name", HUB)
def test_every_layer_of_every_network_has_a_name_of_its_own(name):
    with torch.device("meta"):
        network = VisionNetwork(name, zoo._architecture(name), "meta")
    names = [layer.name for layer in network.layers]
    assert len(set(names)) == len(names) >= 9
    assert network.layers[-1].scale >= 16


def test_too_small_pictures_are_enlarged_for_inception():
    with torch.device("meta"):
        network = VisionNetwork("inception_v3", zoo._architecture("inception_v3"), "meta")
    assert network.logits(torch.empty(1, 3, 64, 90, device="meta")).shape == (1, 1000)


def test_inception_takes_the_normalisation_of_the_others(noise):
    """It was trained with mean and std 0.5; its own `transform_input` turns ours into that."""
    module = zoo.untrained("googlenet")
    network = VisionNetwork("googlenet", module)
    picture = noise(1, 3, 64, 64)
    plain = copy.deepcopy(module)
    plain.transform_input = False
    with torch.no_grad():
        assert_close(network.logits(picture), plain((picture - 0.5) / 0.5), share=1e-3)


def test_preparing_leaves_the_published_network_as_it_was():
    module = zoo.untrained("efficientnet_lite0")
    before = copy.deepcopy(module.state_dict())
    prepared, _ = prepare(module)
    after = module.state_dict()
    assert all(torch.equal(before[key], after[key]) for key in before)
    assert not any(isinstance(part, nn.BatchNorm2d) for part in fused_parts(prepared))


def fused_parts(prepared):
    return [
        prepared.get_submodule(node.target)
        for node in prepared.graph.nodes
        if node.op == "call_module"
    ]


def test_weights_that_stay_as_they_are_are_not_copied(squeezenet):
    own = {weight.data_ptr() for weight in squeezenet.module.parameters()}
    assert {weight.data_ptr() for weight in squeezenet.until(LOGITS).parameters()} == own


@pytest.mark.parametrize("bias", [False, True])
def test_folding_does_what_both_did(bias):
    torch.manual_seed(0)
    convolution, norm = nn.Conv2d(3, 4, 3, bias=bias), nn.BatchNorm2d(4).eval()
    for tensor in (norm.weight, norm.bias, norm.running_mean, norm.running_var):
        nn.init.uniform_(tensor, 0.5, 2)
    picture = torch.rand(2, 3, 8, 8)
    kernels, biases = fold(convolution, norm)
    folded = nn.functional.conv2d(picture, kernels, biases)
    assert torch.allclose(folded, norm(convolution(picture)), atol=1e-5)


@pytest.mark.parametrize("size", [3, 5])
@pytest.mark.parametrize("stride", [1, 2])
def test_padding_in_the_kernel_is_padding_of_the_picture(size, stride, noise):
    plain = vision.efficientnet_lite.SameConvolution(4, 4, size, stride, groups=4)
    padded = PaddedConvolution(plain)
    for height in range(5, 11):
        for width in (7, 8):
            picture = noise(1, 4, height, width)
            assert torch.allclose(padded(picture), plain(picture), atol=1e-6)


@pytest.mark.parametrize("behind", [[], ["block 3"]])
def test_slopes_handed_in_stay_as_they_are(behind, noise):
    network = vision.load(device="cpu")
    stem = network.layers[0].name
    picture = noise(1, 3, 64, 64).requires_grad_(True)
    maps = network.until_all([stem, *behind])(picture)
    handed_in = [torch.randn_like(each) for each in maps]
    kept = [each.clone() for each in handed_in]
    found = torch.autograd.grad(maps, picture, handed_in)
    assert all(torch.equal(*pair) for pair in zip(handed_in, kept, strict=True))
    again = network.until_all([stem, *behind])(picture)
    total = sum((each * slope).sum() for each, slope in zip(again, kept, strict=True))
    assert_close(found[0], torch.autograd.grad(total, picture)[0])
