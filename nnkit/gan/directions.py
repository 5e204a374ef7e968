"""The main directions of latent space (GANSpace, Härkönen et al. 2020), and what each does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from nnkit.digits import recognition
from nnkit.digits.models import CLASSES
from nnkit.gan.handwriting import STATISTICS, strokes
from nnkit.gan.networks import LATENTS, Generator

COUNT = 12
_DRAWS = 2000  # latents whose features are analysed
_MEASURED = 200  # latents that are moved along each direction
_AMOUNTS = (-2.0, -1.0, 0.0, 1.0, 2.0)  # how far they are moved
_SURE = 0.7  # correlation from which a direction is named
_STRONG = 1.0  # change from end to end from which it is, in standard deviations among the digits
_TINY = 1e-9


@dataclass(frozen=True, eq=False)
class Direction:
    """A direction of latent space.

    vector: [100], of length 1: add `amount * vector` to a latent, amounts -4 to 4 being usual.
    share: of the features' variance. correlations: for each of `handwriting.STATISTICS` how well it
    follows the amount, -1 to 1, mean over many digits. effects: by how much it grows on average
    when the amount grows by 1, in degrees or pixels. name: the statistic that it moves most surely,
    and strongly, None where that cannot be said. digit_kept: how often a digit is still read the
    same after a move by 2, either way.
    """

    vector: Tensor
    share: float
    correlations: Mapping[str, float]
    effects: Mapping[str, float]
    name: str | None
    digit_kept: float

    @property
    def also(self) -> tuple[str, ...]:
        """The statistics that it moves surely beside the one it is named after, the surest first.

        None for a direction without a name.
        """
        surest = sorted(self.correlations, key=lambda name: -abs(self.correlations[name]))
        sure = [name for name in surest if abs(self.correlations[name]) >= _SURE]
        return tuple(name for name in sure if self.name is not None and name != self.name)

    def figures(self) -> dict[str, Any]:
        """Return all but the vector, rounded, as the manifest keeps it."""
        return {
            "share": round(self.share, 4),
            "correlations": {name: round(value, 3) for name, value in self.correlations.items()},
            "effects": {name: round(value, 3) for name, value in self.effects.items()},
            "name": self.name,
            "digit_kept": round(self.digit_kept, 3),
        }


def principal(forger: Generator, count: int, seed: int = 0) -> tuple[Tensor, list[float]]:
    """Return the main directions [count,100] of a finished forger and their shares of variance.

    The principal components of the maps after the second layer, over draws of latents; a component
    becomes a direction by regressing the latents on its coordinate. A forger that takes labels is
    analysed within each digit.
    """
    generator = torch.Generator().manual_seed(seed)
    latents = torch.randn(_DRAWS, LATENTS, generator=generator)
    labels = torch.arange(_DRAWS) % CLASSES if forger.labels else None
    with torch.no_grad():
        features = forger.maps(latents, labels)[1].flatten(1)
    groups = labels if labels is not None else torch.zeros(_DRAWS, dtype=torch.long)
    for group in range(max(forger.labels, 1)):
        features[groups == group] -= features[groups == group].mean(0)
    # The components' coordinates are the eigenvectors of the draws' inner products.
    variances, coordinates = torch.linalg.eigh((features @ features.T).double())
    order = variances.argsort(descending=True)[:count]
    shares = variances[order] / variances.clamp(min=0).sum()
    vectors = (coordinates[:, order].T @ latents.double()).float()
    return vectors / vectors.norm(dim=1, keepdim=True), shares.tolist()


def measure(forger: Generator, vector: Tensor, share: float, seed: int = 1) -> Direction:
    """Return a direction [100] with figures of what it does to digits of this finished forger.

    It is turned round where that lets the statistic grow that it changes most surely.
    """
    pictures = _moved(forger, vector, seed)
    values = {
        name: found.double().reshape(_MEASURED, len(_AMOUNTS))
        for name, found in strokes(pictures).items()
    }
    correlations = {name: _correlation(found) for name, found in values.items()}
    effects = {name: _slopes(found).mean().item() for name, found in values.items()}
    best = max(STATISTICS, key=lambda name: abs(correlations[name]))
    usual = values[best][:, len(_AMOUNTS) // 2].std().clamp(min=_TINY).item()
    strong = abs(effects[best]) * (_AMOUNTS[-1] - _AMOUNTS[0]) >= _STRONG * usual
    sure = abs(correlations[best]) >= _SURE
    sign = -1 if correlations[best] < 0 else 1
    return Direction(
        vector * sign,
        share,
        {name: sign * found for name, found in correlations.items()},
        {name: sign * found for name, found in effects.items()},
        best if sure and strong else None,
        _kept(pictures),
    )


def _moved(forger: Generator, vector: Tensor, seed: int) -> Tensor:
    """Return each of some digits moved by each amount: [digits x amounts,1,28,28]."""
    generator = torch.Generator().manual_seed(seed)
    latents = torch.randn(_MEASURED, 1, LATENTS, generator=generator)
    moved = latents + torch.tensor(_AMOUNTS)[None, :, None] * vector
    labels = (torch.arange(_MEASURED) % CLASSES).repeat_interleave(len(_AMOUNTS))
    with torch.inference_mode():
        pictures: Tensor = forger(moved.flatten(0, 1), labels if forger.labels else None)
    return pictures.clone()


def _slopes(values: Tensor) -> Tensor:
    """Return by how much each digit's values [N, amounts] grow when the amount grows by 1: [N]."""
    steps = torch.tensor(_AMOUNTS, dtype=values.dtype)
    slopes: Tensor = values @ steps / steps.square().sum()  # the amounts' mean is 0
    return slopes


def _correlation(values: Tensor) -> float:
    """Return the mean over digits of the correlation of values [N, amounts] with the amounts."""
    steps = torch.tensor(_AMOUNTS, dtype=values.dtype)
    spread = (values - values.mean(1, keepdim=True)).norm(dim=1).clamp(min=_TINY)
    found: float = (values @ steps / (spread * steps.norm())).mean().item()
    return found


def _kept(pictures: Tensor) -> float:
    read = recognition.load("cnn").logits(pictures).argmax(1).reshape(_MEASURED, len(_AMOUNTS))
    middle = read[:, len(_AMOUNTS) // 2, None]
    return (read[:, [0, -1]] == middle).double().mean().item()
