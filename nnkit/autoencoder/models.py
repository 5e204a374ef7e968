"""The networks that squeeze a digit through a few numbers and draw it again from them."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.autoencoder.beginnings import begin
from nnkit.errors import SettingsError

_LAST_SIDE = 4  # pixels of the maps where convolutions end: 28 -> 14 -> 7 -> 4


@dataclass(frozen=True)
class Shape:
    """code: the numbers in the middle. variational: whether the encoder also says how unsure it is.

    bounded: whether softsign, x / (1 + |x|), keeps the code within -1..1: without it a few digits
    lie so far out that a map of all has no room for the rest. channels: maps of the three
    convolutions. hidden: neurons of the layers between them and the code; with few numbers in the
    middle, more layers fold the digits into them.
    """

    code: int
    variational: bool = False
    bounded: bool = False
    channels: tuple[int, int, int] = (16, 32, 64)
    hidden: tuple[int, ...] = (128,)


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "ae2": Shape(2, bounded=True, hidden=(128, 64)),
        "ae8": Shape(8),
        "ae32": Shape(32),
        "vae2": Shape(2, variational=True, hidden=(128, 64)),
        "vae8": Shape(8, variational=True),
        "vae32": Shape(32, variational=True),
        "denoiser": Shape(64),
    }
)
MODELS = tuple(SHAPES)


class ConvolutionalAutoencoder(nn.Module):
    """Three convolutions of stride 2 and neurons down to the code; the same way back up.

    Autoencoders: Hinton and Salakhutdinov 2006; with convolutions, Masci et al. 2011. The
    variational one (Kingma and Welling 2014) gives for each number of the code a mean and the
    logarithm of a variance.
    """

    def __init__(self, shape: Shape) -> None:
        """Make encoder and decoder: each a row of stages, a layer and its activation."""
        super().__init__()
        self.shape = shape
        first, second, third = shape.channels
        flat = third * _LAST_SIDE**2
        given = 2 * shape.code if shape.variational else shape.code
        maps = nn.Unflatten(1, (third, _LAST_SIDE, _LAST_SIDE))
        self.encoder = nn.Sequential(
            _stage(nn.Conv2d(1, first, 3, stride=2, padding=1)),  # [N, 16, 14, 14]
            _stage(nn.Conv2d(first, second, 3, stride=2, padding=1)),  # [N, 32, 7, 7]
            _stage(nn.Conv2d(second, third, 3, stride=2, padding=1)),  # [N, 64, 4, 4]
            nn.Flatten(),
            *_dense(flat, *shape.hidden),
            nn.Linear(shape.hidden[-1], given),  # [N, k], or [N, 2k]: means, then log variances
        )
        self.decoder = nn.Sequential(
            *_dense(shape.code, *reversed(shape.hidden)),
            _stage(nn.Linear(shape.hidden[0], flat), maps),  # [N, 64, 4, 4]
            _stage(nn.ConvTranspose2d(third, second, 3, stride=2, padding=1)),  # [N, 32, 7, 7]
            _stage(nn.ConvTranspose2d(second, first, 4, stride=2, padding=1)),  # [N, 16, 14, 14]
            nn.ConvTranspose2d(first, 1, 4, stride=2, padding=1),  # [N, 1, 28, 28], logits
        )

    def posterior(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Return means and log variances [N, k] of the codes: the variational network's belief."""
        means, log_variances = self.encoder(pictures).chunk(2, dim=1)
        return means, log_variances

    def encode(self, pictures: Tensor) -> Tensor:
        """Return the codes [N, k] of pictures [N,1,28,28]: of a variational network the means."""
        code: Tensor = self.encoder(pictures)[:, : self.shape.code]
        return functional.softsign(code) if self.shape.bounded else code

    def decode(self, codes: Tensor) -> Tensor:
        """Return the pictures [N,1,28,28], 0..1, that codes [N, k] stand for."""
        return self.logits(codes).sigmoid()

    def logits(self, codes: Tensor) -> Tensor:
        """Return what stands before the last sigmoid, [N,1,28,28]."""
        found: Tensor = self.decoder(codes)
        return found

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the pictures drawn again, [N,1,28,28]."""
        return self.decode(self.encode(pictures))


def make(name: str, seed: int = 0) -> ConvolutionalAutoencoder:
    """Return a fresh network, one of MODELS: weights after He et al. 2015, biases 0.

    Raises SettingsError for another name.
    """
    if name not in SHAPES:
        raise SettingsError(f"There is no autoencoder '{name}': choose one of {', '.join(MODELS)}.")
    generator = torch.Generator().manual_seed(seed)
    return begin(lambda: ConvolutionalAutoencoder(SHAPES[name]), generator)


def finished(network: ConvolutionalAutoencoder) -> ConvolutionalAutoencoder:
    """Return the network as it is used: evaluating, frozen, channels last in memory."""
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)


def _stage(layer: nn.Module, after: nn.Module | None = None) -> nn.Sequential:
    # Smooth, so that the picture does not change with a jerk as a point moves over the map.
    return nn.Sequential(layer, nn.SiLU(), *([after] if after else []))


def _dense(*widths: int) -> list[nn.Sequential]:
    """Return layers of neurons, each as wide as the next number says."""
    pairs = itertools.pairwise(widths)
    return [_stage(nn.Linear(given, made)) for given, made in pairs]
