"""What a digit network sees in a drawing: ink that mattered, slopes, maps, a neuron's sum.

An `answer` is a digit, or, for a network of one output, 1 for yes and 0 for no.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.digits import evaluation
from nnkit.digits.models import ConvNet, Neurons
from nnkit.digits.preparation import BITS, MARGIN, SIDE, Box, to_bits
from nnkit.errors import SettingsError


@dataclass(frozen=True, eq=False)
class Occlusion:
    """Which ink spoke for an answer, and which against it.

    drop: [28,28], how far the answer's log odds fall when a patch of paper lies on a pixel, mean
    over the patches that do; below zero where hiding ink helps. probability: of the answer, nothing
    hidden. worst: the patch that hurts most, cut at the border. worst_probability: with it there.
    """

    answer: int
    drop: Tensor
    probability: float
    worst: Box
    worst_probability: float


def occlusion(
    network: nn.Module,
    image: Tensor,
    answer: int,
    size: int = 5,
    step: int = 2,
    temperature: float = 1.0,
) -> Occlusion:
    """Slide a patch of paper over the digit and see what it does (Zeiler and Fergus 2014, 2.1).

    image: [1,1,28,28]. size: the patch's side, 1..28 pixels. step: pixels between patches, up to
    `size`. Falls are told in log odds, log(p / (1 - p)): a network that is sure of itself loses
    hardly any probability to most patches, while log odds still tell them apart. Patches over bare
    paper change nothing and are not tried. Raises SettingsError.
    """
    check_image(image)
    if not 1 <= step <= size <= SIDE:
        raise SettingsError(f"The patch must be 1..{SIDE} pixels, and its step no longer than it.")
    firsts = torch.arange(1 - size, SIDE, step)
    pixels = torch.arange(SIDE)
    lines = (pixels >= firsts[:, None]) & (pixels < firsts[:, None] + size)  # [P, 28]
    patches = (lines[:, None, :, None] & lines[None, :, None, :]).flatten(0, 1)  # [P * P, 28, 28]
    hiding = patches[(patches & (image[0, 0].cpu() > 0)).flatten(1).any(1)].to(image.device)
    hidden = torch.cat([image, image * ~hiding[:, None]])
    with torch.no_grad():
        odds = log_odds(network(hidden) / temperature, answer).cpu()
    hiding = hiding.cpu()
    drops = odds[0] - odds[1:]
    drop = (drops[:, None, None] * hiding).sum(0) / patches.sum(0)
    return Occlusion(
        answer,
        drop,
        odds[0].sigmoid().item(),
        _box(hiding[drops.argmax()]),
        odds[1:].min().sigmoid().item(),
    )


def log_odds(logits: Tensor, answer: int) -> Tensor:
    """Return log(p / (1 - p)) [N] of an answer from logits [N,C]. Raises SettingsError."""
    check_answer(answer, logits.shape[1])
    if logits.shape[1] == 1:
        return logits[:, 0] if answer == 1 else -logits[:, 0]
    others = torch.arange(logits.shape[1], device=logits.device) != answer
    return logits[:, answer] - logits[:, others].logsumexp(1)


def gradient(network: nn.Module, image: Tensor, answer: int) -> Tensor:
    """Return how fast the answer's logit rises with the ink of each pixel [28,28], signed.

    image: [1,1,28,28]. Differentiates with respect to the picture alone (Simonyan, Vedaldi,
    Zisserman 2013). For `Neurons`, which see black or white, these are their weights, in place
    for the straightened digit that they see.
    Raises SettingsError.
    """
    check_image(image)
    if isinstance(network, Neurons):
        weights = network.layer.weight.detach()
        check_answer(answer, len(weights))
        # One neuron's no is its yes with the sign turned.
        row = weights[answer] if len(weights) > 1 else weights[0] * (2 * answer - 1)
        return functional.pad(row.reshape(BITS, BITS), [MARGIN] * 4)
    with torch.enable_grad():
        picture = image.detach().clone().requires_grad_(True)
        logits = network(picture)
        check_answer(answer, logits.shape[1])
        score = logits[0, answer] if logits.shape[1] > 1 else logits[0, 0] * (2 * answer - 1)
        (slopes,) = torch.autograd.grad(score, picture)
    return torch.as_tensor(slopes[0, 0])


def gradient_times_ink(network: nn.Module, image: Tensor, answer: int) -> Tensor:
    """Return the gradient times the ink [28,28] (Shrikumar et al. 2016): zero on bare paper.

    It reads better than the gradient, which is nearly noise where there is no ink.
    """
    slopes = gradient(network, image, answer)
    if isinstance(network, Neurons):
        return slopes * functional.pad(to_bits(image).reshape(BITS, BITS), [MARGIN] * 4)
    return slopes * image[0, 0]


@dataclass(frozen=True, eq=False)
class LayerMaps:
    """One convolution at work on a drawing.

    title: for people. inputs: [in,H,W], what it was given. maps: [C,h,w], what it made, after ReLU
    and pooling. kernels: [C,in,k,k]. biases: [C].
    """

    name: str
    title: str
    inputs: Tensor
    maps: Tensor
    kernels: Tensor
    biases: Tensor


def layers(network: ConvNet, image: Tensor) -> list[LayerMaps]:
    """Return what every convolution makes of a picture [1,1,28,28].

    network: with batch norm folded, so that kernels and biases are all there is; otherwise
    SettingsError.
    """
    check_image(image)
    if any(isinstance(norm, nn.BatchNorm2d) for norm in network.norms):
        raise SettingsError("Fold the network's batch norm first: network.eval().folded().")
    with torch.no_grad():
        made = network.maps(image)
    found, given = [], image
    for number, (convolution, maps) in enumerate(zip(network.convolutions, made, strict=True), 1):
        assert isinstance(convolution, nn.Conv2d)
        assert convolution.bias is not None
        kernels, biases = convolution.weight.detach(), convolution.bias.detach()
        count, _, size, _ = kernels.shape
        pooled = ", halved by pooling" if maps.shape[-1] < given.shape[-1] else ""
        title = (
            f"{count} maps of {maps.shape[2]} x {maps.shape[3]}, kernels {size} x {size}{pooled}"
        )
        found.append(LayerMaps(f"layer {number}", title, given[0], maps[0], kernels, biases))
        given = maps
    return found


def strongest_inputs(layer: LayerMaps, channel: int) -> list[tuple[int, float]]:
    """Return (input map, what it gave to map `channel`), the greatest help first.

    What it gave is summed over the places where the map fires; below zero it held the map back.
    All of them and the bias of each firing place add up to the map's sum before pooling.
    """
    if not 0 <= channel < len(layer.kernels):
        raise SettingsError(f"The layer has maps 0..{len(layer.kernels) - 1}.")
    kernels = layer.kernels[channel][:, None]  # [in, 1, k, k]
    parts = functional.conv2d(
        layer.inputs[None], kernels, padding=kernels.shape[-1] // 2, groups=len(kernels)
    )[0]  # [in, H, W]
    fires = parts.sum(0) + layer.biases[channel] > 0
    given = (parts * fires).sum((1, 2)).tolist()
    return sorted(enumerate(given), key=lambda pair: -pair[1])


@dataclass(frozen=True, eq=False)
class Account:
    """A neuron's sum, to the last figure: float64, temperature put into weights and biases.

    ink: [24,24], 0 or 1. products = ink * weights. sum_of_products + bias = total. totals: [C] of
    all neurons. probability: of the neuron's answer, by softmax, or sigmoid for a lone neuron.
    """

    ink: Tensor
    weights: Tensor
    products: Tensor
    sum_of_products: float
    bias: float
    total: float
    totals: Tensor
    probability: float


def contributions(
    network: Neurons, bits: Tensor, neuron: int = 0, temperature: float = 1.0
) -> Account:
    """Return what each pixel adds to the sum of one neuron, number `neuron` from 0.

    bits: [1,576], 0 or 1. temperature divides the logits of the shipped network; weights and bias
    are divided here, so that what is shown adds up. Raises SettingsError.
    """
    if bits.shape != (1, BITS * BITS) or not ((bits == 0) | (bits == 1)).all():
        raise SettingsError("A neuron's ink must be [1,576], 0 or 1: take `Prepared.bits`.")
    count = network.layer.out_features
    if not 0 <= neuron < count:
        raise SettingsError(f"There are neurons 0..{count - 1}.")
    weights = network.layer.weight.detach().double() / temperature  # [C, 576]
    biases = network.layer.bias.detach().double() / temperature
    ink = bits[0].double()
    products = (ink * weights[neuron]).reshape(BITS, BITS)
    summed, bias = products.sum().item(), biases[neuron].item()
    totals = weights @ ink + biases
    shares = evaluation.probabilities(totals[None])[0]
    return Account(
        ink.reshape(BITS, BITS),
        weights[neuron].reshape(BITS, BITS),
        products,
        summed,
        bias,
        summed + bias,
        totals,
        shares[neuron if count > 1 else 1].item(),
    )


def check_image(image: Tensor) -> None:
    """Raise SettingsError unless `image` is a prepared picture [1,1,28,28] with ink on it."""
    if image.shape != (1, 1, SIDE, SIDE) or not image.is_floating_point():
        raise SettingsError("To explain a drawing, give one prepared picture [1,1,28,28], 0..1.")
    if not ((image >= 0) & (image <= 1)).all() or not image.any():
        raise SettingsError("The picture must hold some ink, as fractions 0..1.")


def check_answer(answer: int, outputs: int) -> None:
    """Raise SettingsError unless a network of so many outputs can give this answer."""
    answers = max(2, outputs)
    if not 0 <= answer < answers:
        raise SettingsError(f"The network's answers are 0..{answers - 1}.")


def _box(patch: Tensor) -> Box:
    rows = patch.any(1).nonzero()[:, 0].tolist()
    columns = patch.any(0).nonzero()[:, 0].tolist()
    return Box(rows[0], columns[0], rows[-1] + 1, columns[-1] + 1)
