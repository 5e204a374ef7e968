"""A network reads photos, can be cut at any layer, and is nobody's to change."""

import copy

import pytest
import torch

from nnkit import ImageError, SettingsError, samples, vision
from nnkit.vision import LOGITS, VisionNetwork


def top(network, key, k=5):
    return [guess.label for guess in network.classify(samples.load(key), k)]


@pytest.mark.parametrize(
    ("sample", "labels"),
    [
        ("cat", {"Egyptian cat", "tiger cat", "tabby"}),
        ("coffee", {"espresso"}),
        ("temple", {"palace", "monastery", "bell cote"}),
    ],
)
def test_photos_are_recognised(network, sample, labels):
    assert network.classify(samples.load(sample))[0].label in labels


@pytest.mark.parametrize("name", ["efficientnet_lite1", "efficientnet_lite2"])
def test_the_larger_siblings_see_the_same(name):
    network = vision.load(name, device="cpu")
    assert {"Egyptian cat", "tiger cat", "tabby"} <= set(top(network, "cat"))
    assert top(network, "coffee")[0] == "espresso"
    assert "palace" in top(network, "temple")
    assert network.side in (240, 260)


def test_other_photos_have_their_thing_among_the_first_five(network):
    assert "missile" in top(network, "rocket")
    assert "daisy" in top(network, "flower")


def test_guesses_are_in_order_and_add_up(network):
    guesses = network.classify(samples.load("temple", 128), 1000)
    shares = [guess.probability for guess in guesses]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    assert {guess.number for guess in guesses} == set(range(1000))
    assert all(network.labels[guess.number] == guess.label for guess in guesses)


def test_labels_are_a_thousand_different_names(network):
    assert len(set(network.labels)) == len(network.labels) == 1000
    assert network.labels[0] == "tench"
    assert network.labels[967] == "espresso"


def test_the_usual_normalisation_is_worse(network):
    """The family wants mean 0.498 and std 0.502; ImageNet's usual figures blunt it."""
    picture = network.middle(samples.load("coffee"))
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    std = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    espresso = network.labels.index("espresso")
    own = network.logits(picture).softmax(1)[0, espresso]
    usual = network.module((picture - mean) / std).softmax(1)[0, espresso]
    assert own > usual + 0.01


def test_middle_is_the_central_square_at_the_networks_own_side(network, noise):
    picture = noise(2, 3, 64, 100)
    picture[..., :18] = picture[..., 82:] = 0
    middle = network.middle(picture)
    assert middle.shape == (2, 3, 224, 224)
    assert 0 <= middle.min() <= middle.max() <= 1
    assert middle.mean().item() == pytest.approx(picture[..., 18:82].mean().item(), abs=0.01)


@pytest.mark.parametrize(
    "picture",
    [
        torch.rand(1, 3, 63, 100),
        torch.rand(3, 100, 100),
        torch.rand(1, 1, 100, 100),
        torch.zeros(1, 3, 100, 100, dtype=torch.uint8),
    ],
    ids=["small", "no batch", "grey", "bytes"],
)
@pytest.mark.parametrize("method", ["logits", "classify", "middle", "until"])
def test_other_tensors_are_refused(network, picture, method):
    asked = network.until("stem") if method == "until" else getattr(network, method)
    with pytest.raises(ImageError):
        asked(picture)


def test_questions_out_of_range_are_refused(network, noise):
    for k in (0, -1, 1001):
        with pytest.raises(SettingsError, match="1 to 1000"):
            network.classify(noise(1, 3, 64, 64), k)
    with pytest.raises(ImageError, match="one picture"):
        network.classify(noise(2, 3, 64, 64))
    for ask in (network.layer, network.until, network.behind):
        with pytest.raises(SettingsError, match=r"no layer 'block 99'.*block 9"):
            ask("block 99")
    with pytest.raises(SettingsError, match="behind the logits"):
        network.behind(LOGITS)
    with pytest.raises(SettingsError, match="at least one"):
        network.until_all([])


def test_double_precision_pictures_are_taken(network, noise):
    picture = noise(1, 3, 64, 64)
    assert torch.equal(network.logits(picture.double()), network.logits(picture))


def test_layers_have_names_that_a_person_can_read(network):
    assert network.layer("block 9").title == "block 9: 112 maps, 1/16 size"
    names = [layer.name for layer in network.layers]
    assert names == ["stem", *(f"block {n}" for n in range(16)), "head"]
    scales = [layer.scale for layer in network.layers]
    assert scales == sorted(scales)
    assert (scales[0], scales[-1]) == (2, 32)


def test_loading_again_gives_the_same_network(network, control):
    assert vision.load() is vision.load("efficientnet_lite0", None)
    assert vision.load(device="cpu") is network
    assert vision.untrained(device="cpu") is control


def test_random_weights_come_from_the_seed(control, noise):
    picture = noise(1, 3, 64, 64)
    again = VisionNetwork(control.name, vision.zoo.untrained(control.name, 0))
    other = VisionNetwork(control.name, vision.zoo.untrained(control.name, 1))
    assert torch.equal(again.logits(picture), control.logits(picture))
    assert not torch.allclose(other.logits(picture), control.logits(picture), atol=0.1)


def test_unknown_network_is_one_sentence():
    for ask in (vision.load, vision.untrained):
        with pytest.raises(SettingsError, match="no network named 'skynet'"):
            ask("skynet")


def test_use_leaves_no_trace(network, noise):
    module = network.module
    before = copy.deepcopy(module.state_dict())
    picture = noise(1, 3, 65, 70).requires_grad_(True)
    network.classify(picture.detach())
    maps = network.until("block 3")(picture)
    torch.autograd.grad(network.behind("block 3")(maps).sum(), picture)
    after = module.state_dict()
    assert all(torch.equal(before[key], after[key]) for key in before)
    assert picture.grad is None
    for part in (module, network.until(LOGITS), network.behind("block 3")):
        assert not any(child.training for child in part.modules())
        assert not any(child._forward_hooks or child._backward_hooks for child in part.modules())
        weights = list(part.parameters())
        assert weights
        assert not any(weight.requires_grad or weight.grad is not None for weight in weights)


def test_cuts_share_the_weights(network):
    deep, shallow = network.until(LOGITS), network.until("block 3")
    assert {w.data_ptr() for w in shallow.parameters()} < {w.data_ptr() for w in deep.parameters()}
    assert len(list(shallow.parameters())) < len(list(deep.parameters())) / 2


def test_what_one_caller_does_without_gradients_is_fit_for_anothers_gradients(noise):
    network = VisionNetwork("squeezenet1_1", vision.zoo.untrained("squeezenet1_1"))
    picture = noise(1, 3, 64, 64)
    with torch.inference_mode():
        network.until("fire 2")(picture)
        network.logits(picture)
    wanted = network.activations(picture, "fire 2")  # maps to dream towards
    moving = noise(1, 3, 64, 64, seed=1).requires_grad_(True)
    score = (network.until("fire 2")(moving) * wanted).sum() + network.until(LOGITS)(moving).sum()
    (slopes,) = torch.autograd.grad(score, moving)
    assert slopes.abs().sum() > 0
