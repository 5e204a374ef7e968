"""A picture network with everything that belongs to it: weights, normalisation and class names."""

import math
import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import torch
from torch import Tensor, fx, nn
from torch.nn import functional

from nnkit import devices, downloads, images
from nnkit.errors import ImageError, SettingsError
from nnkit.vision import zoo
from nnkit.vision.layers import LOGITS, Layer, named_inner, named_layers
from nnkit.vision.preparation import (
    before_activation,
    beginning_behind,
    ending_at,
    prepare,
    reader,
)

SMALLEST_SIDE = 64
_CUTS_KEPT = 64  # a cut takes 160 kB and 12 ms to make; its weights are the network's own
_LOADING = threading.Lock()


class Guess(NamedTuple):
    """One class, how sure the network is of it (0..1), and its place among the logits (0..999)."""

    label: str
    probability: float
    number: int


class Cut(nn.Module):
    """A network from a picture [N, 3, H, W] in 0..1 to what some of its layers make of it."""

    mean: Tensor
    std: Tensor

    def __init__(self, graph: fx.GraphModule, source: zoo.Source) -> None:
        """Put the normalisation before a graph that returns a tuple."""
        super().__init__()
        self.graph, self.smallest = graph, source.smallest
        self.register_buffer("mean", torch.tensor(source.mean)[:, None, None], persistent=False)
        self.register_buffer("std", torch.tensor(source.std)[:, None, None], persistent=False)

    def forward(self, picture: Tensor) -> tuple[Tensor, ...]:
        """Return the maps [N, C, h, w] of each layer; [N, 1000] for the logits."""
        check(picture)
        picture = self.large_enough(picture.to(self.mean.dtype))
        normalised = ((picture - self.mean) / self.std).contiguous(
            memory_format=torch.channels_last
        )
        result: tuple[Tensor, ...] = self.graph(normalised)
        return result

    def large_enough(self, picture: Tensor) -> Tensor:
        """Enlarge pictures too small for a network that needs more than 64 px."""
        side = min(picture.shape[-2:])
        if side >= self.smallest:
            return picture
        return functional.interpolate(
            picture, scale_factor=self.smallest / side + 1e-3, mode="bilinear"
        )


class OneLayer(nn.Module):
    """A network cut at one layer: pictures [N, 3, H, W] in 0..1 to its maps [N, C, h, w]."""

    def __init__(self, cut: Cut) -> None:
        """Take the only value out of the tuple."""
        super().__init__()
        self.cut = cut

    def forward(self, picture: Tensor) -> Tensor:
        """Return the layer's maps."""
        maps: Tensor = self.cut(picture)[0]
        return maps


