"""Why a network reads a digit as it does: its sums, its maps, the ink that mattered to it."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.digits.models import CLASSES, ConvNet, Neurons
from nnkit.digits.preparation import BITS, SIDE
from nnkit.errors import SettingsError

MAX_PATCH = 15
_STRIDE = 2  # pixels between two patches: four times fewer than all, and the map looks the same


@dataclass(frozen=True, eq=False)
class Account:
    """The numbers of one neuron for one drawing, which add up.

    ink, weights and products: [24,24]; products are ink times weights, their sum plus the bias is
    the total. probability: sigmoid(total) for a single neuron, its softmax share among ten.
    """

    ink: Tensor
    weights: Tensor
    products: Tensor
    sum_of_products: float
    bias: float
    total: float
    probability: float


@dataclass(frozen=True, eq=False)
class LayerMaps:
    """One layer for one drawing: maps [C,h,w], kernels [C,in,k,k] and biases [C]."""

    name: str
    title: str
    maps: Tensor
    kernels: Tensor
    biases: Tensor


@dataclass(frozen=True, eq=False)
class Erasing:
    """Ink whose erasing flips the answer `before` to `after`.

    erased: [28,28], True where ink goes. image: [1,1,28,28], what is left. share: of all ink, 0..1.
    """

    erased: Tensor
    image: Tensor
    before: int
    after: int
    share: float


def contributions(
    network: nn.Module, bits: Tensor, answer: int, temperature: float = 1.0
) -> Account:
    """Return the account of neuron `answer` for bits [1,576].

    The temperature is divided out of weights and bias, so that they add up to the calibrated
    probability. Raises SettingsError.
    """
    if not isinstance(network, Neurons):
        raise SettingsError("Only a layer of single neurons has such an account.")
    layer = network.layer
    if not 0 <= answer < layer.out_features:
        raise SettingsError(f"This network has the neurons 0..{layer.out_features - 1}.")
    if bits.shape != (1, BITS * BITS):
        raise SettingsError("The bits of one drawing have the shape [1, 576].")
    weights = layer.weight.detach().double() / temperature
    biases = layer.bias.detach().double() / temperature
    ink = bits[0].double()
    totals = weights @ ink + biases
    shares = totals.sigmoid() if len(totals) == 1 else totals.softmax(0)
    square = (BITS, BITS)
    products = weights[answer] * ink
    return Account(
        ink.reshape(square),
        weights[answer].reshape(square),
        products.reshape(square),
        products.sum().item(),
        biases[answer].item(),
        totals[answer].item(),
        shares[answer].item(),
    )


def layers(network: nn.Module, image: Tensor) -> list[LayerMaps]:
    """Return every convolution's maps, after ReLU and pooling, for one digit [1,1,28,28]."""
    if not isinstance(network, ConvNet):
        raise SettingsError("Only a ConvNet has maps.")
    _check_image(image)
    with torch.inference_mode():
        made = [maps[0].clone() for maps in network.maps(image)]
    found = []
    for number, (maps, convolution) in enumerate(zip(made, network.convolutions, strict=True), 1):
        assert isinstance(convolution, nn.Conv2d)
        assert convolution.bias is not None
        count, height, width = maps.shape
        title = f"Layer {number}: {count} maps, {height} × {width}"
        kernels, biases = convolution.weight.detach(), convolution.bias.detach()
        found.append(LayerMaps(f"layer{number}", title, maps, kernels, biases))
    return found


def occlusion(network: nn.Module, image: Tensor, digit: int, size: int = 5) -> Tensor:
    """Return how much each pixel's ink speaks for `digit`, [28,28]: above 0 for it, below against.

    A patch of paper, `size` pixels a side, is laid on the digit everywhere; a pixel's value is by
    how much the log-odds of `digit` fall, averaged over the patches that cover it (Zeiler and
    Fergus 2014, section 4.2). Log-odds, because a probability near 1 hardly moves. SettingsError.
    """
    _check_image(image)
    if not 1 <= size <= MAX_PATCH:
        raise SettingsError(f"The patch must be 1..{MAX_PATCH} pixels a side.")
    _check_digit(network, image, digit)
    starts = range(1 - size, SIDE, min(_STRIDE, size))
    patches = torch.zeros(len(starts) ** 2, SIDE, SIDE, dtype=torch.bool)
    for number, patch in enumerate(patches):
        top, left = (starts[place] for place in divmod(number, len(starts)))
        patch[max(top, 0) : top + size, max(left, 0) : left + size] = True
    covered = patches.sum(0).clamp(min=1)
    patches = patches[(patches & (image[0, 0] > 0)).flatten(1).any(1)]
    if not len(patches):
        return torch.zeros(SIDE, SIDE)
    with torch.inference_mode():
        whole = _log_odds(network(image), digit)
        hidden = _log_odds(network(image * ~patches[:, None]), digit)
    return ((whole - hidden)[:, None, None] * patches).sum(0) / covered


