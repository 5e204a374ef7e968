"""Ways of stepping downhill in a game: the playground's, but for an Adam that is less headlong."""

from torch import Tensor

from nnkit.playground import optimisers
from nnkit.playground.optimisers import Memory, Optimiser


class _Adam(optimisers.Adam):
    """With half the memory for directions: the hill moves under a player's feet (Radford 2016)."""

    betas = (0.5, 0.999)


_KINDS: dict[str, type[Optimiser]] = {"sgd": optimisers.GradientDescent, "adam": _Adam}
OPTIMISERS = tuple(_KINDS)


def make(name: str, weights: Tensor, memory: Memory | None = None) -> Optimiser:
    """Return the named one of OPTIMISERS; it goes on from `memory` if that is of its kind."""
    return _KINDS[name](name, weights, memory)
