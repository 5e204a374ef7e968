"""Saliency maps against closed forms on toy networks, and against Captum on real ones."""

import math

import pytest
import torch
from captum import attr
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from torch import nn

from nnkit import ImageError, SettingsError
from nnkit.vision import LOGITS, VisionNetwork, saliency
from nnkit.vision.saliency import METHODS

LABEL = 7
MEAN = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
STD = torch.tensor([0.229, 0.224, 0.225])[:, None, None]


class Toy(nn.Module):
    """Two maps of one colour each; a class adds their means with weights of its own."""

    def __init__(self, rectified):
        super().__init__()
        convolution = nn.Conv2d(3, 2, 1, bias=False)
        convolution.weight = nn.Parameter(torch.eye(3)[:2, :, None, None])  # red, green
        self.features = nn.Sequential(convolution, nn.ReLU() if rectified else nn.Identity())
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(2, 1000)
        nn.init.zeros_(self.classifier.bias)
        with torch.no_grad():
            self.classifier.weight.zero_()[LABEL] = torch.tensor([3.0, -2.0])

    def forward(self, picture):
        return self.classifier(self.pool(self.features(picture)).flatten(1))


@pytest.fixture(scope="module")
def linear():
    return VisionNetwork("squeezenet1_1", Toy(rectified=False))


def last(frames):
    *_, frame = frames
    return frame.map


def occlusion_of(network, picture, size, stride):
    return last(saliency.occlusion(network, picture, LABEL, size, stride))


def test_gradient_of_a_linear_network_is_its_largest_weight(linear, noise):
    picture = noise(1, 3, 64, 80)
    slope = 3 / STD[0] / (64 * 80)  # red's, larger than green's
    assert torch.allclose(saliency.gradient(linear, picture, LABEL), slope.expand(64, 80))


@pytest.mark.parametrize("steps", [1, 5, 32])
def test_integrated_gradients_of_a_linear_network_are_its_sum_pixel_by_pixel(linear, noise, steps):
    picture, baseline = noise(1, 3, 64, 80), noise(1, 3, 64, 80, seed=1)
    way = (picture - baseline) / STD / (64 * 80)
    wanted = 3 * way[0, 0] - 2 * way[0, 1]
    found = last(saliency.integrated_gradients(linear, picture, LABEL, steps, baseline))
    # Midpoints of roots: the weights 2r add up to 1 for any number of steps.
    assert torch.allclose(found, wanted, atol=1e-6)


def test_grad_cam_shows_where_the_map_that_speaks_for_the_class_fires():
    network = VisionNetwork("squeezenet1_1", Toy(rectified=True))
    picture = MEAN.expand(1, 3, 64, 64).clone()  # no map fires on the mean colour
    picture[0, 0, 10:20, 30:40] += STD[0]  # red fires 1 here
    picture[0, 1, 40:50, 30:40] += STD[1]  # green speaks against the class
    wanted = torch.zeros(64, 64)
    wanted[10:20, 30:40] = 3 / (64 * 64)
    found = saliency.grad_cam(network, picture, LABEL)
    assert torch.allclose(found, wanted, atol=1e-8)


def test_grad_cam_of_a_mean_and_a_linear_layer_is_cam(network, noise):
    """Zhou et al. 2016: the classifier's own weights, where only a mean stands before it."""
    picture = noise(1, 3, 96, 96)
    maps = network.activations(picture, "head")[0]
    weights = network.module.classifier.weight[LABEL]
    cam = torch.einsum("c,chw->hw", weights, maps).relu() / maps[0].numel()
    wanted = nn.functional.interpolate(cam[None, None], (96, 96), mode="bilinear")[0, 0]
    assert wanted.max() > 0
    assert torch.allclose(saliency.grad_cam(network, picture, LABEL), wanted, atol=1e-5)


def test_occlusion_of_a_linear_network_is_the_mean_over_squares(linear, noise):
    picture = noise(1, 3, 64, 70)
    fall = (picture[0] - 0.5) / STD / (64 * 70)
    fall = 3 * fall[0] - 2 * fall[1]
    squares = nn.functional.avg_pool2d(fall[None, None], 16, divisor_override=1)[0, 0]
    tiles = squares.repeat_interleave(16, 0).repeat_interleave(16, 1)  # 64 of 70 columns
    found = occlusion_of(linear, picture, 16, 16)
    assert torch.allclose(found[:, :54], tiles[:, :54], atol=1e-6)


@pytest.mark.parametrize(("size", "stride"), [(32, 16), (16, 16), (32, 32)])
def test_occlusion_is_captums(squeezenet, noise, size, stride):
    picture = noise(1, 3, 64, 96)
    oracle = attr.Occlusion(squeezenet.until(LOGITS)).attribute(
        picture, (3, size, size), (3, stride, stride), baselines=0.5, target=LABEL
    )
    found = occlusion_of(squeezenet, picture, size, stride)
    assert torch.allclose(found, oracle[0, 0].float(), atol=1e-5)