def gradient(network: nn.Module, image: Tensor, digit: int) -> Tensor:
    """Return d(log-odds of `digit`) / d(ink), [28,28] (Simonyan, Vedaldi, Zisserman 2013)."""
    _check_image(image)
    _check_digit(network, image, digit)
    with torch.enable_grad():
        ink = image.detach().clone().requires_grad_(True)
        slopes = torch.autograd.grad(_log_odds(network(ink), digit).sum(), ink)[0]
    return slopes[0, 0].detach()


def smallest_erasing(network: nn.Module, image: Tensor) -> Erasing | None:
    """Return little ink whose erasing flips the answer; None where no erasing does.

    Greedy: the plus-shaped blot of ink that lowers the answer's lead most goes first. Then every
    pixel that is not needed comes back, so that putting back any single one would undo the flip.
    """
    _check_image(image)
    with torch.inference_mode():
        before = _answer(network(image))
    blots = _blots(image[0, 0] > 0)
    erased = torch.zeros(SIDE, SIDE, dtype=torch.bool)
    lead = 1.0
    while lead >= 0:
        candidates = erased | blots[(blots & ~erased).flatten(1).any(1)]
        if not len(candidates):
            return None
        leads = _leads(network, image, candidates, before)
        erased, lead = candidates[leads.argmin()], leads.min().item()
    erased = _put_back(network, image, erased, before)
    left = image * ~erased
    with torch.inference_mode():
        after = _answer(network(left))
    return Erasing(erased, left, before, after, 1 - (left.sum() / image.sum()).item())


def _put_back(network: nn.Module, image: Tensor, erased: Tensor, before: int) -> Tensor:
    """Return the erasing without the pixels it does not need, the least needed first."""
    while True:
        places = erased.flatten().nonzero()[:, 0]
        fewer = erased.flatten().repeat(len(places), 1)
        fewer[torch.arange(len(places)), places] = False
        fewer = fewer.reshape(-1, SIDE, SIDE)
        leads = _leads(network, image, fewer, before)
        if len(places) == 1 or leads.min() >= 0:
            return erased
        erased = fewer[leads.argmin()]


def _blots(ink: Tensor) -> Tensor:
    """Return a plus of five pixels around each pixel of ink, as far as there is ink: [N,28,28]."""
    places = ink.nonzero()
    blots = torch.zeros(len(places), 1, SIDE, SIDE)
    blots[torch.arange(len(places)), 0, places[:, 0], places[:, 1]] = 1
    plus = torch.tensor([[0.0, 1, 0], [1, 1, 1], [0, 1, 0]])[None, None]
    return (functional.conv2d(blots, plus, padding=1)[:, 0] > 0) & ink


def _leads(network: nn.Module, image: Tensor, erasings: Tensor, answer: int) -> Tensor:
    """Return by how much `answer` leads after each erasing [N,28,28]; below 0 it is beaten."""
    with torch.inference_mode():
        logits = _two_or_more(network(image * ~erasings[:, None])).clone()
    own = logits[:, answer].clone()
    logits[:, answer] = -torch.inf
    return own - logits.amax(1)


def _log_odds(logits: Tensor, digit: int) -> Tensor:
    """Return log(p / (1 - p)) of `digit` [N]."""
    logits = _two_or_more(logits)
    others = torch.cat([logits[:, :digit], logits[:, digit + 1 :]], dim=1)
    return logits[:, digit] - others.logsumexp(1)


def _two_or_more(logits: Tensor) -> Tensor:
    """Return a single neuron's logit as two: no is 0, yes is 1."""
    return functional.pad(logits, (1, 0)) if logits.shape[1] == 1 else logits


def _answer(logits: Tensor) -> int:
    return int(_two_or_more(logits)[0].argmax())


def _check_image(image: Tensor) -> None:
    if image.shape != (1, 1, SIDE, SIDE):
        raise SettingsError("To be explained a digit must be one prepared picture [1,1,28,28].")


def _check_digit(network: nn.Module, image: Tensor, digit: int) -> None:
    with torch.inference_mode():
        answers = _two_or_more(network(image)).shape[1]
    if not 0 <= digit < min(answers, CLASSES):
        raise SettingsError(f"This network tells the answers 0..{answers - 1} apart.")
