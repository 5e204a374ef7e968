"""How forger and critic are built and trained, checked when it is written down."""

from dataclasses import dataclass

from nnkit.errors import SettingsError
from nnkit.gan.lab.losses import LOSSES
from nnkit.gan.lab.networks import HIDDEN_ACTIVATIONS, NOISES
from nnkit.gan.lab.optimisers import OPTIMISERS
from nnkit.playground.layers import Architecture
from nnkit.ranges import check_number, check_whole

MAX_LAYERS = 5
MAX_NEURONS = 100
MAX_STEPS = 10  # of one network in one round
MAX_ROUNDS = 1_000_000


@dataclass(frozen=True)
class LabSettings:
    """A generator, a critic and their game; SettingsError out of range.

    generator, critic: neurons (1..100) of each of 0..5 hidden layers. activation: of all of them,
    from HIDDEN_ACTIVATIONS. noise: one of NOISES. noise_size, 1..2: numbers that the generator
    makes a point of. loss: a key of LOSSES. penalty, 0..100: weight of the gradient penalty in the
    Wasserstein game. optimisers: of OPTIMISERS. rates, 0..1. steps of each in a round, 0..10: with
    none it stands still. batch, 1..1000: real points, and forgeries, of one step. rounds,
    0..1000000: the one to end after, counted from the first weights, also in a run that goes on
    from a frame. every: rounds from one frame to the next. seed: of first weights, noise and
    batches.
    """

    generator: tuple[int, ...] = (32, 32)
    critic: tuple[int, ...] = (32, 32)
    activation: str = "leaky_relu"
    noise: str = "gaussian"
    noise_size: int = 2
    loss: str = "non_saturating"
    penalty: float = 1.0
    generator_optimiser: str = "adam"
    critic_optimiser: str = "adam"
    generator_rate: float = 0.002
    critic_rate: float = 0.002
    generator_steps: int = 1
    critic_steps: int = 1
    batch: int = 128
    rounds: int = 1500
    every: int = 20
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        for name, hidden in (("generator", self.generator), ("critic", self.critic)):
            if len(hidden) > MAX_LAYERS:
                raise SettingsError(f"The {name} may have 0..{MAX_LAYERS} hidden layers.")
            for neurons in hidden:
                check_whole(f"The neurons of a layer of the {name}", neurons, 1, MAX_NEURONS)
        for name, value, known in (
            ("activation", self.activation, HIDDEN_ACTIVATIONS),
            ("noise", self.noise, NOISES),
            ("loss", self.loss, tuple(LOSSES)),
            ("generator_optimiser", self.generator_optimiser, OPTIMISERS),
            ("critic_optimiser", self.critic_optimiser, OPTIMISERS),
        ):
            if value not in known:
                raise SettingsError(f"{name} must be one of {', '.join(known)}.")
        check_whole("noise_size", self.noise_size, 1, 2)
        check_number("penalty", self.penalty, 0, 100)
        check_number("generator_rate", self.generator_rate, 0, 1)
        check_number("critic_rate", self.critic_rate, 0, 1)
        check_whole("generator_steps", self.generator_steps, 0, MAX_STEPS)
        check_whole("critic_steps", self.critic_steps, 0, MAX_STEPS)
        check_whole("batch", self.batch, 1, 1000)
        check_whole("rounds", self.rounds, 0, MAX_ROUNDS)
        check_whole("every", self.every, 1, MAX_ROUNDS)
        check_whole("seed", self.seed, 0, 2**31)

    def generator_architecture(self) -> Architecture:
        """Return the generator's shape: noise in, a point out."""
        sizes = (self.noise_size, *self.generator, 2)
        return Architecture(sizes, (self.activation,) * len(self.generator))

    def critic_architecture(self) -> Architecture:
        """Return the critic's shape: a point in, a score out."""
        return Architecture((2, *self.critic, 1), (self.activation,) * len(self.critic))
