"""How a small network is trained, checked when it is written down."""

from dataclasses import dataclass

from nnkit.errors import SettingsError
from nnkit.playground.objectives import LOSSES
from nnkit.playground.optimisers import OPTIMISERS
from nnkit.ranges import check_number, check_whole

MAX_EPOCHS = 100_000


@dataclass(frozen=True)
class TrainingSettings:
    """How a network is trained; SettingsError out of range.

    loss: one of LOSSES; for numbers it must be "squared". optimiser: one of OPTIMISERS, with
    PyTorch's defaults and a momentum of 0.9. learning_rate, 0..10. batch, 1..1000: points of one
    step. l1 and l2, 0..10: add to the gradient of each weight its sign and itself, times this.
    epochs, 0..100000: the one to end after, counted from the first weights, also in a run that goes
    on from a frame. early_stop, 1..10000: end when so many epochs have not lowered the test loss;
    None for never. every: epochs from one frame to the next. seed: of the order of the points and
    of dropout.
    """

    loss: str = "cross_entropy"
    optimiser: str = "sgd"
    learning_rate: float = 0.03
    batch: int = 10
    l1: float = 0.0
    l2: float = 0.0
    epochs: int = 100
    early_stop: int | None = None
    every: int = 1
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.loss not in LOSSES:
            raise SettingsError(f"loss must be one of {', '.join(LOSSES)}.")
        if self.optimiser not in OPTIMISERS:
            raise SettingsError(f"optimiser must be one of {', '.join(OPTIMISERS)}.")
        check_number("learning_rate", self.learning_rate, 0, 10)
        check_number("l1", self.l1, 0, 10)
        check_number("l2", self.l2, 0, 10)
        check_whole("batch", self.batch, 1, 1000)
        check_whole("epochs", self.epochs, 0, MAX_EPOCHS)
        check_whole("every", self.every, 1, MAX_EPOCHS)
        check_whole("seed", self.seed, 0, 2**31)
        if self.early_stop is not None:
            check_whole("early_stop", self.early_stop, 1, 10_000)