class VisionNetwork:
    """A frozen classifier of pictures [N, 3, H, W] in 0..1; it normalises them itself.

    It holds no state and no hooks: any number of threads may use it, and what it was cut into, at
    the same time. `module` is the network as published, before batch norm was folded; it takes
    normalised pictures.
    """

    def __init__(self, name: str, module: nn.Module, device: torch.device | str = "cpu") -> None:
        """Prepare a network of the table, trained or not."""
        self.name, self.source = name, zoo.source(name)
        self.device = torch.device(device)
        self.module = module.eval().requires_grad_(False).to(self.device)
        self._graph, nodes = prepare(self.module)
        output = next(node for node in self._graph.graph.nodes if node.op == "output")
        named = named_layers(name, self.module)
        self._nodes = {layer: nodes[path] for layer, path in named if path in nodes}
        self._nodes[LOGITS] = output.args[0].name
        self._inner = {point: nodes[path] for point, path in named_inner(name, self.module)}
        self._cut = lru_cache(_CUTS_KEPT)(self._make_cut)
        self._tail = lru_cache(_CUTS_KEPT)(self._make_tail)

    @property
    def labels(self) -> tuple[str, ...]:
        """The class names in the order of the logits."""
        return imagenet_labels()

    @property
    def side(self) -> int:
        """Side in pixels of the pictures that the network was trained with."""
        return self.source.side

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers in order, from the picture to the answer; see also `until`."""
        names = [name for name in self._nodes if name != LOGITS]
        with torch.no_grad():
            made = self.until_all(names)(torch.zeros(1, 3, self.side, self.side).to(self.device))
        return tuple(
            Layer(name, maps.shape[1], 2 ** round(math.log2(self.side / maps.shape[-1])))
            for name, maps in zip(names, made, strict=True)
        )

    def layer(self, name: str) -> Layer:
        """Return one of the layers. Raises SettingsError for a name that is none of them."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise self._unknown(name)

    def logits(self, picture: Tensor) -> Tensor:
        """Return [N, 1000] for pictures of any size from 64 px up, taken as they are.

        Raises ImageError for a tensor of another form.
        """
        return self.activations(picture, LOGITS)

    def activations(self, picture: Tensor, layer: str) -> Tensor:
        """Return the maps [N, C, h, w] of a layer, without gradients.

        Raises ImageError and SettingsError.
        """
        # Not inference_mode: its tensors may never take part in a gradient, as a guide's maps must.
        with torch.no_grad():
            maps: Tensor = self.until(layer)(picture.to(self.device))
        return maps

    def classify(self, picture: Tensor, k: int = 5) -> list[Guess]:
        """Return the k likeliest classes of one picture [1, 3, H, W], best first.

        The middle of the picture is scaled to the side that the network was trained with. Raises
        SettingsError for a k outside 1..1000, and ImageError.
        """
        if not 1 <= k <= len(self.labels):
            raise SettingsError(f"Ask for 1 to {len(self.labels)} guesses, not {k}.")
        if len(picture) != 1:
            raise ImageError(f"Classify one picture [1, 3, H, W], not {tuple(picture.shape)}.")
        probabilities = self.logits(self.middle(picture)).softmax(dim=1)[0]
        best = probabilities.topk(k)
        return [
            Guess(self.labels[number], value, number)
            for value, number in zip(best.values.tolist(), best.indices.tolist(), strict=True)
        ]

    def middle(self, picture: Tensor) -> Tensor:
        """Return the middle of pictures as `classify` sees it, [N, 3, side, side].

        Raises ImageError.
        """
        check(picture)
        return functional.interpolate(
            images.to_square(picture),
            (self.side, self.side),
            mode="bicubic",
            antialias=True,
            align_corners=False,
        ).clamp(0, 1)

    def until(self, layer: str) -> OneLayer:
        """Return the network cut behind a layer, or "logits"; picture gradients flow through it.

        Batch norm is folded, memory is channels_last, weights are frozen and shared with the whole
        network. Raises SettingsError for an unknown layer.
        """
        return OneLayer(self.until_all([layer])).eval()

    def until_all(self, layers: Sequence[str]) -> Cut:
        """Return the network cut behind the last of several layers; it gives them all, in order.

        Besides layers it knows the "stem convolution" of the EfficientNet-Lite family, whose values
        nothing has clipped yet. Raises SettingsError for an unknown layer, or for none.
        """
        if not layers:
            raise SettingsError("Name at least one layer to cut the network behind.")
        return self._cut(tuple(layers))

    @torch.inference_mode(mode=False)
    def before_activation(self, layer: str) -> OneLayer:
        """Return the network cut before the activation function that ends a layer, if one does.

        Unlike `until`, its values say also of a silent or saturated unit what would excite it more.
        Raises SettingsError for an unknown layer.
        """
        graph = ending_at(self._graph, (before_activation(self._graph, self._node(layer)),))
        return OneLayer(Cut(graph, self.source).to(self.device))

    def reader(self, layer: str) -> tuple[Tensor, Tensor] | None:
        """Return weights [outputs, C] and biases [outputs] of the 1 x 1 convolution behind a layer.

        None where another part, or none, comes next. Raises SettingsError for an unknown layer.
        """
        return None if layer in self._inner else reader(self._graph, self._node(layer))

    def behind(self, layer: str) -> fx.GraphModule:
        """Return the rest of the network: from a layer's maps [N, C, h, w] to logits [N, 1000].

        Raises SettingsError for an unknown layer.
        """
        if layer == LOGITS:
            raise SettingsError("Nothing stands behind the logits.")
        return self._tail(layer)

    # What is kept for all must not be made in one caller's inference mode: see `activations`.
    @torch.inference_mode(mode=False)
    def _make_cut(self, layers: tuple[str, ...]) -> Cut:
        inner = self._inner
        nodes = tuple(inner[name] if name in inner else self._node(name) for name in layers)
        graph = ending_at(self._graph, nodes)
        return Cut(graph, self.source).to(self.device).eval()

    def _make_tail(self, layer: str) -> fx.GraphModule:
        return beginning_behind(self._graph, self._node(layer))

    def _node(self, layer: str) -> str:
        if layer not in self._nodes:
            raise self._unknown(layer)
        return self._nodes[layer]

    def _unknown(self, layer: str) -> SettingsError:
        known = ", ".join(self._nodes)
        return SettingsError(f"{self.source.title} has no layer '{layer}': take one of {known}.")


def load(name: str = zoo.DEFAULT, device: str | None = None) -> VisionNetwork:
    """Return the network, frozen and shared; see `nnkit.vision.zoo` for the names.

    The EfficientNet-Lite family is always here; another network is downloaded when it is missing,
    with a bar in the terminal (`zoo.download` is for a page that shows progress of its own). Raises
    SettingsError for an unknown name and WeightsError for weights that are missing or damaged.
    """
    if not zoo.is_on_disk(name):
        downloads.show(zoo.download(name), zoo.source(name).title)
    with _LOADING:
        return _load(name, devices.pick(device))


def untrained(name: str = zoo.DEFAULT, seed: int = 0, device: str | None = None) -> VisionNetwork:
    """Return a network of the same build that has learned nothing: random weights from `seed`.

    Raises SettingsError for an unknown name.
    """
    with _LOADING:
        return _untrained(name, seed, devices.pick(device))


@lru_cache(maxsize=4)
@torch.inference_mode(mode=False)
def _load(name: str, device: torch.device) -> VisionNetwork:
    return VisionNetwork(name, zoo.build(name), device)


@lru_cache(maxsize=4)
@torch.inference_mode(mode=False)
def _untrained(name: str, seed: int, device: torch.device) -> VisionNetwork:
    return VisionNetwork(name, zoo.untrained(name, seed), device)


@lru_cache(maxsize=1)
def imagenet_labels() -> tuple[str, ...]:
    """Return the 1000 class names in ImageNet's usual order, as torchvision carries them."""
    # Importing torchvision takes a second and 80 MB, so it waits until a name is wanted.
    from torchvision.models import EfficientNet_B0_Weights

    return tuple(EfficientNet_B0_Weights.DEFAULT.meta["categories"])


def check(picture: Tensor) -> None:
    """Raise ImageError unless these are pictures [N, 3, H, W] that a network can take."""
    if picture.ndim != 4 or picture.shape[1] != 3 or min(picture.shape[-2:]) < SMALLEST_SIDE:
        raise ImageError(
            f"The network takes pictures [N, 3, H, W] from {SMALLEST_SIDE} px a side, "
            f"not {tuple(picture.shape)}."
        )
    if not picture.is_floating_point():
        raise ImageError(f"The network takes pictures of floats from 0 to 1, not {picture.dtype}.")