def test_gradient_is_captums(squeezenet, noise):
    picture = noise(1, 3, 64, 70)
    normalised = ((picture - MEAN) / STD).requires_grad_(True)
    oracle = attr.Saliency(squeezenet.module).attribute(normalised, LABEL)
    wanted = (oracle[0] / STD).amax(0)
    found = saliency.gradient(squeezenet, picture, LABEL)
    assert torch.allclose(found, wanted, atol=1e-4 * wanted.max())


def test_integrated_gradients_come_to_captums(squeezenet, noise):
    picture = noise(1, 3, 64, 64)
    oracle = attr.IntegratedGradients(squeezenet.until(LOGITS)).attribute(
        picture, target=LABEL, n_steps=100
    )
    wanted = oracle[0].sum(0).float()
    found = last(saliency.integrated_gradients(squeezenet, picture, LABEL, steps=100))
    assert (found - wanted).norm() < 0.1 * wanted.norm()


def test_grad_cam_is_captums(squeezenet, noise):
    picture, layer = noise(1, 3, 96, 96), "fire 5"
    normalised = (picture - MEAN) / STD
    cam = attr.LayerGradCam(squeezenet.module, squeezenet.module.features[7])
    # Captum needs a graph to follow, which frozen weights alone do not begin.
    oracle = cam.attribute(normalised.requires_grad_(True), LABEL, relu_attributions=True)
    wanted = nn.functional.interpolate(oracle.detach(), (96, 96), mode="bilinear")[0, 0]
    found = saliency.grad_cam(squeezenet, picture, LABEL, layer)
    assert torch.allclose(found, wanted, atol=1e-4 * wanted.max())


def test_integrated_gradients_add_up_to_the_difference_of_the_logits(squeezenet, noise):
    picture = noise(1, 3, 64, 64)
    black = torch.zeros_like(picture)
    gap = (squeezenet.logits(picture) - squeezenet.logits(black))[0, LABEL].item()
    total = last(saliency.integrated_gradients(squeezenet, picture, LABEL)).sum().item()
    assert total == pytest.approx(gap, rel=0.05)


@pytest.mark.parametrize("method", METHODS)
def test_frames_grow_to_the_map_and_signs_are_as_said(network, noise, method):
    picture = noise(1, 3, 64, 72)
    frames = list(saliency.explain(network, picture, LABEL, method))
    steps = [frame.step for frame in frames]
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, frames[-1].total)
    assert not frames[0].map.any()
    assert all(frame.map.shape == (64, 72) for frame in frames)
    found = saliency.saliency(network, picture, LABEL, method)
    assert torch.equal(found, frames[-1].map)
    assert found.any()
    assert (found.min() < 0) == METHODS[method].is_signed


@pytest.mark.parametrize("method", METHODS)
def test_random_weights_give_another_map(network, control, noise, method):
    picture = noise(1, 3, 64, 64)
    maps = [saliency.saliency(one, picture, LABEL, method) for one in (network, control)]
    assert not saliency.similarity(*maps) >= 0.7  # NaN where the control map is empty


@pytest.mark.parametrize("method", METHODS)
def test_bad_questions_are_refused_before_the_first_frame(network, noise, method):
    for label in (-1, 1000):
        with pytest.raises(SettingsError, match=r"classes 0\.\.999"):
            saliency.explain(network, noise(1, 3, 64, 64), label, method)
    with pytest.raises(ImageError, match="one picture"):
        saliency.explain(network, noise(2, 3, 64, 64), LABEL, method)
    with pytest.raises(ImageError):
        saliency.explain(network, noise(3, 64, 64), LABEL, method)


def test_impossible_settings_are_refused(network, noise):
    picture = noise(1, 3, 64, 64)
    with pytest.raises(SettingsError, match="no method 'guess'"):
        saliency.saliency(network, picture, LABEL, "guess")
    with pytest.raises(SettingsError, match="step"):
        saliency.integrated_gradients(network, picture, LABEL, steps=0)
    with pytest.raises(ImageError, match="baseline"):
        saliency.integrated_gradients(network, picture, LABEL, baseline=noise(1, 3, 65, 64))
    for size, stride in ((65, 8), (8, 9), (8, 0), (0, 0)):
        with pytest.raises(SettingsError, match="square"):
            saliency.occlusion(network, picture, LABEL, size, stride)
    with pytest.raises(SettingsError, match="no layer"):
        saliency.grad_cam(network, picture, LABEL, "block 99")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=3, max_size=30))
def test_similarity_is_spearmans_with_ties(pairs):
    first, second = torch.tensor(pairs, dtype=torch.float)[None].unbind(-1)
    if first.unique().numel() == 1 or second.unique().numel() == 1:
        assert math.isnan(saliency.similarity(first, second))
    else:
        wanted = spearmanr(first[0], second[0]).statistic
        assert saliency.similarity(first, second) == pytest.approx(wanted, abs=1e-9)


def test_maps_of_two_sizes_are_not_compared():
    with pytest.raises(SettingsError, match="one size"):
        saliency.similarity(torch.zeros(3, 4), torch.zeros(4, 3))
