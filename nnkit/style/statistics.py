"""Style as numbers: how strong each feature of a layer is, and which features appear together.

After Gatys, Ecker and Bethge 2016, whose Gram matrix holds both at once; here they are apart, as
the mean and the covariance of the maps over all places, so that the strength of a feature does not
drown what it goes with.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

_SILENCE = 1e-12  # keeps over 0 the energy of a style that shows nothing, and a mask's sum


@dataclass(frozen=True, eq=False)
class Statistics:
    """The mean [C] and the covariance [C, C] of a layer's maps over all places."""

    mean: Tensor
    covariance: Tensor


@dataclass(frozen=True, eq=False)
class Lens:
    """A linear map of features, [outputs, C] and [outputs], through which to look at statistics."""

    matrix: Tensor
    offset: Tensor

    def of(self, statistics: Statistics) -> Statistics:
        """Return the statistics that the mapped features have."""
        return Statistics(
            self.matrix @ statistics.mean + self.offset,
            self.matrix @ statistics.covariance @ self.matrix.T,
        )


def lens(weights: Tensor, biases: Tensor) -> Lens:
    """Return a lens through which all distances are those of a 1 x 1 convolution's outputs.

    It has C + 1 outputs, however many the convolution has: the triangular factor of a QR
    decomposition differs from the convolution by a rotation, which changes no length. So the many
    features that a layer is widened to need never be computed.
    """
    _, factor = torch.linalg.qr(torch.cat([weights, biases[:, None]], dim=1).cpu().double())
    factor = factor.to(weights)
    return Lens(factor[:, :-1], factor[:, -1])


def gram(maps: Tensor) -> Tensor:
    """Return the Gram matrix [C, C] of maps [1, C, h, w], divided by the number of places."""
    rows = as_rows(maps)
    return rows.T @ rows / len(rows)


def measure(maps: Tensor, weights: Tensor | None = None) -> Statistics:
    """Return the statistics of maps [1, C, h, w]; weights [1, 1, h, w]: how much places count."""
    return _measure(as_rows(maps), None if weights is None else _shares(weights))


def pooled(parts: Sequence[tuple[Statistics, float]]) -> Statistics:
    """Return the statistics of a whole from those of its parts and their shares, which add to 1."""
    mean = sum_of([part.mean * share for part, share in parts])
    second = sum_of(
        [(part.covariance + torch.outer(part.mean, part.mean)) * share for part, share in parts]
    )
    return Statistics(mean, second - torch.outer(mean, mean))


def mixed(first: Statistics, second: Statistics, share: float) -> Statistics:
    """Return statistics between two styles; share 0 gives the first itself and 1 the second."""
    return Statistics(
        first.mean.lerp(second.mean, share), first.covariance.lerp(second.covariance, share)
    )


def distance(
    maps: Tensor,
    wanted: Statistics,
    weights: Tensor | None = None,
    through: Lens | None = None,
    others: Sequence[tuple[Statistics, float]] = (),
    own: Statistics | None = None,
) -> tuple[Tensor, Tensor]:
    """Return how far maps are from wanted statistics, and its slope with respect to the maps.

    A scalar as `between` gives it, and [1, C, h, w]. others: the rest of the picture, where the
    maps are only a part of it, with shares. own: the maps' statistics, where they are known
    already. Autograd works on the statistics alone, which are small.
    """
    rows = as_rows(maps)
    shares = None if weights is None else _shares(weights)
    own = own or _measure(rows, shares)
    with torch.enable_grad():
        start = Statistics(
            own.mean.detach().requires_grad_(), own.covariance.detach().requires_grad_()
        )
        share = 1 - sum(share for _, share in others)
        whole = pooled([(start, share), *others]) if others else start
        value = between(whole, wanted, through)
        mean_slope, slope = torch.autograd.grad(value, [start.mean, start.covariance])
    matrix = slope + slope.T
    offset = mean_slope - matrix @ own.mean
    if shares is None:
        moves = torch.addmm(offset / len(rows), rows, matrix / len(rows))
    else:
        moves = torch.addmm(offset, rows, matrix).mul_(shares[:, None])
    return value.detach(), _as_maps(moves, maps)


def between(own: Statistics, wanted: Statistics, through: Lens | None = None) -> Tensor:
    """Return how far statistics are from wanted ones, a scalar.

    The squared distance of the means by the wanted mean's own square, and the same of the
    covariances. through: a lens; the wanted statistics are what is seen through it.
    """
    seen = own if through is None else through.of(own)

    def share(one: Tensor, two: Tensor) -> Tensor:
        return (one - two).square().sum() / two.square().sum().clamp(min=_SILENCE)

    return share(seen.mean, wanted.mean) + share(seen.covariance, wanted.covariance)


def as_rows(maps: Tensor) -> Tensor:
    """Return maps [1, C, h, w] as one row of features a place, [h w, C]."""
    return maps[0].permute(1, 2, 0).reshape(-1, maps.shape[1])


def sum_of(tensors: Sequence[Tensor]) -> Tensor:
    """Return the sum of tensors of one shape."""
    return torch.stack(list(tensors)).sum(0)


def _measure(rows: Tensor, shares: Tensor | None) -> Statistics:
    if shares is None:
        mean, second = rows.mean(0), rows.T @ rows / len(rows)
    else:
        weighted = rows * shares[:, None]
        mean, second = weighted.sum(0), rows.T @ weighted
    return Statistics(mean, second - torch.outer(mean, mean))


def _shares(weights: Tensor) -> Tensor:
    """Return weights [1, 1, h, w] as shares [h w] that add up to 1."""
    flat = weights.flatten()
    return flat / flat.sum().clamp(min=_SILENCE)


def _as_maps(rows: Tensor, like: Tensor) -> Tensor:
    return rows.view(like.shape[-2], like.shape[-1], -1).permute(2, 0, 1)[None]
