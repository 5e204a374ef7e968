"""Loss surfaces that are a formula in two weights, each with its gradient by hand.

Places are [..., 2]; values are [...] and gradients [..., 2].
"""

import torch
from torch import Tensor


class Ravine:
    """(x² + 25 y²) / 10: five times as narrow in y as in x, 25 times as curved."""

    def value(self, places: Tensor) -> Tensor:
        """Return the heights."""
        x, y = places.unbind(-1)
        return (x.square() + 25 * y.square()) / 10

    def gradient(self, places: Tensor) -> Tensor:
        """Return the gradients."""
        x, y = places.unbind(-1)
        return torch.stack([x / 5, 5 * y], dim=-1)


class Saddle:
    """x² / 2 + (y² - 1)² / 4: a pass at (0, 0) between the two minima (0, 1) and (0, -1)."""

    def value(self, places: Tensor) -> Tensor:
        """Return the heights."""
        x, y = places.unbind(-1)
        return x.square() / 2 + (y.square() - 1).square() / 4

    def gradient(self, places: Tensor) -> Tensor:
        """Return the gradients."""
        x, y = places.unbind(-1)
        return torch.stack([x, y * (y.square() - 1)], dim=-1)


class Valleys:
    """A shallow bowl with a cosine on top, after Rastrigin 1974: deepest at (0, 0)."""

    bowl = 0.1
    waves = 2.0  # a valley every pi

    def value(self, places: Tensor) -> Tensor:
        """Return the heights."""
        ripples = 1 - (self.waves * places).cos()
        return (self.bowl * places.square() + ripples / 2).sum(dim=-1)

    def gradient(self, places: Tensor) -> Tensor:
        """Return the gradients."""
        return 2 * self.bowl * places + self.waves / 2 * (self.waves * places).sin()
