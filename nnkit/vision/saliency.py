"""Which pixels a network's answer hangs on: four ways to ask, and how alike two answers are.

Every way explains the same number, the logit of one class. To know what a map owes to learning, ask
`untrained` too (Adebayo et al. 2018): a map that looks the same there says nothing of the network.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from nnkit.errors import ImageError, SettingsError
from nnkit.vision.layers import LOGITS
from nnkit.vision.network import VisionNetwork, check

_BATCH = 8  # pictures at once: more is hardly faster on a CPU and needs more memory
_GREY = 0.5


class Method(NamedTuple):
    """A way to ask. is_signed: whether its map falls below zero where pixels speak against."""

    title: str
    sentence: str
    is_signed: bool


METHODS: dict[str, Method] = {
    "gradient": Method(
        "Gradient", "How strongly the score answers to a tiny change of each pixel.", False
    ),
    "integrated_gradients": Method(
        "Integrated gradients",
        "What each pixel adds to the score on the way from black to the picture.",
        True,
    ),
    "grad_cam": Method(
        "Grad-CAM", "Where the last layer's maps that speak for the class are active.", False
    ),
    "occlusion": Method(
        "Occlusion", "How far the score falls when a grey square hides each place.", True
    ),
}


@dataclass(frozen=True, eq=False)
class SaliencyFrame:
    """The map [H, W] as far as it is known after `step` of `total` steps."""

    step: int
    total: int
    map: Tensor


def saliency(network: VisionNetwork, picture: Tensor, label: int, method: str) -> Tensor:
    """Return the map [H, W] of a picture [1, 3, H, W] for class 0..999, by one of METHODS.

    It is on the CPU. Give `network.middle(picture)` to explain what `classify` says. Raises
    SettingsError for an unknown method or class, ImageError for another tensor.
    """
    *_, last = explain(network, picture, label, method)
    return last.map


def explain(
    network: VisionNetwork, picture: Tensor, label: int, method: str
) -> Iterator[SaliencyFrame]:
    """Yield frames of the map that `saliency` returns, empty at first: some methods take seconds.

    Raises the same errors, before the first frame.
    """
    if method == "integrated_gradients":
        return integrated_gradients(network, picture, label)
    if method == "occlusion":
        return occlusion(network, picture, label)
    if method == "gradient":
        return _at_once(gradient(network, picture, label))
    if method == "grad_cam":
        return _at_once(grad_cam(network, picture, label))
    raise SettingsError(f"There is no method '{method}': take one of {', '.join(METHODS)}.")


def _at_once(found: Tensor) -> Iterator[SaliencyFrame]:
    return iter((SaliencyFrame(0, 1, torch.zeros_like(found)), SaliencyFrame(1, 1, found)))


def gradient(network: VisionNetwork, picture: Tensor, label: int) -> Tensor:
    """Return the largest slope of the logit among each pixel's colours, [H, W], never below 0.

    Simonyan, Vedaldi, Zisserman 2013, section 3.1. Raises ImageError and SettingsError.
    """
    slopes = _slopes(network, checked(network, picture, label), label)
    return slopes.abs().amax(dim=(0, 1)).cpu()


def integrated_gradients(
    network: VisionNetwork,
    picture: Tensor,
    label: int,
    steps: int = 32,
    baseline: Tensor | None = None,
) -> Iterator[SaliencyFrame]:
    """Yield what each pixel adds to the logit, [H, W], signed; the colours are summed.

    The slopes are averaged over `steps` pictures between `baseline` (black where none is given) and
    the picture, and multiplied by the way. The map adds up to the logit's difference as nearly as
    the sum nears the integral: here within about a tenth (Sundararajan, Taly, Yan 2017). Raises
    ImageError and SettingsError.
    """
    picture = checked(network, picture, label)
    if steps < 1:
        raise SettingsError("Integrated gradients need at least one step.")
    start = torch.zeros_like(picture) if baseline is None else baseline.to(picture)
    if start.shape != picture.shape:
        raise ImageError("The baseline must have the picture's shape.")
    return _integrate(network, start, picture, label, steps)


def _integrate(
    network: VisionNetwork, start: Tensor, picture: Tensor, label: int, steps: int
) -> Iterator[SaliencyFrame]:
    # Near black the logits change fastest. Even steps in the root of the way crowd there: 32 of
    # them missed the sum by 0.1 to 0.9 on four photos, even steps on the way by 0.4 to 10.
    roots = ((torch.arange(steps) + 0.5) / steps).to(picture)[:, None, None, None]
    total = torch.zeros_like(picture)
    done = 0
    yield SaliencyFrame(done, steps, total.sum(dim=(0, 1)).cpu())
    for part in torch.split(roots, _BATCH):
        slopes = _slopes(network, torch.lerp(start, picture, part.square()), label)
        total = total + (slopes * 2 * part).sum(0, keepdim=True)
        done += len(part)
        found = ((picture - start) * total / steps).sum(dim=(0, 1))
        yield SaliencyFrame(done, steps, found.cpu())


def grad_cam(
    network: VisionNetwork, picture: Tensor, label: int, layer: str | None = None
) -> Tensor:
    """Return where the maps of a layer speak for the class, [H, W], never below 0.

    Each map is weighted by the mean slope of the logit over it; the sum is cut off at 0 and
    enlarged to the picture (Selvaraju et al. 2017). `layer`: the last one where none is named.
    Raises ImageError and SettingsError.
    """
    picture = checked(network, picture, label)
    layer = layer or network.layers[-1].name
    maps = network.activations(picture, layer)
    with torch.enable_grad():
        maps = maps.requires_grad_(True)
        score = network.behind(layer)(maps)[0, label]
        (slopes,) = torch.autograd.grad(score, maps)
    weights = slopes.mean(dim=(2, 3), keepdim=True)  # [1, C, 1, 1]
    cam = (weights * maps.detach()).sum(1, keepdim=True).relu()  # [1, 1, h, w]
    enlarged = functional.interpolate(cam, tuple(picture.shape[-2:]), mode="bilinear")
    return enlarged[0, 0].cpu()


def occlusion(
    network: VisionNetwork,
    picture: Tensor,
    label: int,
    size: int | None = None,
    stride: int | None = None,
) -> Iterator[SaliencyFrame]:
    """Yield how far the logit falls when a grey square hides a place, the empty map first.

    Zeiler and Fergus 2014, section 4.2. The map is signed; where squares overlap it is their mean.
    size: the square's side in pixels, a fifth of the picture's shorter side where none is given.
    stride: pixels between squares, up to `size`; half of it where none is given. Raises
    ImageError and SettingsError before the first frame.
    """
    picture = checked(network, picture, label)
    size = min(picture.shape[-2:]) // 5 if size is None else size
    stride = max(1, size // 2) if stride is None else stride
    if not 1 <= stride <= size <= min(picture.shape[-2:]):
        raise SettingsError("The square must fit the picture, and its stride be no longer than it.")
    return _occlude(network, picture, label, size, stride)


def _occlude(
    network: VisionNetwork, picture: Tensor, label: int, size: int, stride: int
) -> Iterator[SaliencyFrame]:
    height, width = picture.shape[-2:]
    corners = [(y, x) for y in _firsts(height, size, stride) for x in _firsts(width, size, stride)]
    falls, counts = torch.zeros(2, height, width)
    yield SaliencyFrame(0, len(corners), falls.clone())
    whole = network.logits(picture)[0, label]
    for start in range(0, len(corners), _BATCH):
        part = corners[start : start + _BATCH]
        hidden = picture.repeat(len(part), 1, 1, 1)
        for one, (y, x) in zip(hidden, part, strict=True):
            one[:, y : y + size, x : x + size] = _GREY
        found = (whole - network.logits(hidden)[:, label]).tolist()
        for fall, (y, x) in zip(found, part, strict=True):
            falls[y : y + size, x : x + size] += fall
            counts[y : y + size, x : x + size] += 1
        yield SaliencyFrame(start + len(part), len(corners), falls / counts.clamp(min=1))


def _firsts(length: int, size: int, stride: int) -> list[int]:
    """Return where squares begin; the last one ends with the picture."""
    return [*range(0, length - size, stride), length - size]


def similarity(first: Tensor, second: Tensor) -> float:
    """Return how alike two maps [H, W] rank their pixels, -1..1: Spearman's correlation (1904).

    0 stands for no likeness; it is NaN where one map is the same everywhere and ranks nothing.
    Raises SettingsError for maps of two sizes.
    """
    if first.shape != second.shape:
        raise SettingsError("Only maps of one size can be compared.")
    pair = torch.stack([_ranks(first), _ranks(second)])
    pair -= pair.mean(1, keepdim=True)
    scale = pair.norm(dim=1).prod().item()
    return (pair[0] @ pair[1]).item() / scale if scale > 0 else math.nan


def _ranks(values: Tensor) -> Tensor:
    """Return the rank of each value from 1, in float64; equals share the mean of their ranks."""
    _, groups, counts = torch.unique(values.flatten(), return_inverse=True, return_counts=True)
    ranks = counts.cumsum(0).double() - (counts - 1) / 2
    return torch.as_tensor(ranks[groups])


def _slopes(network: VisionNetwork, pictures: Tensor, label: int) -> Tensor:
    """Return the gradient [N, 3, H, W] of the class's logit with respect to pictures."""
    with torch.enable_grad():
        pictures = pictures.detach().clone().requires_grad_(True)
        score = network.until(LOGITS)(pictures)[:, label].sum()
        (slopes,) = torch.autograd.grad(score, pictures)
    return torch.as_tensor(slopes)


def checked(network: VisionNetwork, picture: Tensor, label: int) -> Tensor:
    """Return the picture on the network's device; refuse what cannot be explained."""
    check(picture)
    if len(picture) != 1:
        raise ImageError(f"Explain one picture [1, 3, H, W], not {tuple(picture.shape)}.")
    if not 0 <= label < len(network.labels):
        raise SettingsError(f"There are classes 0..{len(network.labels) - 1}, not {label}.")
    return picture.to(network.device)
