"""Adam for one tensor (Kingma, Ba 2015).

torch's own imports its compiler at its first step: 900 modules, a second and a half on a quiet
machine and ten on a busy one, in the middle of an attack or a search.
"""

import torch
from torch import Tensor

_MEAN, _SQUARE, _SMALL = 0.9, 0.999, 1e-8  # as in the paper


class Adam:
    """Remembers the mean of the slopes and of their squares from step to step."""

    def __init__(self, free: Tensor, rate: float) -> None:
        """Begin for a tensor like `free`; rate: length of the first steps."""
        self.mean, self.square = torch.zeros_like(free), torch.zeros_like(free)
        self.rate, self.steps = rate, 0

    def moved(self, free: Tensor, slope: Tensor) -> Tensor:
        """Return the tensor one step further down its slope."""
        self.steps += 1
        self.mean = self.mean.lerp(slope, 1 - _MEAN)
        self.square = self.square.lerp(slope.square(), 1 - _SQUARE)
        spread = (self.square / (1 - _SQUARE**self.steps)).sqrt_().add_(_SMALL)
        return free - self.mean / spread * (self.rate / (1 - _MEAN**self.steps))
