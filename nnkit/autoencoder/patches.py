"""A photo through a few numbers a patch: an autoencoder trained on that one picture, live.

Its patches of 8 x 8 pixels are the examples. The numbers are rounded to a few bits, so that they
are worth real bytes; while it learns, noise as wide as the rounding stands in for it (Ballé,
Laparra, Simoncelli 2017), since rounding has no slope.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional

from nnkit.autoencoder import patch_coding, pca
from nnkit.autoencoder.beginnings import begin
from nnkit.autoencoder.evaluation import psnr
from nnkit.autoencoder.patch_coding import HEADER, VALUES
from nnkit.digits.training import one_cycle
from nnkit.ranges import check_number, check_whole

_LEAST_SPREAD = 1e-4  # of patches along a direction: a plain picture has none at all


@dataclass(frozen=True)
class PatchSettings:
    """How a picture is squeezed; SettingsError for a value out of range.

    numbers: that each patch of 192 values becomes, 1..64. bits: of each number, 1..8. hidden:
    neurons between patch and numbers, on both sides. learning_rate: Adam's peak; it rises over the
    first tenth of the run and falls as a cosine. frames: reports of the run.
    """

    numbers: int = 8
    bits: int = 5
    hidden: int = 32
    steps: int = 1500
    batch: int = 256
    learning_rate: float = 1e-2
    frames: int = 40
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, lowest, highest in (("numbers", 1, 64), ("bits", 1, 8), ("hidden", 1, 512),
                                      ("steps", 1, 100_000), ("batch", 1, 4096),
                                      ("frames", 1, 1000), ("seed", 0, 2**31)):  # fmt: skip
            check_whole(name, getattr(self, name), lowest, highest)
        check_number("learning_rate", self.learning_rate, 0, 1)


@dataclass(frozen=True, eq=False)
class PatchFrame:
    """Where the squeezing stands after `step` of `total` steps.

    picture: [1,3,H,W], 0..1, drawn from `content` alone. psnr: of it, in decibels, over all
    colours. content: the rounded numbers as bytes. code_bytes: their count with a header of 8.
    decoder_bytes: what the decoder's weights take in half precision (the picture is drawn with
    such weights): without them nobody can read the numbers.
    """

    step: int
    total: int
    loss: float
    picture: Tensor
    psnr: float
    content: bytes = field(repr=False)
    code_bytes: int
    decoder_bytes: int

    @property
    def total_bytes(self) -> int:
        """Numbers and decoder together."""
        return self.code_bytes + self.decoder_bytes


class PatchNetwork(nn.Module):
    """192 values, neurons, k numbers 0..1, neurons, 192 values; a straight way past the neurons.

    The straight way alone could do what PCA does; the neurons add what lines cannot. Neighbouring
    pixels are nearly equal, and in such coordinates gradients crawl: so the network counts along
    the patches' principal directions instead, which the last weights take back (`decoder`).
    """

    mean: Tensor
    directions: Tensor
    spreads: Tensor

    def __init__(self, settings: PatchSettings) -> None:
        """Make the layers; `along` makes the coordinates."""
        super().__init__()
        code, hidden = settings.numbers, settings.hidden
        self.seen, self.squeeze = nn.Linear(VALUES, hidden), nn.Linear(hidden, code)
        self.straight = nn.Linear(VALUES, code, bias=False)
        self.spread, self.drawn = nn.Linear(code, hidden), nn.Linear(hidden, VALUES)
        self.back = nn.Linear(code, VALUES, bias=False)

    def along(self, patches: Tensor) -> "PatchNetwork":
        """Take the coordinates from patches [P, 192], and return the network."""
        axes = pca.fit(patches, VALUES)
        self.mean, self.directions = axes.mean, axes.components
        spreads = axes.project(patches).square().mean(0).sqrt()
        self.spreads = spreads.clamp(min=_LEAST_SPREAD)
        return self

    def encode(self, patches: Tensor) -> Tensor:
        """Return numbers [P, k], 0..1, of patches [P, 192]."""
        scales = (self.spreads * self.spreads[0]).sqrt()  # between pixels' own scale and all equal
        seen = (patches - self.mean) @ self.directions.T / scales
        sums: Tensor = self.squeeze(functional.silu(self.seen(seen))) + self.straight(seen)
        return sums.sigmoid()

    def decode(self, numbers: Tensor) -> Tensor:
        """Return patches [P, 192] of numbers [P, k], 0..1."""
        return draw(numbers, self.decoder())

    def decoder(self) -> dict[str, Tensor]:
        """Return the weights without which the numbers cannot be read, in the pixels' own terms."""
        turn = self.directions.T * self.spreads  # [192, 192]
        return {
            "spread": self.spread.weight,
            "spread bias": self.spread.bias,
            "drawn": turn @ self.drawn.weight,
            "drawn bias": turn @ self.drawn.bias + self.mean,
            "back": turn @ self.back.weight,
        }


