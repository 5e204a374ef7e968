"""What a run needs to go on from where it stands."""

from dataclasses import dataclass

from nnkit.playground.layers import Parameters
from nnkit.playground.optimisers import Memory


@dataclass(frozen=True, eq=False)
class State:
    """One pair of networks after `round` rounds, with what their optimisers remember.

    crowded_since: the round of the first of the frames in a row that looked collapsed, or None.
    """

    round: int
    generator: Parameters
    critic: Parameters
    generator_memory: Memory
    critic_memory: Memory
    crowded_since: int | None = None
