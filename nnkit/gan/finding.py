"""Finding a point of latent space for a picture: what would the forger have to think of?"""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from nnkit.adam import Adam
from nnkit.digits import recognition
from nnkit.digits.models import ConvNet
from nnkit.errors import ImageError
from nnkit.gan.networks import LATENTS, SIDE
from nnkit.gan.sampling import Gan, load
from nnkit.ranges import check_whole

_DRAWS, _KEPT = 256, 8  # latents tried at the start, and those that go on
_RATE = 0.1
_FEATURES = 0.5  # weight of the reader's features beside the pixels
_TINY = 1e-6
_PRIOR = 1e-4  # keeps latents where the forger has practised


@dataclass(frozen=True, eq=False)
class FindingFrame:
    """The best latent found after `step` of `total` steps.

    latent: [100]. picture: what the forger draws from it, [1,1,28,28], 0..1. distance: root mean
    square difference of its pixels from the picture that was looked for, 0..1.
    """

    step: int
    total: int
    latent: Tensor
    picture: Tensor
    distance: float


def find_latent(
    picture: Tensor,
    steps: int = 150,
    *,
    label: int | None = None,
    seed: int = 0,
    gan: Gan | None = None,
) -> Iterator[FindingFrame]:
    """Yield ever better latents for a picture [1,1,28,28], 0..1, prepared as MNIST's digits are.

    Eight draws that come near to begin with are improved side by side, down the slope of pixels and
    of the digit reader's first features (Creswell and Bharath 2018; features as in Abdal, Qin and
    Wonka 2019). gan: "digits", or with a label "conditional", unless given. steps: 1..2000. Raises
    ImageError, SettingsError and WeightsError before the first frame.
    """
    check_whole("steps", steps, 1, 2000)
    check_whole("seed", seed, 0, 2**31)
    if picture.shape != (1, 1, SIDE, SIDE) or not picture.is_floating_point():
        raise ImageError(f"The picture to find must be fractions [1, 1, {SIDE}, {SIDE}].")
    if not bool(((picture >= 0) & (picture <= 1)).all()):
        raise ImageError("The picture to find must hold values from 0 to 1.")
    gan = gan or load("digits" if label is None else "conditional", picture.device)
    return _Search(gan, picture.detach().float(), label, seed).frames(steps)


class _Search:
    def __init__(self, gan: Gan, picture: Tensor, label: int | None, seed: int) -> None:
        self.gan, self.label = gan, label
        reader = recognition.load("cnn", picture.device).module
        assert isinstance(reader, ConvNet)
        self.reader, self.picture = reader, picture
        self.wanted = [maps.detach().clone() for maps in reader.maps(picture)[:2]]
        # Each layer's features count as if they were as strong as the pixels.
        energy = picture.square().mean()
        self.worth = [_FEATURES * energy / (w.square().mean() + _TINY) for w in self.wanted]
        generator = torch.Generator().manual_seed(seed)
        draws = torch.randn(_DRAWS, LATENTS, generator=generator).to(picture.device)
        with torch.no_grad():
            losses = self.losses(draws, gan.generate(draws, label))
        self.latents = draws[losses.argsort()[:_KEPT]]

    def losses(self, latents: Tensor, drawn: Tensor) -> Tensor:
        """Return how bad each latent [N,100] with its picture is: [N]."""
        found = (drawn - self.picture).square().mean((1, 2, 3))
        layers = zip(self.reader.maps(drawn)[:2], self.wanted, self.worth, strict=True)
        for maps, wanted, worth in layers:
            found = found + worth * (maps - wanted).square().mean((1, 2, 3))
        return found + _PRIOR * latents.square().sum(1) / LATENTS

    def frames(self, steps: int) -> Iterator[FindingFrame]:
        adam = Adam(self.latents, _RATE)
        best, latent = float("inf"), self.latents[0]
        for step in range(steps + 1):
            losses, slope = self.slope()
            if losses.min().item() < best:
                best, latent = losses.min().item(), self.latents[losses.argmin()].clone()
            drawn = self.gan.generate(latent[None], self.label)
            distance = (drawn - self.picture).square().mean().sqrt().item()
            yield FindingFrame(step, steps, latent, drawn, distance)
            self.latents = adam.moved(self.latents, slope)

    def slope(self) -> tuple[Tensor, Tensor]:
        labels = None
        if self.label is not None:
            labels = torch.full((_KEPT,), self.label, device=self.latents.device)
        with torch.enable_grad():
            free = self.latents.clone().requires_grad_()
            losses = self.losses(free, self.gan.forger(free, labels))
            (slope,) = torch.autograd.grad(losses.sum(), free)
        return losses.detach(), slope
