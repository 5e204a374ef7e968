"""Principal component analysis: the best that straight lines can do with k numbers.

Pearson 1901. A linear autoencoder with squared error finds the same plane (Baldi and Hornik 1989),
so this is the yardstick for what the bends of a network are good for.
"""

import torch
from torch import Tensor, nn

from nnkit.digits.preparation import SIDE
from nnkit.errors import SettingsError


class PrincipalComponents(nn.Module):
    """A mean [D] and k directions [k, D] of length 1, square to each other, the widest first."""

    mean: Tensor
    components: Tensor

    def __init__(self, mean: Tensor, components: Tensor) -> None:
        """Keep them as buffers."""
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("components", components)

    def project(self, rows: Tensor) -> Tensor:
        """Return how far rows [N, D] lie along each direction, [N, k]."""
        return (rows - self.mean) @ self.components.T

    def restore(self, codes: Tensor) -> Tensor:
        """Return the points [N, D] that codes [N, k] stand for."""
        return codes @ self.components + self.mean

    def encode(self, pictures: Tensor) -> Tensor:
        """Return the codes [N, k] of pictures [N,1,28,28]."""
        return self.project(pictures.flatten(1))

    def decode(self, codes: Tensor) -> Tensor:
        """Return pictures [N,1,28,28]; what goes beyond black and white is cut, to PCA's gain."""
        return self.restore(codes).clamp(0, 1).reshape(-1, 1, SIDE, SIDE)

    def first(self, count: int) -> "PrincipalComponents":
        """Return the first `count` components alone."""
        return PrincipalComponents(self.mean, self.components[:count])


def fit(rows: Tensor, count: int) -> PrincipalComponents:
    """Return the first `count` principal components of rows [N, D].

    The sign of each is such that its largest entry is positive. Raises SettingsError where there
    are fewer columns than components, or no rows.
    """
    if rows.ndim != 2 or len(rows) == 0 or not 1 <= count <= rows.shape[1]:
        raise SettingsError(f"{list(rows.shape)} numbers do not have {count} principal components.")
    mean = rows.double().mean(0)
    centred = rows.double() - mean
    _, directions = torch.linalg.eigh(centred.T @ centred)  # columns, narrowest first
    components = directions.T.flip(0)[:count]
    largest = components.gather(1, components.abs().argmax(1, keepdim=True))
    return PrincipalComponents(mean.to(rows), (components * largest.sign()).to(rows))
