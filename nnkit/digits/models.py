"""The networks that read digits. Each takes MNIST's form [N,1,28,28] and gives logits."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from nnkit.digits.preparation import BITS, SIDE, to_bits
from nnkit.errors import SettingsError
from nnkit.folding import fold

CLASSES = 10


class Neurons(nn.Module):
    """`count` neurons side by side, each with one weight for each of the 576 black-or-white pixels.

    One of them with a sigmoid answers "is it a 6?"; ten with a softmax tell all digits apart.
    """

    def __init__(self, count: int) -> None:
        """Make the weights [count, 576] and biases [count]."""
        super().__init__()
        self.layer = nn.Linear(BITS * BITS, count)

    def forward(self, images: Tensor) -> Tensor:
        """Return the weighted sums [N, count]."""
        sums: Tensor = self.layer(to_bits(images))  # [N, 576] -> [N, count]
        return sums


class MultilayerPerceptron(nn.Module):
    """784 grey pixels, two layers of ReLU neurons, ten outputs."""

    def __init__(self, hidden: tuple[int, int] = (128, 64)) -> None:
        """Make three layers of weights."""
        super().__init__()
        first, second = hidden
        self.layers = nn.Sequential(
            nn.Flatten(),  # [N, 784]
            nn.Linear(SIDE * SIDE, first),
            nn.ReLU(),
            nn.Linear(first, second),
            nn.ReLU(),
            nn.Linear(second, CLASSES),
        )

    def forward(self, images: Tensor) -> Tensor:
        """Return logits [N, 10]."""
        logits: Tensor = self.layers(images)
        return logits


class ConvNet(nn.Module):
    """Convolutions with ReLU and max pooling, then one neuron per answer over the last maps.

    While it learns, batch norm (Ioffe and Szegedy 2015) stands behind each convolution, which
    `folded` takes away, and a share of the last maps is left out by chance (dropout, Srivastava et
    al. 2014), drawn from the `generator` that the training gives.
    """

    def __init__(self, shape: "Shape", normalised: bool = True) -> None:
        """Make the layers; with `normalised` a batch norm behind each convolution."""
        super().__init__()
        self.shape = shape
        inputs = (1, *shape.channels[:-1])
        self.convolutions = nn.ModuleList(
            nn.Conv2d(given, made, size, padding=size // 2, bias=not normalised)
            for given, made, size in zip(inputs, shape.channels, shape.sizes, strict=True)
        )
        self.norms = nn.ModuleList(
            nn.BatchNorm2d(made) if normalised else nn.Identity() for made in shape.channels
        )
        side = SIDE // 2 ** sum(shape.pooled)
        self.reader = nn.Linear(shape.channels[-1] * side * side, shape.answers)

    def forward(self, images: Tensor, generator: torch.Generator | None = None) -> Tensor:
        """Return logits [N, answers]; with a generator parts of the last maps are left out."""
        features = self.maps(images)[-1].flatten(1)
        if generator is not None and self.shape.dropout > 0:
            kept = torch.rand(features.shape, generator=generator) >= self.shape.dropout
            features = features * kept.to(features) / (1 - self.shape.dropout)
        logits: Tensor = self.reader(features)
        return logits

    def maps(self, images: Tensor) -> list[Tensor]:
        """Return what each layer makes of the pictures, after ReLU and pooling: [N,C,H,W] each."""
        seen, made = images, []
        for convolution, norm, pool in zip(
            self.convolutions, self.norms, self.shape.pooled, strict=True
        ):
            seen = norm(convolution(seen)).relu()
            seen = nn.functional.max_pool2d(seen, 2) if pool else seen
            made.append(seen)
        return made

    def folded(self) -> "ConvNet":
        """Return a network that gives the same logits, batch norm put into the convolutions."""
        plain = ConvNet(self.shape, normalised=False)
        with torch.no_grad():
            for old, norm, new in zip(
                self.convolutions, self.norms, plain.convolutions, strict=True
            ):
                if isinstance(old, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                    kernels, biases = fold(old, norm)
                    new.load_state_dict({"weight": kernels, "bias": biases})
            plain.reader.load_state_dict(self.reader.state_dict())
        return plain


class StridedConvNet(nn.Sequential):
    """Two convolutions of stride 2, then two layers of neurons (as in Wong, Rice and Kolter 2020).

    Small and quick, so that it can be attacked seven times for each step that it learns.
    """

    def __init__(self, channels: tuple[int, int] = (16, 32), hidden: int = 100) -> None:
        """Make four layers of weights."""
        first, second = channels
        super().__init__(
            nn.Conv2d(1, first, 4, stride=2, padding=1),  # [N, 16, 14, 14]
            nn.ReLU(),
            nn.Conv2d(first, second, 4, stride=2, padding=1),  # [N, 32, 7, 7]
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(second * 7 * 7, hidden),
            nn.ReLU(),
            nn.Linear(hidden, CLASSES),
        )


@dataclass(frozen=True)
class Shape:
    """Maps of each convolution, its kernel's side, whether 2 x 2 pooling follows; then answers."""

    channels: tuple[int, ...]
    sizes: tuple[int, ...]
    pooled: tuple[bool, ...]
    answers: int = CLASSES
    dropout: float = 0.0


CNN = Shape((20, 24, 48, 48, 64), (3, 3, 3, 3, 3), (False, True, False, True, False), dropout=0.4)
SMALL = Shape((8, 16), (5, 3), (True, True))
GATE = Shape((16, 32, 48), (5, 3, 3), (True, True, True), answers=1)

_MAKERS: dict[str, Callable[[], nn.Module]] = {
    "six": lambda: Neurons(1),
    "ten": lambda: Neurons(CLASSES),
    "mlp": MultilayerPerceptron,
    "cnn": lambda: ConvNet(CNN),
    "small": lambda: ConvNet(SMALL),
    "gate": lambda: ConvNet(GATE),
    "robust": StridedConvNet,
}
MODELS = tuple(_MAKERS)
POSITIVE = {"six": 6, "gate": 1}  # the label to which a network of one output says yes


def make(name: str, seed: int = 0) -> nn.Module:
    """Return a fresh network: one of MODELS; "small" is a tiny cnn.

    Weights after He et al. 2015, biases 0. Raises SettingsError for another name.
    """
    if name not in _MAKERS:
        raise SettingsError(f"There is no network '{name}': choose one of {', '.join(MODELS)}.")
    generator = torch.Generator().manual_seed(seed)
    network = _MAKERS[name]()
    for part in network.modules():
        if isinstance(part, nn.Linear | nn.Conv2d):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu", generator=generator)
            if part.bias is not None:
                nn.init.zeros_(part.bias)
    return network


def learn(network: nn.Module, images: Tensor, generator: torch.Generator) -> Tensor:
    """Return the logits of a network in training, with the dropout of those that have it."""
    is_convnet = isinstance(network, ConvNet)
    logits: Tensor = network(images, generator) if is_convnet else network(images)
    return logits


def finished(network: nn.Module) -> nn.Module:
    """Return the network as it is used: evaluating, frozen, batch norm folded.

    Convolutions of few channels run half as fast again in the channels_last order of memory.
    """
    plain = network.folded() if isinstance(network, ConvNet) else network
    return plain.eval().requires_grad_(False).to(memory_format=torch.channels_last)
