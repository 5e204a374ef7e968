"""A picture network with everything that belongs to it: weights, normalisation and class names."""

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import torch
from torch import Tensor, fx, nn
from torch.nn import functional

from nnkit import devices, images
from nnkit.errors import ImageError, SettingsError
from nnkit.vision import zoo
from nnkit.vision.layers import LOGITS, Layer, named_layers
from nnkit.vision.preparation import beginning_behind, ending_at, prepare

SMALLEST_SIDE = 64


class Guess(NamedTuple):
    """One class and how sure the network is of it (0..1)."""

    label: str
    probability: float


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
        _check(picture)
        picture = self.large_enough(picture)
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
    the same time. `module` is the network as published, before batch norm was folded.
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
        self._cuts: dict[tuple[str, ...], Cut] = {}
        self._tails: dict[str, fx.GraphModule] = {}

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
        side = 256
        shapes = self._shapes(names, side)
        return tuple(
            Layer(name, shape[1], 2 ** round(math.log2(side / shape[-1])))
            for name, shape in zip(names, shapes, strict=True)
        )

    def layer(self, name: str) -> Layer:
        """Return one of the layers. Raises SettingsError for a name that is none of them."""
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise SettingsError(
            f"{self.source.title} has no layer '{name}': "
            f"take one of {', '.join(layer.name for layer in self.layers)}."
        )

    def logits(self, picture: Tensor) -> Tensor:
        """Return [N, 1000] for pictures of any size from 64 px up, taken as they are.

        Raises ImageError for a tensor of another form.
        """
        return self.activations(picture, LOGITS)

    @torch.inference_mode()
    def activations(self, picture: Tensor, layer: str) -> Tensor:
        """Return the maps [N, C, h, w] of a layer. Raises ImageError and SettingsError."""
        result: Tensor = self.until(layer)(picture.to(self.device))
        return result

    def classify(self, picture: Tensor, k: int = 5) -> list[Guess]:
        """Return the k likeliest classes of one picture [1, 3, H, W], best first.

        The middle of the picture is scaled to the side that the network was trained with.
        """
        probabilities = self.logits(self.middle(picture)).softmax(dim=1)[0]
        best = probabilities.topk(k)
        return [
            Guess(self.labels[index], value)
            for value, index in zip(best.values.tolist(), best.indices.tolist(), strict=True)
        ]

    def middle(self, picture: Tensor) -> Tensor:
        """Return the middle of pictures as `classify` sees it, [N, 3, side, side]."""
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
        return OneLayer(self.until_all([layer]))

    def until_all(self, layers: Sequence[str]) -> Cut:
        """Return the network cut behind the last of several layers; it gives them all."""
        key = tuple(layers)
        for name in key:
            if name != LOGITS:
                self.layer(name)
        if key not in self._cuts:
            graph = ending_at(self._graph, tuple(self._nodes[name] for name in key))
            self._cuts[key] = Cut(graph, self.source).to(self.device)
        return self._cuts[key]

    def behind(self, layer: str) -> fx.GraphModule:
        """Return the rest of the network: from a layer's maps [N, C, h, w] to logits [N, 1000]."""
        self.layer(layer)
        if layer not in self._tails:
            self._tails[layer] = beginning_behind(self._graph, self._nodes[layer])
        return self._tails[layer]

    def _shapes(self, names: Sequence[str], side: int) -> list[torch.Size]:
        """Return the shapes of layers without computing any: tensors on "meta" have no numbers."""
        graph: Any = ending_at(self._graph, tuple(self._nodes[name] for name in names))
        tensors = {**dict(graph.named_parameters()), **dict(graph.named_buffers())}
        empty = {name: torch.empty_like(tensor, device="meta") for name, tensor in tensors.items()}
        picture = torch.empty(1, 3, side, side, device="meta")
        made = torch.func.functional_call(graph, empty, (picture,))
        return [maps.shape for maps in made]


@lru_cache(maxsize=4)
def load(name: str = zoo.DEFAULT, device: str | None = None) -> VisionNetwork:
    """Return the network, frozen and shared; see `nnkit.vision.zoo` for the names.

    The EfficientNet-Lite family is always here; another network is downloaded when it is missing
    (`zoo.download` does the same and tells its progress). Raises SettingsError for an unknown name
    and WeightsError for weights that are missing or damaged.
    """
    for _ in zoo.download(name):
        pass
    return VisionNetwork(name, zoo.build(name), devices.pick(device))


@lru_cache(maxsize=4)
def untrained(name: str = zoo.DEFAULT, seed: int = 0, device: str | None = None) -> VisionNetwork:
    """Return a network of the same build that has learned nothing: random weights from `seed`."""
    return VisionNetwork(name, zoo.untrained(name, seed), devices.pick(device))


@lru_cache(maxsize=1)
def imagenet_labels() -> tuple[str, ...]:
    """Return the 1000 class names in ImageNet's usual order, as torchvision carries them."""
    # Importing torchvision takes a second and 80 MB, so it waits until a name is wanted.
    from torchvision.models import EfficientNet_B0_Weights

    return tuple(EfficientNet_B0_Weights.DEFAULT.meta["categories"])


def _check(picture: Tensor) -> None:
    if picture.ndim != 4 or picture.shape[1] != 3 or min(picture.shape[-2:]) < SMALLEST_SIDE:
        raise ImageError(
            f"The network takes pictures [N, 3, H, W] from {SMALLEST_SIDE} px a side, "
            f"not {tuple(picture.shape)}."
        )
