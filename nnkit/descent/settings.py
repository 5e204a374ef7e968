"""How to go downhill, checked when it is written down."""

from dataclasses import dataclass

from nnkit.descent.optimisers import OPTIMISERS, Adam, Momentum, Plain, RMSprop, Rule
from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole

MAX_STEPS = 10_000


@dataclass(frozen=True)
class DescentSettings:
    """An optimiser and what it needs; SettingsError out of range.

    optimiser: a key of OPTIMISERS. learning_rate, 0..1000. steps, 1..10000. momentum, 0..0.999: of
    "momentum" and "nesterov". decay, 0..0.9999: of "rmsprop", how long it remembers. betas, each
    0..0.9999: of "adam", the same for its two memories. batch, 1..1000: examples in a step of
    "sgd", and seed, which ones.
    """

    optimiser: str = "gd"
    learning_rate: float = 0.1
    steps: int = 60
    momentum: float = 0.9
    decay: float = 0.9
    betas: tuple[float, float] = (0.9, 0.999)
    batch: int = 4
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.optimiser not in OPTIMISERS:
            raise SettingsError(f"optimiser must be one of {', '.join(OPTIMISERS)}.")
        check_number("learning_rate", self.learning_rate, 0, 1000)
        check_whole("steps", self.steps, 1, MAX_STEPS)
        check_number("momentum", self.momentum, 0, 0.999)
        check_number("decay", self.decay, 0, 0.9999)
        if not isinstance(self.betas, tuple) or len(self.betas) != 2:
            raise SettingsError("betas must be two numbers.")
        for beta in self.betas:
            check_number("Each of the betas", beta, 0, 0.9999)
        check_whole("batch", self.batch, 1, 1000)
        check_whole("seed", self.seed, 0, 2**31)

    def rule(self) -> Rule:
        """Return the optimiser, about to take its first step."""
        match self.optimiser:
            case "momentum":
                return Momentum(self.learning_rate, self.momentum)
            case "nesterov":
                return Momentum(self.learning_rate, self.momentum, looks_ahead=True)
            case "rmsprop":
                return RMSprop(self.learning_rate, self.decay)
            case "adam":
                return Adam(self.learning_rate, self.betas)
            case _:
                return Plain(self.learning_rate)