def draw(numbers: Tensor, decoder: Mapping[str, Tensor]) -> Tensor:
    """Return patches [P, 192] that a decoder, halves or not, draws from numbers [P, k], 0..1."""
    weights = {name: weight.float() for name, weight in decoder.items()}
    centred = 4 * (numbers - 0.5)
    hidden = functional.silu(functional.linear(centred, weights["spread"], weights["spread bias"]))
    straight = functional.linear(centred, weights["back"])
    return functional.linear(hidden, weights["drawn"], weights["drawn bias"]) + straight


def squeeze(picture: Tensor, settings: PatchSettings) -> Iterator[PatchFrame]:
    """Yield frames of an autoencoder that learns one picture's patches, the untrained one first.

    picture: [1,3,H,W], 0..1, up to a megapixel. Raises ImageError before the first frame.
    """
    return _Run(picture, settings).frames()


class _Run:
    def __init__(self, picture: Tensor, settings: PatchSettings) -> None:
        self.picture, self.settings = picture.detach().float().cpu(), settings
        self.patches = patch_coding.cut(self.picture)
        self.generator = torch.Generator().manual_seed(settings.seed)
        network = begin(lambda: PatchNetwork(settings), self.generator)
        self.network = network.along(self.patches)
        self.optimiser = torch.optim.Adam(self.network.parameters(), lr=0.0)

    def frames(self) -> Iterator[PatchFrame]:
        total, count = self.settings.steps, self.settings.frames
        due = {round(total * (index / count) ** 2) for index in range(1, count + 1)}
        yield self.frame(0, math.nan)
        losses: list[float] = []
        for step in range(1, total + 1):
            losses.append(self.learn((step - 1) / total))
            if step in due:
                yield self.frame(step, sum(losses) / len(losses))
                losses.clear()

    def learn(self, done: float) -> float:
        count = min(self.settings.batch, len(self.patches))
        chosen = torch.randint(len(self.patches), (count,), generator=self.generator)
        patches = self.patches[chosen]
        for group in self.optimiser.param_groups:
            group["lr"] = self.settings.learning_rate * one_cycle(done)
        with torch.enable_grad():
            numbers = self.network.encode(patches)
            chance = torch.rand(numbers.shape, generator=self.generator) - 0.5
            drawn = self.network.decode(numbers + chance / ((1 << self.settings.bits) - 1))
            loss = functional.mse_loss(drawn, patches)
            self.optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        return loss.item()

    def frame(self, step: int, loss: float) -> PatchFrame:
        settings, network = self.settings, self.network
        with torch.no_grad():
            symbols = patch_coding.quantise(network.encode(self.patches), settings.bits)
            content = patch_coding.pack(symbols, settings.bits)
            decoder = {name: weight.half() for name, weight in network.decoder().items()}
            patches = draw(patch_coding.fractions(symbols, settings.bits), decoder)
            drawn = patch_coding.join(patches, *self.picture.shape[2:])
        return PatchFrame(
            step,
            settings.steps,
            loss,
            drawn,
            psnr(self.picture, drawn).item(),
            content,
            HEADER + len(content),
            sum(weight.nbytes for weight in decoder.values()),
        )
