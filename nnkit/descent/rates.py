"""Learning rates found by trying: what is too small, right and too large where, over 60 steps."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Rates(NamedTuple):
    """Rates of plain gradient descent from a surface's own start.

    too_small: more than half of the way down is left after 60 steps. right: it arrives, in many
    valleys in the nearest one. too_large: it is thrown off the map.
    """

    too_small: float
    right: float
    too_large: float


# Theory says the same of the bowls: descent flies apart above 2 over the largest curvature, which
# is 0.4 for the ravine and 10 for the valleys. A neuron's cross-entropy is nowhere steeper than its
# inputs, so there only a single huge leap leaves the map.
RATES: Mapping[str, Rates] = MappingProxyType(
    {
        "line": Rates(0.001, 0.1, 0.45),
        "neuron": Rates(0.01, 1.0, 100.0),
        "ravine": Rates(0.001, 0.3, 0.45),
        "saddle": Rates(0.002, 0.3, 2.5),
        "valleys": Rates(0.002, 0.2, 11.0),
    }
)

# A good rate for each optimiser, for a race: all arrive within 60 steps, with less than a hundredth
# of the way down left, but on "valleys", where only momentum and Adam leave the first valley for
# the deepest.
RACE: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        surface: MappingProxyType(
            dict(zip(("gd", "momentum", "nesterov", "rmsprop", "adam", "sgd"), rates, strict=False))
        )
        for surface, rates in {
            "line": (0.1, 0.02, 0.02, 0.1, 0.2, 0.1),
            "neuron": (1.0, 0.02, 0.02, 0.2, 0.2, 1.0),
            "ravine": (0.3, 0.03, 0.05, 0.1, 0.2),
            "saddle": (0.3, 0.1, 0.1, 0.05, 0.1),
            "valleys": (0.2, 0.1, 0.1, 0.2, 1.0),
        }.items()
    }
)
