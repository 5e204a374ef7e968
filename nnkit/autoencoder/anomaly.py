"""How unlike a digit a picture is, by an autoencoder that has seen nothing but digits.

What comes back from it is not what went in (the reconstruction error, Hawkins et al. 2002); and
still less so if the code must first move to where known digits lie (in the spirit of Ramaswamy,
Rastogi, Shim 2000). Nothing is learned from strange pictures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional

from nnkit import weights
from nnkit.autoencoder.coder import Autoencoder, load, prepared

JUDGE = "ae8"  # the autoencoder that judges
KNOWN = 5000  # codes of training digits to compare with
REFUSED = 0.02  # share of the held-out digits whose score is over the threshold
_NEAREST = 3
_LEAST_INK = 1e-3  # mean square of a picture with hardly any ink
_LEAST = 1e-9  # so that logarithms are finite


@dataclass(frozen=True, eq=False)
class Anomaly:
    """Why pictures seem strange.

    score: [N], 0 for the average digit, larger is stranger; more than `threshold`, which 2 % of
    unseen digits pass, counts as odd. drawn: what comes back, [N,1,28,28]. familiar: what comes
    back from the mean code of the three nearest known digits. residual and unfamiliarity: how far
    the picture lies from the one and from the other, [N], as a share of its own ink; all squared,
    differences blurred first, so that a line a little off or a little blunt weighs little.
    """

    score: Tensor
    threshold: float
    drawn: Tensor
    familiar: Tensor
    residual: Tensor
    unfamiliarity: Tensor

    @property
    def is_odd(self) -> Tensor:
        """Whether the score is over the threshold, [N]."""
        return self.score > self.threshold


def anomaly_score(pictures: Tensor) -> Tensor:
    """Return how unlike a digit pictures [N,1,28,28] are, [N]: 0 for an average digit.

    Raises SettingsError for other shapes and numbers that are not finite, WeightsError.
    """
    return judge(pictures).score


def judge(pictures: Tensor) -> Anomaly:
    """Return the scores of pictures [N,1,28,28] with what they are made of, as `anomaly_score`."""
    return judged(load(JUDGE, pictures.device), pictures, _known(pictures.device))


def judged(model: Autoencoder, pictures: Tensor, known: Mapping[str, Tensor]) -> Anomaly:
    """Return the scores of pictures by an autoencoder and what `fit` found for it.

    The score is the sum of the logarithms of residual and unfamiliarity, each in standard
    deviations of the held-out digits'.
    """
    pictures = prepared(pictures)
    codes = model.encode(pictures)
    drawn = model.decode(codes)
    familiar = model.decode(nearest_mean(codes, known["codes"].float()))
    parts = torch.stack([difference(pictures, drawn), difference(pictures, familiar)])
    scaled = (parts.clamp(min=_LEAST).log() - known["centre"][:, None]) / known["spread"][:, None]
    return Anomaly(scaled.sum(0), known["threshold"].item(), drawn, familiar, *parts)


def known_codes(device: torch.device | str = "cpu") -> Tensor:
    """Return the codes [5000, 8] of training digits that pictures are compared with."""
    return _known(device)["codes"].float()


def nearest_mean(codes: Tensor, known: Tensor) -> Tensor:
    """Return for codes [N, k] the mean of the three nearest of the known [M, k], [N, k].

    Distances are in standard deviations of the known codes.
    """
    scale = known.std(0)
    near = [
        torch.cdist(part / scale, known / scale).topk(_NEAREST, largest=False).indices
        for part in torch.split(codes, 500)
    ]
    return known[torch.cat(near)].mean(1)


def difference(pictures: Tensor, drawn: Tensor) -> Tensor:
    """Return how far drawn pictures are off, [N], as a share of the pictures' own ink.

    The mean square of the difference, blurred twice by the mean of 3 x 3 pixels, divided by the
    mean square of the picture.
    """
    blurred = pictures - drawn
    for _ in range(2):
        blurred = functional.avg_pool2d(blurred, 3, stride=1, padding=1)
    ink = pictures.square().flatten(1).mean(1).clamp(min=_LEAST_INK)
    return torch.as_tensor(blurred.square().flatten(1).mean(1) / ink)


def fit(model: Autoencoder, training: Tensor, held_out: Tensor) -> dict[str, Tensor]:
    """Return what the score needs: known codes, and centres, spreads and threshold of the score.

    From pictures of digits alone: the codes are those of `training`, the rest comes from the digits
    held out.
    """
    known = {
        "codes": model.encode(training).half(),
        "centre": torch.zeros(2),
        "spread": torch.ones(2),
        "threshold": torch.tensor(0.0),
    }
    found = judged(model, held_out, known)
    logs = torch.stack([found.residual, found.unfamiliarity]).clamp(min=_LEAST).log()
    known |= {"centre": logs.mean(1), "spread": logs.std(1)}
    scores = judged(model, held_out, known).score
    return known | {"threshold": torch.quantile(scores, 1 - REFUSED)}


@lru_cache(maxsize=4)
def _known(device: torch.device | str) -> dict[str, Tensor]:
    return weights.load("autoencoder_anomaly", device)
