"""What an attack may spend, checked when it is written down. Epsilons are in units of 1/255."""

from dataclasses import dataclass
from typing import Literal

from nnkit.errors import SettingsError
from nnkit.ranges import check_number, check_whole

Norm = Literal["linf", "l2"]
MOST_LINF, MOST_L2 = 255.0, 1e6


@dataclass(frozen=True)
class FGSMSettings:
    """One step (Goodfellow et al. 2015). epsilon, 0..255: how far each colour value is moved."""

    epsilon: float = 4.0

    def __post_init__(self) -> None:
        """Check the range."""
        check_number("epsilon", self.epsilon, 0, MOST_LINF)


@dataclass(frozen=True)
class PGDSettings:
    """Many small steps within a budget (Madry et al. 2018); SettingsError out of range.

    norm: "linf" bounds the change of each colour value, "l2" the Euclidean length of the change of
    the whole picture. epsilon: that bound, in 1/255, 0..255 and 0..1000000. steps, 1..10000, of
    `step_size`; None: 2.5 x epsilon / steps. restarts, 1..100: tries from other starts for the
    pictures that are not fooled yet. momentum, 0..1: share kept of the earlier directions (Dong et
    al. 2018). random_start: the first try, too, starts anywhere within the budget. early_stop:
    leave a picture alone as soon as it fools the network with at least `confidence`, 0..1.
    """

    norm: Norm = "linf"
    epsilon: float = 4.0
    steps: int = 40
    step_size: float | None = None
    restarts: int = 1
    momentum: float = 0.0
    random_start: bool = False
    early_stop: bool = True
    confidence: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.norm not in ("linf", "l2"):
            raise SettingsError('norm must be "linf" or "l2".')
        check_number("epsilon", self.epsilon, 0, MOST_LINF if self.norm == "linf" else MOST_L2)
        check_whole("steps", self.steps, 1, 10_000)
        check_whole("restarts", self.restarts, 1, 100)
        check_whole("seed", self.seed, 0, 2**31)
        check_number("momentum", self.momentum, 0, 1)
        check_number("confidence", self.confidence, 0, 1)
        if self.step_size is not None:
            check_number("step_size", self.step_size, 0, MOST_L2)

    @property
    def pace(self) -> float:
        """Length of a step, in 1/255."""
        return 2.5 * self.epsilon / self.steps if self.step_size is None else self.step_size


@dataclass(frozen=True)
class NoiseSettings:
    """Noise and how it becomes something; SettingsError out of range.

    kind: "snow" (every colour equally likely), "mist" (grey with a little noise) or "grey". side,
    8..1024, in pixels, and channels, 1..4, of the pictures. steps, 1..10000, each of the Euclidean
    length `step_size` in 1/255. confidence, 0..1: when to stop.
    """

    kind: Literal["snow", "mist", "grey"] = "snow"
    side: int = 224
    channels: int = 3
    steps: int = 100
    step_size: float = 255.0
    confidence: float = 0.99
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        if self.kind not in ("snow", "mist", "grey"):
            raise SettingsError('kind must be "snow", "mist" or "grey".')
        check_whole("side", self.side, 8, 1024)
        check_whole("channels", self.channels, 1, 4)
        check_whole("steps", self.steps, 1, 10_000)
        check_whole("seed", self.seed, 0, 2**31)
        check_number("step_size", self.step_size, 0, MOST_L2)
        check_number("confidence", self.confidence, 0, 1)


@dataclass(frozen=True)
class PatchSettings:
    """A sticker and how it is made; SettingsError out of range.

    share, 0.005..0.5, of the picture that the disc covers. steps, 1..10000, of Adam with
    `learning_rate`, 0..1; each looks at `places`, 1..64, of the sticker on every picture. rotation,
    0..180 degrees, scaling, 0..0.5, and wander, 0..1: how far it is turned, scaled and moved there
    at most, 1 being the whole picture.
    """

    share: float = 0.12
    steps: int = 200
    learning_rate: float = 0.05
    places: int = 1
    rotation: float = 10.0
    scaling: float = 0.05
    wander: float = 0.03
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the ranges."""
        check_number("share", self.share, 0.005, 0.5)
        check_whole("steps", self.steps, 1, 10_000)
        check_whole("places", self.places, 1, 64)
        check_number("learning_rate", self.learning_rate, 0, 1)
        check_number("rotation", self.rotation, 0, 180)
        check_number("scaling", self.scaling, 0, 0.5)
        check_number("wander", self.wander, 0, 1)
        check_whole("seed", self.seed, 0, 2**31 - 1)


@dataclass(frozen=True)
class DeepFoolSettings:
    """Straight to the nearest border (Moosavi-Dezfooli et al. 2016); SettingsError out of range.

    steps, 1..1000: at most so many straight lines. candidates, 2..1000: only so many of the classes
    likeliest at first are looked at, the label's own among them. overshoot, 0..10: how far beyond
    the border a step goes, as a share. refinements, 0..100: how often the change, once it holds on
    the 8-bit grid, is made shorter; not towards a class.
    """

    steps: int = 50
    candidates: int = 10
    overshoot: float = 0.02
    refinements: int = 3

    def __post_init__(self) -> None:
        """Check the ranges."""
        check_whole("steps", self.steps, 1, 1000)
        check_whole("candidates", self.candidates, 2, 1000)
        check_number("overshoot", self.overshoot, 0, 10)
        check_whole("refinements", self.refinements, 0, 100)


@dataclass(frozen=True)
class CarliniWagnerSettings:
    """The shortest change that fools, by Adam (Carlini, Wagner 2017); SettingsError out of range.

    searches, 1..20, of steps, 1..10000, each: every search sets the weight of fooling against that
    of a short change anew, from `constant`, 0.000001..1000000. learning_rate, 0.0001..1: of Adam.
    confidence, 0..100: by how many logits the goal's class shall lead, the paper's kappa.
    refinements, 0..100: how often what was found is made shorter on the 8-bit grid; not towards a
    class.
    """

    steps: int = 10
    searches: int = 10
    constant: float = 0.1
    learning_rate: float = 0.01
    confidence: float = 0.0
    refinements: int = 3

    def __post_init__(self) -> None:
        """Check the ranges."""
        check_whole("steps", self.steps, 1, 10_000)
        check_whole("searches", self.searches, 1, 20)
        check_number("constant", self.constant, 1e-6, 1e6)
        check_number("learning_rate", self.learning_rate, 1e-4, 1)
        check_number("confidence", self.confidence, 0, 100)
        check_whole("refinements", self.refinements, 0, 100)
